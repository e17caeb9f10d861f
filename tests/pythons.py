"""Run the fast tests on every Python that the project promises: `make pythons`. uv brings those that it can get.

Exit code 1 if the tests fail on one; a Python that cannot be had is named with the reason, and is no failure.
"""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TESTS = ("-q", "-m", "not slow and not browser", "-p", "no:cacheprovider", "-n", "auto")


def promised() -> list[str]:
    """The versions in the classifiers of pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    prefix = "Programming Language :: Python :: 3."
    return [each.rpartition(" ")[2] for each in project["classifiers"] if each.startswith(prefix)]


def uv(*words: str) -> subprocess.CompletedProcess[str]:
    """Run uv, which stands in the project's own environment."""
    return subprocess.run([sys.executable, "-m", "uv", *words], cwd=ROOT, capture_output=True, text=True, check=False)


def tested(version: str) -> bool | None:
    """Whether the tests pass on a version; None if it cannot be had."""
    environment = ROOT / "build" / f"python-{version}"
    made = uv("venv", "--quiet", "--clear", "--python", version, str(environment))
    if made.returncode:
        print(f"{version}: not here: {' '.join(made.stderr.split())[:200]}…")
        return None
    python = environment / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    for words in (
        ("pip", "sync", "--quiet", "--python", str(python), "requirements.lock"),
        ("pip", "install", "--quiet", "--python", str(python), "--no-deps", "--no-build-isolation", "--editable", "."),
    ):
        if (done := uv(*words)).returncode:
            print(f"{version}: cannot be set up: {done.stderr.strip()}")
            return False
    passed = subprocess.run([str(python), "-m", "pytest", *TESTS], cwd=ROOT, check=False).returncode == 0
    print(f"{version}: {'passed' if passed else 'failed'}", flush=True)
    return passed


if __name__ == "__main__":
    sys.exit(1 if False in [tested(version) for version in sys.argv[1:] or promised()] else 0)
