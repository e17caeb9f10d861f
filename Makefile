# Two commands for a fresh machine that has Python 3.11 or newer and GNU make:
#   make        the environment, exactly as locked; then the archive is validated
#   make test   style, types, tests
# Recipes are single plain commands, so that they run the same under sh and under Windows' own shell.

ifeq ($(OS),Windows_NT)
PYTHON ?= python
python := .venv/Scripts/python.exe
else
PYTHON ?= python3
python := .venv/bin/python
endif

pip := $(python) -m pip --disable-pip-version-check --quiet

.PHONY: validate test schemas docs lock clean

validate: .venv/installed
	$(python) validate.py

test: .venv/installed
	$(python) -m ruff check .
	$(python) -m ruff format --check .
	$(python) -m mypy --strict
	$(python) -m pytest

# The environment: the locked packages, each verified by its hash, and this checkout in editable form.
.venv/locked: requirements.lock
	@$(PYTHON) -c "import sys; v = sys.version_info; v[:2] > (3, 10) or sys.exit('Python 3.11 or newer is needed: this is %d.%d. Run: make PYTHON=/path/to/python3' % v[:2])"
	$(PYTHON) -m venv --clear .venv
	$(pip) install --require-hashes --only-binary :all: --requirement requirements.lock
	@$(python) -c "open('.venv/locked', 'w').close()"

.venv/installed: .venv/locked pyproject.toml
	$(pip) install --no-index --no-deps --no-build-isolation --editable .
	@$(python) -c "open('.venv/installed', 'w').close()"

# Committed files that are generated. The tests fail, and name the command, when one is not current.
schemas: .venv/installed
	$(python) -m xiaogan_facts.cli schemas

docs: .venv/installed
	$(python) -m xiaogan_facts.cli dictionary

# The lock file itself, for every system and Python version at once; needs uv.
lock:
	uv pip compile pyproject.toml --group dev --output-file requirements.lock --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --custom-compile-command "make lock" --quiet

clean:
	$(PYTHON) -c "import shutil; [shutil.rmtree(d, ignore_errors=True) for d in ('.venv', 'build', 'dist', '.mypy_cache', '.pytest_cache', '.ruff_cache')]"
