"""The data dictionary: every table and column of the archive in words, English and Chinese, from the schemas alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.gate.package import Constraints, Field, Resource, Schema, load
from xiaogan_facts.generated.file import Generated

HEAD = """\
# Data dictionary · 数据字典

Every table and column of the archive. Generated from the schemas: to change a word here, change it in `schemas/`, then
run `xiaogan-facts schemas` and `xiaogan-facts docs`.

本档案的全部表与列，由表结构生成：如需修改，请改 `schemas/`，再运行 `xiaogan-facts schemas` 与 `xiaogan-facts docs`。

| table 表 | a row is 一行是 | columns 列 |
|---|---|---|
"""

COLUMNS = """\
| column 列 | type 类型 | meaning 含义 | values 取值 | example 示例 |
|---|---|---|---|---|
"""


def render(checkout: Path) -> Generated:
    """Return `docs/dictionary.md`, made from the schemas in the descriptor. Raises CannotRunError if that is broken."""
    package = load(checkout / "datapackage")
    for problem in package.problems:
        raise CannotRunError(str(problem))
    tables = [(resource, resource.schema) for resource in package.resources if resource.schema is not None]
    contents = "".join(_contents(table, schema) for table, schema in tables)
    body = "".join(f"\n{part}" for table, schema in tables for part in _table(table, schema))
    return Generated(checkout / "docs" / "dictionary.md", HEAD + contents + body)


def _contents(table: Resource, schema: Schema) -> str:
    columns = " · ".join(f"[`{field.name}`](#{table.name}-{field.name})" for field in schema.fields)
    return f"| [`{table.name}`](#{table.name}) | {_both(table, 'description')} | {columns} |\n"


def _table(table: Resource, schema: Schema) -> Iterator[str]:
    yield f"## {table.name}\n"
    yield f"**{table.title}** · **{table.translated('title', 'zh')}**\n"
    yield f"{table.description}\n"
    yield f"{table.translated('description', 'zh')}\n"
    yield "".join(f"- {line}\n" for line in _keys(schema))
    yield COLUMNS + "".join(_column(table, schema, field) for field in schema.fields)


def _keys(schema: Schema) -> Iterator[str]:
    if schema.primary_key:
        yield f"key 主键: {_code(*schema.primary_key)}"
    for columns in schema.unique_keys:
        yield f"unique together 联合唯一: {_code(*columns)}"
    for key in schema.foreign_keys:
        table = key.reference_resource
        there = f"[`{table}`](#{table})" if table else "this table 本表"
        yield f"{_code(*key.fields)} → {there} ({_code(*key.reference_fields)})"


def _column(table: Resource, schema: Schema, field: Field) -> str:
    name = f'<a id="{table.name}-{field.name}"></a>`{field.name}`'
    meaning = f"**{field.title}** · **{field.translated('title', 'zh')}**<br>{_both(field, 'description')}"
    values = "<br>".join([*_limits(field.constraints), *_codes(field), *_missing(schema, field), *_unit(field)])
    return f"| {name} | {field.type} | {meaning} | {values} | {_code(field.example)} |\n"


def _limits(limits: Constraints) -> Iterator[str]:
    if limits.required:
        yield "required 必填"
    if limits.unique:
        yield "unique 唯一"
    for sign, bound in (("≥", limits.minimum), ("≤", limits.maximum)):
        if bound is not None:
            yield f"{sign} {bound}"
    for sign, bound in ((">", limits.exclusive_minimum), ("<", limits.exclusive_maximum)):
        if bound is not None:
            yield f"{sign} {bound}"
    if limits.min_length is not None:
        yield f"length 长度 ≥ {limits.min_length}"
    if limits.max_length is not None:
        yield f"length 长度 ≤ {limits.max_length}"
    if limits.pattern is not None:
        yield _code(limits.pattern)


def _codes(field: Field) -> Iterator[str]:
    for code in field.categories:
        yield f"{_code(code.value)} {code.label} · {code.translated('label', 'zh')}"


def _missing(schema: Schema, field: Field) -> Iterator[str]:
    """Return the strings that mean "no value" in a field, with their reasons; "" if a value is required."""
    if field.constraints.required:
        return
    for missing in schema.missing_values_of(field):
        if missing.label is not None:
            value = _code(missing.value) if missing.value else "empty 空"
            yield f"{value}: {missing.label} · {missing.translated('label', 'zh')}"


def _unit(field: Field) -> Iterator[str]:
    if field.unit is not None:
        yield f"unit 单位: {field.unit}"


def _both(described: Any, word: str) -> str:
    """Return a title or description in English, then in Chinese."""
    return f"{getattr(described, word)}<br>{described.translated(word, 'zh')}"


def _code(*values: Any) -> str:
    """Return the values as code spans, with bars escaped, which would end the cell of a Markdown table."""
    return ", ".join(f"`{str(value).replace('|', chr(92) + '|')}`" for value in values)
