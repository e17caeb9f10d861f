"""The program of a process that `Jobs` starts: it answers each pickled call on standard input, until that ends."""

from __future__ import annotations

import os
import pickle
import sys
from typing import Any


def main() -> None:
    """Answer calls: what the function returns and None, or None and what it raises."""
    # What a library may print must not come between the answers.
    with os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(2, 1)
        while True:
            try:
                function, arguments = pickle.load(sys.stdin.buffer)
            except EOFError:
                return
            answer: tuple[Any, Exception | None]
            try:
                answer = (function(*arguments), None)
            except Exception as error:
                answer = (None, error)
            pickle.dump(answer, answers)
            answers.flush()


if __name__ == "__main__":
    main()
