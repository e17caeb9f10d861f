"""What Datasette's JSON API answers over the SQLite file: a table, the search in it, a view, and a query in SQL."""

import asyncio
import json
import sys

from datasette.app import Datasette


async def main() -> None:
    datasette = Datasette([sys.argv[1]])
    [name] = [name for name in datasette.databases if name != "_internal"]

    async def answer(path: str) -> object:
        response = await datasette.client.get(path)
        assert response.status_code == 200, (path, response.status_code, response.text)
        return response.json()

    table = datasette.urls.table(name, "observations")
    facts = datasette.urls.table(name, "facts")
    rows = datasette.urls.table(name, "fact_rows")
    database = datasette.urls.database(name)
    asked = "SELECT value, text_zh, caveats FROM facts WHERE fact_id = :id"
    print(
        json.dumps(
            {
                "rows": (await answer(f"{table}.json?_shape=objects&_size=max"))["rows"],
                "facts": (await answer(f"{facts}.json?_shape=array&_size=max&line=17&value__gt=1000000000")),
                "found": (await answer(f"{rows}.json?_shape=array&_size=max&_search=算力")),
                "fact": (await answer(f"{database}.json?_shape=array&id=hd24-o17-01&sql={asked}")),
            }
        )
    )


asyncio.run(main())
