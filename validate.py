"""Validation, and where each part of it is done; `python validate.py [PACKAGE]` runs all of it.

1. the descriptor is read, its references followed          gate/package/load.py
2. it is held against the standard's profiles               gate/checks/_profile.py (frictionless)
3. its parts are held against each other                    gate/checks/descriptor.py
4. each file: size and fingerprint                          gate/checks/_files.py
5. each file is split into records, malformed ones refused  gate/tables/reader.py
6. each header is held against its schema                   gate/checks/header.py
7. each cell: type and constraints                          gate/checks/_cells.py (pandera)
8. unique keys and foreign keys of whole tables             gate/checks/_key_checks.py
9. what only this archive demands of its facts              rules/ (pandera)
10. everything found, as one report                         gate/report/

All of them are below `xiaogan_facts/`. The order in which they run is `gate/validate.py`, with the archive's own rules
put on top in `validation.py`. Exit code 0: valid, 1: not valid, 2: could not run.
"""

import sys

from xiaogan_facts.cli import main

if __name__ == "__main__":
    sys.exit(main(["validate", *sys.argv[1:]]))
