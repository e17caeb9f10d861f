"""Run the command line: `python -m xiaogan_facts` is `xiaogan-facts`."""

from __future__ import annotations

import sys

from xiaogan_facts.cli import main

if __name__ == "__main__":
    sys.exit(main())
