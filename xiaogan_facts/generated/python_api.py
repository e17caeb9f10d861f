"""The reference of the Python API, `docs/python.md`, from the signatures and docstrings of the public names.

The sources are read, not imported, so that the page is the same on every version of Python.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import xiaogan_facts
from xiaogan_facts.generated.file import Generated

HEAD = """\
# The Python API

What `import xiaogan_facts` offers, and the classes of the objects that it returns. Generated from the docstrings: to
change a word here, change it there, then run `xiaogan-facts docs`. The examples are run in the tests.
`xiaogan_facts.__version__` is the installed version, a string. More examples are in the [query guide](query.md).
"""

PACKAGE = "xiaogan_facts"
WIDTH = 88  # characters of a signature on one line

Definition = ast.FunctionDef | ast.ClassDef


class Found(NamedTuple):
    """The definition of a name, and its module."""

    node: Definition | ast.expr
    module: str


def render(checkout: Path) -> Generated:
    """Return `docs/python.md`: the names of `xiaogan_facts.__all__`, then the classes that they return."""
    names = [name for name in xiaogan_facts.__all__ if not name.startswith("__")]
    public = {name: found for name in names if (found := find(name, PACKAGE))}
    body = "".join(f"\n{part}" for name, found in public.items() for part in _section(f"{PACKAGE}.{name}", found))
    body += "".join(f"\n{part}" for name, found in _led_to(list(public.values())) for part in _section(name, found))
    return Generated(checkout / "docs" / "python.md", HEAD + body)


def _led_to(known: list[Found]) -> Iterator[tuple[str, Found]]:
    """Return the classes that the annotations of known names lead to, directly or through each other."""
    for found in known:  # grows while it is read
        for name, there in _classes(found):
            if there not in known:
                known.append(there)
                yield name, there


@cache
def source(module: str) -> ast.Module:
    """Return the parsed source of a module of this package."""
    path = Path(xiaogan_facts.__file__).parent.joinpath(*module.split(".")[1:])
    return ast.parse((path / "__init__.py" if path.is_dir() else path.with_suffix(".py")).read_text(encoding="utf-8"))


@cache
def find(name: str, module: str) -> Found | None:
    """Look a name up in a module, through its imports; None if nothing in this package defines it."""
    for statement in reversed(source(module).body):  # the definition below its overloads comes first
        if isinstance(statement, Definition) and statement.name == name:
            return Found(statement, module)
        if isinstance(statement, ast.Assign) and [ast.unparse(target) for target in statement.targets] == [name]:
            return Found(statement.value, module)
    for node in ast.walk(source(module)):  # also below `if TYPE_CHECKING`
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(PACKAGE):
            for alias in node.names:
                if name == (alias.asname or alias.name):
                    return find(alias.name, str(node.module))
    return None


def _section(title: str, found: Found) -> Iterator[str]:
    node = found.node
    yield f"## `{title}`\n"
    if isinstance(node, ast.FunctionDef):
        yield _signature(title, node, found.module)
    yield from _words(node)
    if isinstance(node, ast.ClassDef):
        fields = [f"- `{name}: {_annotation(type_, found.module)}`\n" for name, type_ in _fields(node)]
        if fields:
            yield "".join(fields)
        for method in _methods(node):
            yield f"### `{node.name}.{method.name}`\n"
            yield _signature(f"{node.name}.{method.name}", method, found.module)
            yield from _words(method)


def _fields(node: ast.ClassDef) -> Iterator[tuple[str, ast.expr]]:
    for each in node.body:
        if isinstance(each, ast.AnnAssign) and not (name := ast.unparse(each.target)).startswith("_"):
            yield name, each.annotation
        if isinstance(each, ast.FunctionDef) and not each.name.startswith("_") and _is_property(each) and each.returns:
            yield each.name, each.returns


def _methods(node: ast.ClassDef) -> list[ast.FunctionDef]:
    functions = {
        each.name: each for each in node.body if isinstance(each, ast.FunctionDef)
    }  # the last, after overloads
    return [each for name, each in functions.items() if not name.startswith("_") and not _is_property(each)]


def _is_property(node: ast.FunctionDef) -> bool:
    return any(ast.unparse(each).endswith("property") for each in node.decorator_list)


def _classes(found: Found) -> Iterator[tuple[str, Found]]:
    """Return the classes of this package that a function returns, or that a class has in fields and returns."""
    node = found.node
    returned = [node.returns] if isinstance(node, ast.FunctionDef) else []
    if isinstance(node, ast.ClassDef):
        returned += [type_ for _, type_ in _fields(node)] + [method.returns for method in _methods(node)]
    for annotation in filter(None, returned):
        for each in ast.walk(annotation):
            there = find(each.id, found.module) if isinstance(each, ast.Name) else None
            if there and isinstance(there.node, ast.ClassDef):
                yield there.node.name, there


def _signature(name: str, node: ast.FunctionDef, module: str) -> str:
    arguments = list(_arguments(node.args, module))
    returns = f" -> {_annotation(node.returns, module)}" if node.returns else ""
    line = f"{name}({', '.join(arguments)}){returns}"
    if len(line) > WIDTH:
        line = f"{name}(\n    " + ",\n    ".join(arguments) + f",\n){returns}"
    return f"```python\n{line}\n```\n"


def _arguments(given: ast.arguments, module: str) -> Iterator[str]:
    positional = [*given.posonlyargs, *given.args]
    defaults = [None] * (len(positional) - len(given.defaults)) + given.defaults
    for argument, default in zip(positional, defaults, strict=True):
        if argument.arg not in ("self", "cls"):
            yield _argument(argument, default, module)
    if given.vararg:
        yield f"*{_argument(given.vararg, None, module)}"
    elif given.kwonlyargs:
        yield "*"
    for argument, default in zip(given.kwonlyargs, given.kw_defaults, strict=True):
        yield _argument(argument, default, module)
    if given.kwarg:
        yield f"**{_argument(given.kwarg, None, module)}"


def _argument(argument: ast.arg, default: ast.expr | None, module: str) -> str:
    written = argument.arg + (f": {_annotation(argument.annotation, module)}" if argument.annotation else "")
    return f"{written} = {ast.unparse(default)}" if default else written


def _annotation(node: ast.expr, module: str) -> str:
    """Return an annotation, with names of this package for other types replaced by these types."""
    written = ast.unparse(node)
    for name in sorted({each.id for each in ast.walk(node) if isinstance(each, ast.Name)}):
        if (found := find(name, module)) and isinstance(found.node, ast.expr):
            written = re.sub(rf"\b{name}\b", ast.unparse(found.node), written)
    return written


def _words(node: ast.AST) -> Iterator[str]:
    """Return a docstring's paragraphs as Markdown, its examples as code."""
    docstring = ast.get_docstring(node) if isinstance(node, Definition) else None
    for paragraph in re.split(r"\n{2,}", docstring) if docstring else ():
        yield f"```pycon\n{paragraph}\n```\n" if paragraph.startswith(">>>") else f"{paragraph}\n"
