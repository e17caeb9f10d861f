"""What a Chinese character is, for everything that asks."""

from __future__ import annotations

import re

HAN = "\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Han characters, radicals and 々〆〇, as ranges for the brackets of a regular expression."""

CHARACTER = re.compile(f"[{HAN}]")
