"""Judge a DataCite record by the JSON Schema of DataCite 4.5, and write it as DataCite's XML."""

import json
import sys
from pathlib import Path

from datacite import schema45


def main(path):
    record = json.loads(path.read_text("utf-8"))
    errors = sorted(error.message for error in schema45.validator.iter_errors(record))
    print(json.dumps({"errors": errors, "xml": "" if errors else schema45.tostring(record)}, ensure_ascii=False))


main(Path(sys.argv[1]))
