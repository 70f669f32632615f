# The two commands that matter: `make run` and `make test`. `make help` lists the rest.
SHELL := /bin/sh
PORT ?= 8501
VENV := .venv
BIN := $(VENV)/bin
# The newest suitable Python on PATH, unless PYTHON names one.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)

.PHONY: help run compute test test-system test-live bench lint audit format docs clean

help: ## List the commands
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 14

$(VENV)/run.stamp: requirements.txt constraints.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed and was not found on PATH."; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/dev.stamp: $(VENV)/run.stamp requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

$(VENV)/system.stamp: $(VENV)/dev.stamp requirements-system.txt
	@test -x $(VENV)/system/bin/python || $(BIN)/python -m venv $(VENV)/system
	$(VENV)/system/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-system.txt
	@touch $@

run: $(VENV)/run.stamp ## Open the dashboard on http://localhost:8501 (PORT= changes the port)
	@$(BIN)/python -m etl build --quiet || $(BIN)/python -m etl path >/dev/null
	@mkdir -p data/results
	@nice -n 10 $(BIN)/python -m indicators compute >data/results/compute.log 2>&1 &
	$(BIN)/streamlit run app.py --server.port $(PORT)

compute: $(VENV)/run.stamp ## Compute every projection for the current figures (some minutes)
	$(BIN)/python -m indicators compute

test: $(VENV)/dev.stamp ## Run the tests that need only Python and a browser
	@$(BIN)/python -m tests.browser
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder $(ARGS)

test-system: $(VENV)/system.stamp ## Run the tests that need more than Python and a browser
	@$(BIN)/python -m tests.browser
	$(BIN)/python -m pytest -m system $(ARGS)

test-live: $(VENV)/dev.stamp ## Ask the real services (needs the internet and INDICATORS_CONTACT)
	$(BIN)/python -m pytest -m live $(ARGS)

bench: $(VENV)/dev.stamp ## Measure speed and memory, and print a table
	$(BIN)/python -m pytest -m benchmark -s $(ARGS)

lint: $(VENV)/dev.stamp ## Check style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

audit: $(VENV)/dev.stamp ## Ask whether a package that is used has a known vulnerability
	@$(BIN)/python -m tests.audit

format: $(VENV)/dev.stamp ## Put the code into the house style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(VENV)/run.stamp ## Write docs/data-dictionary.md from the catalogue
	$(BIN)/python -m etl docs

clean: ## Remove what building and testing left (not snapshots)
	rm -rf $(VENV) data/warehouse data/results .pytest_cache .mypy_cache .ruff_cache tests/output
