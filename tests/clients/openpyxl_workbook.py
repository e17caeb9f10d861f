"""What openpyxl reads from the workbook: rows, the kinds of the cells of each column, and how the sheets are set up."""

import json
import sys

import openpyxl

book = openpyxl.load_workbook(sys.argv[1])
sheets = {}
for sheet in book.worksheets:
    header, *rows = sheet.iter_rows()
    names = [cell.value for cell in header]
    sheets[sheet.title] = {
        "columns": names,
        "rows": [[cell.value.date().isoformat() if cell.is_date else cell.value for cell in row] for row in rows],
        "kinds": {
            name: sorted({cell.data_type for cell in cells if cell.value is not None})
            for name, cells in zip(names, zip(*rows, strict=True), strict=False)
        },
        "quoted": [cell.coordinate for row in rows for cell in row if cell.quotePrefix],
        "frozen": sheet.freeze_panes,
        "filter": sheet.auto_filter.ref,
    }
print(json.dumps({"sheets": sheets, "created": book.properties.created.isoformat()}))
