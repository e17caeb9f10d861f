"""The readme that travels in the zip: what the package is, its tables, its licence, in English and Chinese."""

from __future__ import annotations

from xiaogan_facts.gate.package import Package

TEXT = """\
# {title}

{title_zh}

Version {version}. {description}

版本 {version}。{description_zh}

`datapackage.json` describes every column of the tables below, in English and Chinese, and states the size and SHA-256
of each file. Any Frictionless tool checks the whole: `frictionless validate datapackage.json`.

`datapackage.json` 以英文与中文说明下列各表的每一列，并载有每个文件的大小与 SHA-256；任何 Frictionless 工具均可校验：
`frictionless validate datapackage.json`。

| file 文件 | a row is 一行是 |
|---|---|
{tables}
Licence 许可: CC BY 4.0, to the extent stated in `LICENSE-DATA.md`. How to cite 引用: `CITATION.cff`.
"""


def readme(package: Package) -> str:
    """Return the text, in Markdown."""
    tables = (
        f"| `{table.file}` | {table.description}<br>{table.translated('description', 'zh')} |\n"
        for table in package.resources
    )
    return TEXT.format(
        title=package.title,
        title_zh=package.translated("title", "zh"),
        version=package.version,
        description=package.description,
        description_zh=package.translated("description", "zh"),
        tables="".join(tables),
    )
