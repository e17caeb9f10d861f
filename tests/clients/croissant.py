"""Load every record set of a release's Croissant file with mlcroissant; compare each cell with the Parquet file."""

import json
import math
import sys
from pathlib import Path

import mlcroissant
import pyarrow.parquet


def plain(value):
    """A value as JSON has it: mlcroissant gives texts as bytes, dates as timestamps, nothing as NaN or NaT."""
    if isinstance(value, bytes):
        return value.decode("utf-8")
    if isinstance(value, list) or hasattr(value, "tolist"):
        return [plain(item) for item in value]
    if value is None or value != value or (isinstance(value, float) and math.isnan(value)):
        return None
    if hasattr(value, "isoformat"):
        return value.isoformat()[:10]
    return value


def main(folder):
    dataset = mlcroissant.Dataset(jsonld=folder / "croissant.json")
    context = dataset.metadata.ctx
    found = {"errors": sorted(context.issues.errors), "warnings": sorted(context.issues.warnings), "record_sets": {}}
    for record_set in dataset.metadata.record_sets:
        prefix = f"{record_set.id}/"
        loaded = [
            {name.removeprefix(prefix): plain(value) for name, value in record.items()}
            for record in dataset.records(record_set.id)
        ]
        if record_set.id == "observations":
            found["hd24-o17-01"] = next(record for record in loaded if record["observation_id"] == "hd24-o17-01")
        written = pyarrow.parquet.read_table(folder / f"{record_set.id}.parquet").to_pylist()
        written = [{name: plain(value) for name, value in row.items()} for row in written]
        found["record_sets"][record_set.id] = {
            "records": len(loaded),
            "differing": sum(one != other for one, other in zip(loaded, written, strict=True)),
            "last": loaded[-1],
        }
    print(json.dumps(found, ensure_ascii=False))


main(Path(sys.argv[1]))
