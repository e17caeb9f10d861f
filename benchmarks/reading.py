"""What reading alone costs: polars reads the benchmark's tables, every cell as text, and judges nothing."""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl

if __name__ == "__main__":
    for name in ("entities", "observations"):
        print(name, pl.read_csv(Path(sys.argv[1]) / f"{name}.csv", infer_schema=False).height)
