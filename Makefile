# Two commands for a fresh machine that has Python 3.11 or newer and GNU make:
#   make        the environment, exactly as locked; then the archive is validated
#   make test   style, types, tests
# Recipes are single plain commands, so that they run the same under sh and under Windows' own shell.

ifeq ($(OS),Windows_NT)
PYTHON ?= python
python := .venv/Scripts/python.exe
clients := .venv-clients/Scripts/python.exe
spark := .venv-spark/Scripts/python.exe
else
PYTHON ?= python3
python := .venv/bin/python
clients := .venv-clients/bin/python
spark := .venv-spark/bin/python
endif

pip := -m pip --disable-pip-version-check --quiet
locked := install --require-hashes --only-binary :all: --requirement

.PHONY: validate test spark pythons site bundles schemas docs messages lock clean

validate: .venv/installed
	$(python) validate.py

test: .venv/installed .venv-clients/installed
	$(python) -m ruff check .
	$(python) -m ruff format --check .
	$(python) -m mypy --strict
	$(python) -m pytest --numprocesses auto --dist worksteal

# The tests that need Spark, which `make test` skips; they need Java 17 or 21.
spark: .venv-spark/installed
	$(spark) -m pytest tests/spark

# The fast tests on every Python that is promised; uv brings those that it can get.
pythons: .venv/installed
	$(python) -m tests.pythons

# The environment: the locked packages, each verified by its hash, and this checkout in editable form.
.venv/locked: requirements.lock
	@$(PYTHON) -c "import sys; v = sys.version_info; v[:2] > (3, 10) or sys.exit('Python 3.11 or newer is needed: this is %d.%d. Run: make PYTHON=/path/to/python3' % v[:2])"
	$(PYTHON) -m venv --clear .venv
	$(python) $(pip) $(locked) requirements.lock
	@$(python) -c "open('.venv/locked', 'w').close()"

.venv/installed: .venv/locked pyproject.toml
	$(python) $(pip) install --no-index --no-deps --no-build-isolation --editable .
	@$(python) -c "open('.venv/installed', 'w').close()"

# The tools that the tests open a release with, and the oldest DuckDB that it has to open in.
.venv-clients/installed: requirements-clients.lock requirements-clients-build.lock requirements-oldest.lock
	$(PYTHON) -m venv --clear .venv-clients
	$(clients) $(pip) $(locked) requirements-clients-build.lock
	$(clients) $(pip) $(locked) requirements-clients.lock --no-binary jsonpath-rw --no-build-isolation
	$(clients) $(pip) $(locked) requirements-oldest.lock --target .venv-clients/oldest
	@$(clients) -c "open('.venv-clients/installed', 'w').close()"

# Spark, on top of the environment and not in it: with it comes pandas, which would slow every start of the program.
# Its 450 MB come as a source, of which pip makes a wheel; to compress that would take a minute and a half.
.venv-spark/installed: .venv/installed requirements-spark.lock requirements-clients-build.lock
	$(PYTHON) -m venv --clear .venv-spark
	@$(python) -c "import sysconfig as s; open(s.get_path('purelib', vars={'base': '.venv-spark'}) + '/venv.pth', 'w').write('import site; site.addsitedir(%r)' % s.get_path('purelib'))"
	$(spark) $(pip) $(locked) requirements-clients-build.lock
	$(spark) $(pip) $(locked) requirements-spark.lock --no-binary pyspark --no-build-isolation -C--build-option=--compression=stored
	@$(spark) -c "open('.venv-spark/installed', 'w').close()"

# The site, in dist/site; then it is served on this machine alone. Its graph and its SQL need Node.
site: .venv/installed bundles
	$(python) -m xiaogan_facts site --output dist/site
	$(python) -m http.server --bind 127.0.0.1 --directory dist/site 8000

web := xiaogan_facts/site/web
bundles: $(web)/dist/sql-engine.js

$(web)/dist/sql-engine.js: $(web)/package-lock.json $(web)/build.js $(web)/src/graph.js $(web)/src/sql.js
	npm ci --prefix $(web)
	npm run build --prefix $(web)

# Committed files that are generated. The tests fail, and name the command, when one is not current.
schemas: .venv/installed
	$(python) -m xiaogan_facts schemas

docs: .venv/installed
	$(python) -m xiaogan_facts docs

messages: .venv/installed
	$(python) -m xiaogan_facts messages

# The lock files themselves, for every system and Python version at once.
compile := $(python) -m uv pip compile --universal --python-version 3.11 --generate-hashes --only-binary :all: --no-emit-index-url --no-emit-find-links --no-emit-build-options --no-annotate --custom-compile-command "make lock" --quiet
lock:
	$(compile) pyproject.toml --group dev --extra excel --extra release --extra site --output-file requirements.lock
	$(compile) pyproject.toml --extra excel --output-file requirements-gate.lock
	$(compile) pyproject.toml --extra spark --constraint requirements.lock --output-file requirements-spark.lock --no-binary pyspark
	$(compile) --group clients --output-file requirements-clients.lock --no-binary jsonpath-rw
	$(compile) --group clients-build --output-file requirements-clients-build.lock
	$(compile) --group oldest --output-file requirements-oldest.lock

clean:
	$(PYTHON) -c "import shutil; [shutil.rmtree(d, ignore_errors=True) for d in ('.venv', '.venv-clients', '.venv-spark', 'build', 'dist', '.mypy_cache', '.pytest_cache', '.ruff_cache')]"
