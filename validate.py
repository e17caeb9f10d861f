"""Validation, and where each part of it is done; `python validate.py [PACKAGE]` runs all of it.

1. the descriptor is read, its references followed          xiaogan_facts.package.load
2. it is held against the standard's profiles               xiaogan_facts.checks.profile (frictionless), but for those
                                                            that plainly keep to it: xiaogan_facts.checks.plainly
3. its parts are held against each other                    xiaogan_facts.checks.descriptor
4. each file: size and fingerprint                          xiaogan_facts.checks.files
5. each file is split into records, malformed ones refused  xiaogan_facts.tables.reader
6. each header is held against its schema                   xiaogan_facts.checks.header
7. each cell: type and constraints                          xiaogan_facts.checks.cells (pandera)
8. unique keys and foreign keys of whole tables             xiaogan_facts.checks.references
9. what only this archive demands of its facts              xiaogan_facts.rules (pandera)
10. everything found, as one report                         xiaogan_facts.report

The order in which it happens is `xiaogan_facts.gate.validate`. Exit code 0: valid, 1: not valid, 2: could not run.
"""

import sys

from xiaogan_facts.cli import main

if __name__ == "__main__":
    sys.exit(main(["validate", *sys.argv[1:]]))
