# Everything that people and CI run. `make chat` and `make test` need a Python of 3.11 or newer and nothing else by hand.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help chat test check format eval screenshots bench load clean browser

help: ## show this list
	@grep -E '^[a-z]+:.*## ' Makefile | sed -E 's/:[^#]*## /\t/' | expand -t 14

chat: $(VENV)/.installed ## install if need be, build the index if it is missing or stale, and start the web chat
	$(BIN)/waaier chat --open

test: $(VENV)/.installed-test browser ## install what the tests need and run them all
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest --numprocesses 2 --dist loadfile

check: $(VENV)/.installed-test ## style and types only
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/.installed-test ## put the code into form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

eval: $(VENV)/.installed-test ## ask the tuning part of the reference questions and print how good the answers are
	$(BIN)/python -m eval

screenshots: $(VENV)/.installed-test browser ## take the README's pictures anew
	$(BIN)/python -m tests.assistant.web.screenshots docs/screenshots

bench: $(VENV)/.installed-test ## measure speed and memory
	$(BIN)/python -m benchmarks.ask

load: $(VENV)/.installed-test ## fifty users at once, 8,000 requests
	$(BIN)/python -m tests.assistant.web.load

clean: ## remove what was built, but not the installation
	rm -rf .waaier build .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Waaier needs Python 3.11 or newer: make PYTHON=python3.11 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "Python's venv is missing. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }

$(VENV)/.installed: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.installed-test: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $(VENV)/.installed $@

# The browser tests drive Debian's Chromium. Where it cannot be installed they are skipped with a line that says so.
browser:
	@if command -v chromium >/dev/null || ! command -v apt-get >/dev/null; then :; \
	elif [ "$$(id -u)" = 0 ]; then apt-get update -q && apt-get install -y -q --no-install-recommends chromium; \
	elif sudo -n true 2>/dev/null; then sudo apt-get update -q && sudo apt-get install -y -q --no-install-recommends chromium; \
	else echo "Chromium is not installed, so the browser tests are skipped. To run them: apt-get install chromium"; fi
