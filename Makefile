# `make serve` and `make test` each work as the first command on a fresh clone.
PYTHON ?= $(firstword $(shell command -v python3.11 python3.12 python3))
BIN := .venv/bin
# A process a core; the tests of one module stay together, so that what they share is made once.
PARALLEL := -n auto --dist loadscope

.DEFAULT_GOAL := help
.PHONY: help serve test gate check lint fast browser clean

help:  ## List what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

# Modules are compiled when they are first imported: most of what is installed never is.
PIP := $(BIN)/pip install --quiet --disable-pip-version-check --no-compile --editable

.venv/.installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed (found: $$($(PYTHON) --version)); name one with make PYTHON=…"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(PIP) .
	@touch $@

.venv/.installed-test: .venv/.installed
	$(PIP) '.[test]'
	@touch $@

serve: .venv/.installed  ## Serve the API and the page on http://127.0.0.1:8000, with the sample base on first use
	@$(BIN)/hotline kb status >/dev/null 2>&1 || { \
	  $(BIN)/hotline kb import kb/sample/*.jsonl kb/sample/guides/*.jsonl && $(BIN)/hotline kb publish; }
	$(BIN)/hotline serve

test: .venv/.installed-test  ## Run every test
	$(BIN)/pytest $(PARALLEL)

lint: .venv/.installed-test  ## Style, types and import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/mypy -p tests
	$(BIN)/lint-imports

fast: .venv/.installed-test
	$(BIN)/pytest $(PARALLEL) -m "not acceptance and not browser"

gate: .venv/.installed-test  ## How right the sample base is found and answered: retrieval, answers, dialogues
	$(BIN)/pytest $(PARALLEL) -m gate --durations=10

check: lint fast  ## Lint, types, import contracts and the fast tests

browser:  ## Install Chromium for the tests of the page (Debian, as root)
	apt-get update -qq && apt-get install -y -qq chromium >/dev/null

clean:  ## Remove the environment and everything that tools keep; not the data directory
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
