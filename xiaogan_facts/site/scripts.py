"""The data that the site's scripts need, as scripts: from a folder without a server a page may load nothing else."""

from __future__ import annotations

import base64
import gzip
import json
import re
import shutil
from pathlib import Path
from typing import Any

from xiaogan_facts.folding import simplified
from xiaogan_facts.site.content import Answer, Content

BUNDLES = Path(__file__).parent / "web" / "dist"
"""The bundled scripts, made by Node: see `web/build.js`. Without them the site has no graph, and says where SQL is."""


def has_bundles() -> bool:
    """Return whether the bundled scripts are there."""
    return (BUNDLES / "sql-engine.js").is_file()


def write(folder: Path, content: Content) -> None:
    """Write the scripts with data into the folder of assets."""
    fold = "".join(f"{traditional}{simple}" for traditional, simple in sorted(simplified().items()))
    _script(folder / "fold-data.js", "foldPairs", fold)
    spans = [
        [row["fact_id"], row["passage_id"], row["char_start"], row["char_end"]]
        for row in content.facts
        if row["passage_id"]
    ]
    passages = [[row["passage_id"], row["char_start"], row["char_end"]] for row in content.passages]
    article = {"sha256": content.source["sha256"], "passages": passages, "facts": spans}
    _script(folder / "article-data.js", "article", article)
    names = {
        row[f"{end}_id"]: [row[f"{end}_en"], row[f"{end}_zh"]]
        for row in content.connections
        for end in ("subject", "object")
    }
    edges = [
        [row["subject_id"], row["object_id"], row["predicate_en"], row["predicate_zh"], row["fact_id"]]
        for row in content.connections
    ]
    _script(folder / "graph-data.js", "graphData", {"names": dict(sorted(names.items())), "edges": edges})
    if has_bundles():
        for bundle in sorted(BUNDLES.glob("*.js")):
            shutil.copyfile(bundle, folder / bundle.name)
        database = next(file.name for file in content.files if file.name.endswith(".duckdb"))
        packed = gzip.compress((folder.parent / "downloads" / database).read_bytes(), 9, mtime=0)
        _script(folder / "sql-data.js", "sqlData", base64.b64encode(packed).decode())


def examples(content: Content) -> dict[str, str]:
    """Return the SQL of the ready-made questions by name, with the default of each parameter written into it."""
    return {answer.name: filled(answer) for answer in content.answers}


def filled(answer: Answer) -> str:
    values = {parameter.name: parameter.default for parameter in answer.parameters}

    def value(found: re.Match[str]) -> str:
        return "'{}'".format(values[found[1]].replace("'", "''")) if found[1] in values else found[0]

    code = [line for line in answer.sql.splitlines() if not re.match(r"-- \$\w+ = ", line)]
    return re.sub(r"\$(\w+)", value, "\n".join(code))


def _script(path: Path, name: str, value: Any) -> None:
    path.write_text(f"window.{name} = {as_script(value)};\n", "utf-8", newline="\n")


def as_script(value: Any) -> str:
    """Return a value as JSON that ends no script, whatever it holds."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
