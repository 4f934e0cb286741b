# `make run` and `make test` need nothing but Python 3.11 or newer; the rest of what they need they install into .venv.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
LOCK := uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet

.DEFAULT_GOAL := help
.PHONY: help run test bench lint fmt lock messages clean venv venv-test

help: ## Show these lines
	@sed -n 's/^\([a-z][a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | while IFS="$$(printf '\t')" read -r name words; do printf 'make %-10s %s\n' "$$name" "$$words"; done

run: ## Start Plenipo with a demo: PORT=8000, HOST=127.0.0.1, DATA_DIR=var
	@if $(FREE); then $(MAKE) --no-print-directory venv; fi
	@exec $(BIN)/python -m config.standalone run

test: venv-test ## Run all tests; ARGS="tests/house -k lock" runs some
	@$(BIN)/python -m pytest -n 2 $(ARGS)

bench: venv-test ## Measure what docs/measurements.md reports
	@$(BIN)/python -m bench $(ARGS)

lint: venv-test ## Check style, templates and the direction of imports
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/djlint templates --lint --quiet
	@$(BIN)/lint-imports --no-cache

fmt: venv-test ## Format the code
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format .

messages: venv-test ## Gather the texts to translate into locale/
	@SECRET_KEY=unused FIELD_KEYS=unused DATABASE_URL=postgres://unused/unused BROKER_URL=memory:// $(BIN)/python manage.py catalogue update

lock: ## Write both locks anew from requirements*.in (needs uv)
	@$(LOCK) requirements.in -o requirements.txt
	@$(LOCK) requirements-test.in -o requirements-test.txt

clean: ## Remove the virtualenv and what was generated; var/ with its data stays
	@rm -rf $(VENV) .ruff_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Nothing is installed under the feet of a Plenipo that runs already: of that one the launcher says where it is.
PLACE := "$${DATA_DIR:-var}/running.json"
HOLD := import fcntl, sys; fcntl.flock(open(sys.argv[1]), fcntl.LOCK_EX | fcntl.LOCK_NB)
FREE := test ! -e $(PLACE) || $(PYTHON) -c '$(HOLD)' $(PLACE) 2>/dev/null

# The installed lock is kept in the virtualenv: only a lock that differs is installed again.
define install
@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Plenipo needs Python 3.11 or newer: make PYTHON=/path/to/python3" >&2; exit 1; }
@test -x $(BIN)/pip || $(PYTHON) -m venv $(VENV)
@cmp -s $(1) $(VENV)/$(1) || { echo "Installing $(1)" && $(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --require-hashes -r $(1) && cp $(1) $(VENV)/$(1); }
endef

venv:
	$(call install,requirements.txt)

venv-test:
	$(call install,requirements-test.txt)
