PYTHON ?= python3
BIN := .venv/bin
MALICIOUS ?=
BENIGN ?=

.PHONY: demo run test check bench fix clean

# One environment for every target, made from the pinned constraints; it is made again when they change.
.venv/.ready: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Meerkat needs Python 3.11 or newer; name one: make PYTHON=python3.12")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $@

demo: .venv/.ready
	$(BIN)/meerkat demo

run: .venv/.ready
	$(BIN)/meerkat run

test: .venv/.ready
	$(BIN)/python -m pytest -n auto

check: .venv/.ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/basedpyright --level error
	$(BIN)/meerkat rules check

bench: .venv/.ready
	$(BIN)/python -m tests.benchmarks.speed $(if $(MALICIOUS),--malicious $(MALICIOUS)) $(if $(BENIGN),--benign $(BENIGN))

fix: .venv/.ready
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf .venv build dist
