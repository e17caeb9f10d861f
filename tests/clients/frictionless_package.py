"""What frictionless says of the zip, and reads from it."""

import json
import sys

from frictionless import Package


def main() -> None:
    package = Package(sys.argv[1])
    report = package.validate()
    tables = {}
    for resource in package.resources:
        with resource.open():
            tables[resource.name] = list(resource.row_stream)
    [figure] = [row for row in tables["observations"] if row["observation_id"] == "hd24-o17-01"]
    print(
        json.dumps(
            {
                "valid": report.valid,
                "errors": report.flatten(["title", "message"]),
                "rows": {name: len(rows) for name, rows in tables.items()},
                "types": {
                    each.name: {field.name: field.type for field in each.schema.fields} for each in package.resources
                },
                "fact": [float(figure["value"]), figure["multiplier"], figure["printed"], figure["is_near"]],
                "hashes": {each.name: each.hash for each in package.resources},
            }
        )
    )


if __name__ == "__main__":  # frictionless validates in processes of its own, which import this file
    main()
