"""What the READMEs and CITATION.cff say of the project's home: badges, how others adopt the gate, the repository."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from xiaogan_facts import __version__
from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.gate.translation import say
from xiaogan_facts.generated.file import Generated
from xiaogan_facts.home import known

WHEEL = f"xiaogan_facts-{__version__}-py3-none-any.whl"
SOURCE = "written by `xiaogan-facts docs` from [project.urls] in pyproject.toml"

BY_WHEEL = f"""\
```yaml
- run: pip install {WHEEL}
- run: xiaogan-facts validate --format github path/to/datapackage.json
```

{{or_hook}}

```yaml
- repo: local
  hooks:
    - id: validate-data-package
      name: validate the Data Package
      language: system
      entry: xiaogan-facts validate path/to/datapackage.json
      pass_filenames: false
```
"""

BY_ADDRESS = f"""\
```yaml
- uses: {{owner}}/{{name}}@v{__version__}
  with:
    package: path/to/datapackage.json
```

{{or_hook}}

```yaml
- repo: {{address}}
  rev: v{__version__}
  hooks: [{{{{ id: validate-data-package, args: [path/to/datapackage.json] }}}}]
```
"""

IN_TWO_LINES = (
    "Your repository adopts the gate in two lines of a GitHub workflow, with the wheel of a release beside it:"
)
IN_THREE_LINES = "Your repository adopts the gate in three lines, as a step of a GitHub workflow:"
OR_HOOK = "or as a pre-commit hook:"
IN_TWO_LINES_ZH = "把发布版的 wheel 放进您的仓库，再在 GitHub 工作流中加两行，即可采用此校验："
IN_THREE_LINES_ZH = "您的仓库用三行即可采用此校验，作为 GitHub 工作流的一步："
OR_HOOK_ZH = "或作为 pre-commit 钩子："


def english(checkout: Path) -> Generated:
    """Return README.md with its parts about the project's home."""
    return _readme(checkout, "README.md", (IN_TWO_LINES, IN_THREE_LINES, OR_HOOK))


def chinese(checkout: Path) -> Generated:
    """Return README.zh-Hans.md with its parts about the project's home."""
    return _readme(checkout, "README.zh-Hans.md", (IN_TWO_LINES_ZH, IN_THREE_LINES_ZH, OR_HOOK_ZH))


def citation(checkout: Path) -> Generated:
    """Return CITATION.cff with the address of the repository, where that is known."""
    file, address = checkout / "CITATION.cff", _address(checkout)
    text = re.sub(r"^repository-code: .*\n", "", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
    line = f"repository-code: {address}\n" if address else ""
    return Generated(file, re.sub(r"^license:\n", f"{line}license:\n", text, flags=re.MULTILINE))


PAGES = (english, chinese, citation)
"""The functions that make the pages of this module."""


def _readme(checkout: Path, name: str, words: tuple[str, str, str]) -> Generated:
    file, address = checkout / name, _address(checkout)
    text = file.read_text(encoding="utf-8")
    for part, content in (("badges", _badges(address)), ("adopting", _adopting(address, words))):
        begin, end = f"<!-- {part}: {SOURCE} -->\n", f"<!-- end of {part} -->\n"
        if text.count(begin) != 1 or text.count(end) != 1:
            raise CannotRunError(
                say(
                    "{name}: it lacks the two marks around its {part}; help: restore them from git",
                    name=name,
                    part=part,
                )
            )
        head, _, rest = text.partition(begin)
        text = head + begin + content + end + rest.partition(end)[2]
    return Generated(file, text)


def _address(checkout: Path) -> str | None:
    project = tomllib.loads((checkout / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return known(str(project["urls"]["Repository"]))


def _badges(address: str | None) -> str:
    if address is None:
        return ""
    workflow = f"{address}/actions/workflows/ci.yml"
    return f"[![CI]({workflow}/badge.svg)]({workflow}) [![release]({_shield(address)})]({address}/releases)\n"


def _shield(address: str) -> str:
    return f"https://img.shields.io/github/v/release/{'/'.join(address.split('/')[-2:])}"


def _adopting(address: str | None, words: tuple[str, str, str]) -> str:
    by_wheel, by_address, or_hook = words
    if address is None:
        return f"\n{by_wheel}\n\n" + BY_WHEEL.format(or_hook=or_hook) + "\n"
    owner, name = address.split("/")[-2:]
    return f"\n{by_address}\n\n" + BY_ADDRESS.format(owner=owner, name=name, address=address, or_hook=or_hook) + "\n"
