# Архивариус: every road into the project. `make help` lists them.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
DEMO_HOME ?= var/demo

.DEFAULT_GOAL := help

help: ## List what can be made
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.venv/.run: pyproject.toml requirements.txt .ci/debian-run.txt
	.ci/install-debian .ci/debian-run.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.dev: .venv/.run requirements-dev.txt .ci/debian-test.txt
	.ci/install-debian .ci/debian-test.txt
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

archive_app/translations/%.mo: archive_app/translations/%.po .venv/.run
	$(BIN)/pybabel -q compile -l ru -i $< -o $@
	@touch $@

archive_app/entrypoints/web/static/vendor/htmx.min.js: package.json package-lock.json .venv/.run
	$(BIN)/python .ci/bring_scripts.py
	@touch $@

# Where it is set, every command of the archive compiles its thousand modules anew: seconds, in hundreds of tests.
unexport PYTHONDONTWRITEBYTECODE

CATALOGUE := archive_app/translations/ru/LC_MESSAGES/messages.mo
SCRIPTS := archive_app/entrypoints/web/static/vendor/htmx.min.js

setup: .venv/.dev $(CATALOGUE) $(SCRIPTS) ## Install everything into .venv (and what is missing from Debian)

demo: .venv/.run $(CATALOGUE) $(SCRIPTS) ## File, recognise and find the demonstration scans, then serve the browser (DEMO_ONCE=1 ends before)
	$(BIN)/python -m archive_app.demo $(DEMO_HOME) $(if $(DEMO_ONCE),--once)

test: .venv/.dev $(CATALOGUE) $(SCRIPTS) ## Run the tests (a real PostgreSQL, S3 server and OCR; minutes)
	$(BIN)/pytest -n 2 -m 'not slow and not drill'

test-all: .venv/.dev $(CATALOGUE) $(SCRIPTS) ## Run the tests with the slow ones and the drills
	$(BIN)/pytest -n 2

drill: .venv/.dev $(CATALOGUE) $(SCRIPTS) ## Inject faults: kill -9, full disk, dead S3
	$(BIN)/pytest -m drill

bench: .venv/.dev $(CATALOGUE) $(SCRIPTS) ## Measure against named peers; rewrites docs/benchmarks.md and docs/benchmarks.json
	$(BIN)/python -m tests.bench

screens: .venv/.dev $(CATALOGUE) $(SCRIPTS) ## Picture the pages anew into docs/screens, the print forms into docs/images/forms
	$(BIN)/python -m tests.e2e.browser.screens
	$(BIN)/python -m tests.e2e.browser.form_screens

lint: .venv/.dev $(CATALOGUE) ## Check style, types, arrows between packages, dependencies
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry .

format: .venv/.dev ## Rewrite the code in the project's style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

catalogue: .venv/.dev ## Collect new texts for translation into archive_app/translations
	$(BIN)/pybabel -q extract -F babel.cfg -k translate -k mark -k translate_plural:1,2 -k mark_plural:1,2 --no-location --sort-output -o var/messages.pot .
	$(BIN)/pybabel -q update -N --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date -l ru -i var/messages.pot -o archive_app/translations/ru/LC_MESSAGES/messages.po

requirements: ## Pin the newest releases again (needs uv)
	uv pip compile -q -U --python-version 3.11 --no-emit-index-url --no-emit-find-links --no-header --no-annotate --extra build pyproject.toml -o requirements.txt
	uv pip compile -q -U --python-version 3.11 --no-emit-index-url --no-emit-find-links --no-header --no-annotate --extra build --extra dev -c requirements.txt pyproject.toml -o requirements-dev.txt

clean: ## Remove what can be made again
	rm -rf .venv var build dist node_modules $(dir $(SCRIPTS)) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache

.PHONY: help setup demo test test-all drill bench screens lint format catalogue requirements clean
