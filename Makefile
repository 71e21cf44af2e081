PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: setup setup-ocr serve demo migrate test fast lint types rooms docs golden bench bench-audit bench-service bench-lists accuracy accuracy-scans fuzz fuzz-contract lock

setup: $(VENV)/ready.stamp

$(VENV)/ready.stamp: requirements/dev.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

# OCR for scans, about 360 MB more; tests that need it skip without it.
setup-ocr: setup
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/ocr.txt

# The whole service on this machine: make serve PORT=9000
PORT ?= $(or $(GOUJI_PORT),8000)
serve: setup
	@GOUJI_PORT=$(PORT) exec $(BIN)/python -m ledger.launch --follow

# Upload one report and read its findings: make demo FILE=report.pdf [LANG=en]
demo: setup
	@GOUJI_PORT=$(PORT) exec $(BIN)/python -m service.demo "$(FILE)" $(if $(filter command,$(origin LANG)),$(LANG),zh)

migrate: setup
	@exec $(BIN)/python -m ledger.migrate

# Everything that CI asks for: style, types, rooms, all tests. Fast tests alone: make fast
test: setup lint types rooms
	$(BIN)/python -m pytest -n 2

fast: setup
	$(BIN)/python -m pytest -n 2 tests/gouji

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup
	$(BIN)/mypy

rooms: setup
	$(BIN)/lint-imports --no-cache

# Generated documents and golden audits: read the difference before you commit it.
docs: setup
	$(BIN)/gouji rules --markdown > docs/rules.md
	$(BIN)/python -m ledger.settings > docs/settings.md

golden: setup
	$(BIN)/python tests/corpus/write_golden.py

# All measures of speed and memory, seven minutes with nothing else running; the tables go into docs/benchmarks.md.
bench: bench-audit bench-service bench-lists

# How long audits take and how much memory, alone and beside others.
bench-audit: setup
	$(BIN)/python tests/bench/audits.py
	$(BIN)/python tests/bench/side_by_side.py

# How the running service bears load: polling, uploads, reports a second, a long queue. Exit status 1 when it falls short.
bench-service: setup
	@$(BIN)/python tests/bench/service.py
	@$(BIN)/python tests/bench/worker.py

# Lists and filters among 100,000 reports and 20 million facts: five minutes, 20 GB in /tmp, deleted at the end.
bench-lists: setup
	@$(BIN)/python -m tests.bench.lists $(ARGS)

# How much of an invented corpus is read right: make accuracy [ARGS="--only docx:tracked"] [ARGS="--show 123"]
accuracy: setup
	@$(BIN)/python -m tests.accuracy $(ARGS)

# The same of scans, which need OCR (make setup-ocr) and a Chinese font: minutes.
accuracy-scans: setup
	@$(BIN)/python -m tests.accuracy --scans $(ARGS)

# 5,000 broken and hostile files, at most ten minutes; failing ones are kept: make fuzz [ARGS="--seed 7"] [ARGS="--show 123"]
fuzz: setup
	@$(BIN)/python -m tests.fuzz $(ARGS)

# schemathesis against the running service for longer than `make test` does, minutes: make fuzz-contract [EXAMPLES=100] [SEED=1]
fuzz-contract: setup
	@GOUJI_FUZZ_EXAMPLES=$(or $(EXAMPLES),50) GOUJI_FUZZ_SEED=$(or $(SEED),$(shell date +%s)) \
		$(BIN)/python -m pytest -q -s tests/service/test_fuzzed_contract.py

# The locks: exact versions with hashes and no address of any index.
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-emit-find-links --no-header
SERVICE := --extra service --extra embedded --extra postgres --extra s3 --extra tracing
lock: setup
	$(LOCK) $(SERVICE) --extra client --extra dev pyproject.toml -o requirements/dev.txt > /dev/null
	$(LOCK) $(SERVICE) pyproject.toml -c requirements/dev.txt -o requirements/service.txt > /dev/null
	$(LOCK) --extra ocr pyproject.toml -c requirements/dev.txt -o requirements/ocr.txt > /dev/null
