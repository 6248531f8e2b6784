# Détente. `make demo` and `make test` are all the set-up there is.

PYTHON ?= python3
SHARED ?= ../shared
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip --disable-pip-version-check

.PHONY: all demo test unit unit-outer unit-inner lint format evaluate wheel-check attack scale lock knowledge vendor screenshots clean docs

all: lint test

# Reads the bundled article, prints its record, and writes the page detente-demo.html.
demo: $(VENV)/run.stamp
	$(BIN)/detente demo

test: $(VENV)/dev.stamp
	$(BIN)/python -m pytest

# What needs neither the spaCy pipeline nor a browser, in two processes. Compiled files are kept, whatever the environment
# says: without them each run compiles the source and rewrites the assertions of all tests anew, a sixth of its time.
unit: export PYTHONDONTWRITEBYTECODE =
unit: $(VENV)/dev.stamp
	@$(MAKE) --no-print-directory -j2 -O unit-outer unit-inner

UNIT := $(BIN)/python -m pytest -p no:cacheprovider -p no:schemathesis -m "not model and not browser"
OUTER := tests/unit/views tests/unit/analysis

unit-outer:
	$(UNIT) $(OUTER)

unit-inner:
	$(UNIT) tests/unit $(OUTER:%=--ignore=%)

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/codespell
	$(BIN)/python -m tests.gauges

format: $(VENV)/dev.stamp
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Runs every benchmark over the data beside the project and writes docs/evaluation.md.
evaluate: $(VENV)/dev.stamp
	$(BIN)/python -m benchmarks.evaluate --shared $(SHARED)

# Builds the wheel and tries it as a stranger would, without the clone, on every Python of this machine.
wheel-check: $(VENV)/dev.stamp
	$(BIN)/python -m release.wheel_check

# The docs as a site, in out/site; a link that leads nowhere is an error.
docs: $(VENV)/dev.stamp
	$(BIN)/zensical build --strict --clean

# Attacks: kills, mutated sources, damaged archives; an hour or so. Prints the table of docs/reliability.md.
attack: $(VENV)/dev.stamp
	$(BIN)/python -m benchmarks.attack

# Shards in small, some minutes: pages of a crawl, one process and two, kills on a cluster, and on two hosts if this is root.
scale: $(VENV)/dev.stamp
	$(BIN)/python -m benchmarks.scale

# Rebuilds the tables of who is who: make knowledge SOURCES=../shared/data/actors
knowledge: $(VENV)/dev.stamp
	@test -n "$(SOURCES)" || { echo "make knowledge needs SOURCES=<folder with the raw material>"; exit 2; }
	$(PIP) install --quiet --require-hashes --no-deps -r requirements/knowledge.lock
	$(BIN)/python -m detente.knowledge.build $(SOURCES)

# Makes the vendored files of the page anew. Needs node and npm; run only when frontend/package.json changes.
vendor:
	$(PYTHON) frontend/vendor.py

# Pictures of every page, wide and narrow, light and dark, into out/screenshots. Needs Chromium.
screenshots: $(VENV)/dev.stamp
	$(BIN)/python -m benchmarks.screenshots

# Pins every package with its hashes. Needs uv, and is run only when the dependencies change.
lock:
	uv pip compile pyproject.toml --universal --generate-hashes --no-emit-index-url --no-header -q \
	  --extra build -o requirements/run.lock
	uv pip compile pyproject.toml --universal --generate-hashes --no-emit-index-url --no-header -q \
	  --extra build --extra dev -c requirements/run.lock -o requirements/dev.lock
	uv pip compile pyproject.toml --universal --generate-hashes --no-emit-index-url --no-header -q \
	  --extra knowledge -c requirements/run.lock -o requirements/knowledge.lock

$(VENV)/run.stamp: requirements/run.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --quiet --require-hashes --no-deps -r requirements/run.lock
	$(PIP) install --quiet --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/dev.stamp: $(VENV)/run.stamp requirements/dev.lock
	$(PIP) install --quiet --require-hashes --no-deps -r requirements/dev.lock
	touch $@

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis out
