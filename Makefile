PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: setup serve demo migrate test lint

setup: $(VENV)/ready.stamp

$(VENV)/ready.stamp: requirements/dev.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

# The whole service on this machine: make serve PORT=9000
PORT ?= $(or $(GOUJI_PORT),8000)
serve: setup
	@GOUJI_PORT=$(PORT) exec $(BIN)/python -m ledger.launch --follow

# Upload one report and read its findings: make demo FILE=report.pdf [LANG=en]
demo: setup
	@GOUJI_PORT=$(PORT) exec $(BIN)/python -m service.demo "$(FILE)" $(if $(filter command,$(origin LANG)),$(LANG),zh)

migrate: setup
	@exec $(BIN)/python -m ledger.migrate
