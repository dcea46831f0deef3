# Bestlight: every command says what it does; PYTHON is the interpreter that makes the environment.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# Two processes more than cores, since some wait; none of them takes the others' cores. Sessions and
# launchers start Python anew hundreds of times: bytecode is kept, whatever the shell says.
WORKERS = $(shell $(BIN)/python -c "import os; print(os.cpu_count() + 2)")
TESTS = OMP_NUM_THREADS=1 PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal
NOT_QUICK := $(addprefix --ignore=tests/,grade resolve fake_resolve proofs towers models quality cli demo host report shots faults ui)

.PHONY: help demo test test-all slow quick lint style types format bench fuzz audit sample clean

help:
	@echo "make demo    grade the shipped sample clip from a still and from words, say where the results are"
	@echo "make test    lint, import rules and tests, in some six minutes"
	@echo "make quick   lint, import rules and the tests of the core, in under a minute"
	@echo "make slow    the slow cases alone"
	@echo "make test-all as make test, with the slow cases, more examples, a fault at every call"
	@echo "make lint    lint, types and import rules only"
	@echo "make format  let ruff format the code"
	@echo "make bench   measure speed against ffmpeg and OpenColorIO"
	@echo "make fuzz    150,000 damaged files, records and sentences against what reads them"
	@echo "make audit   licences and known vulnerabilities of all that is installed"
	@echo "make sample  render the sample clip and still again (minutes)"

$(READY): pyproject.toml packaging/constraints.txt
	@echo "== making the environment in $(VENV) (once; torch is large) =="
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed: make PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check \
	  -c packaging/constraints.txt -e '.[dev]'
	@touch $(READY)

demo: $(READY)
	@echo "== grading the sample clip =="
	$(BIN)/bestlight demo

style: $(READY)
	@echo "== ruff, import rules =="
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: $(READY)
	@echo "== types =="
	$(BIN)/pyright

lint: style types

test: style
	@echo "== tests =="
	$(TESTS) -m "not slow"

slow: $(READY)
	@echo "== slow cases =="
	$(TESTS) -m slow

test-all: lint
	@echo "== all tests =="
	BESTLIGHT_EVERY_CALL=1 $(TESTS) --hypothesis-profile=thorough --timeout 3600

quick: style
	@echo "== tests of the core =="
	$(TESTS) -m "not slow" $(NOT_QUICK)

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(READY)
	$(BIN)/python -m benchmarks.apply

fuzz: $(READY)
	$(TESTS) tests/fuzz --fuzz --timeout 7200

audit: $(READY)
	@echo "== licences and vulnerabilities =="
	.ci/audit

sample: $(READY)
	$(BIN)/python -m training.sample.render_sample

clean:
	rm -rf $(VENV) build dist
