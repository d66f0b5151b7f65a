# Every target stands alone: each makes what it needs from python3 and nothing else.
PYTHON ?= python3
VENV := .venv
# What is compiled once is not compiled again by every program that a test starts.
unexport PYTHONDONTWRITEBYTECODE
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help install demo run test test-all check bench screenshots docs clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: $(STAMP) ## create .venv with everything needed

$(STAMP): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $(STAMP)

demo: $(STAMP) ## open the dashboard on a simulated GPU cloud
	@$(BIN)/mimiry-tui --demo

run: $(STAMP) ## open the dashboard on your account (ARGS="--key ~/.ssh/mimiry")
	@$(BIN)/mimiry-tui $(ARGS)

test: $(STAMP) ## run the tests, all but the few that take longest
	$(BIN)/python -m pytest -n 4 --dist worksteal -m "not thorough" $(ARGS)

test-all: $(STAMP) ## run every test
	$(BIN)/python -m pytest -n 4 --dist worksteal $(ARGS)

check: $(STAMP) ## format, lint, strict types, import layers
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(STAMP) ## measure against the peers and floors of the targets
	$(BIN)/python -m tests.benchmarks $(ARGS)

screenshots: $(STAMP) ## draw screenshots/*.svg from the demo
	$(BIN)/python -m tests.support.screenshots

docs: $(STAMP) ## bring keys, settings, help and layers in the documents up to date
	$(BIN)/python -m tests.support.docs

clean: ## remove the virtual environment and all caches
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
