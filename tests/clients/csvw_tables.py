"""Read every table of an unpacked release zip through its CSVW metadata, strictly, and check its keys."""

import json
import sys
from decimal import Decimal
from pathlib import Path

import csvw


def main(folder):
    described = csvw.CSVW(str(folder / "csv-metadata.json"), validate=True)
    found = {"problems": [], "tables": {}}
    try:
        described.is_valid  # noqa: B018 - it reads everything, and keeps what it found in `warnings`
    except ValueError as error:
        found["problems"].append(str(error))
    found["problems"] += [str(each.message) for each in described.warnings]
    if not found["problems"]:
        for table in described.tables:
            rows = list(table.iterdicts(strict=True))
            found["tables"][str(table.url)] = {
                "rows": len(rows),
                "types": {name: type(value).__name__ for name, value in rows[0].items()},
            }
            if str(table.url) == "observations.csv":
                row = next(row for row in rows if row["observation_id"] == "hd24-o17-01")
                found["hd24-o17-01"] = {
                    name: str(value) if isinstance(value, Decimal) else value for name, value in row.items()
                }
    print(json.dumps(found, ensure_ascii=False))


main(Path(sys.argv[1]))
