# Bestlight: every command says what it does; PYTHON is the interpreter that makes the environment.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: help demo test quick lint format bench fuzz sample clean

help:
	@echo "make demo    grade the shipped sample clip from a still and from words, say where the results are"
	@echo "make test    lint, types, import rules and all tests"
	@echo "make quick   the same in under a minute, without what is slow"
	@echo "make lint    lint, types and import rules only"
	@echo "make format  let ruff format the code"
	@echo "make bench   measure speed against ffmpeg and OpenColorIO"
	@echo "make fuzz    10,000 damaged files against the readers"
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

lint: $(READY)
	@echo "== ruff, pyright, import rules =="
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/pyright
	$(BIN)/lint-imports

test: lint
	@echo "== tests =="
	$(BIN)/python -m pytest -n auto

quick: $(READY)
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n auto -m "not slow" --ignore=tests/resolve --ignore=tests/fake_resolve

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(READY)
	$(BIN)/python -m benchmarks.apply

fuzz: $(READY)
	$(BIN)/python -m pytest tests/fuzz --fuzz

sample: $(READY)
	$(BIN)/python -m training.sample.render_sample

clean:
	rm -rf $(VENV) build dist
