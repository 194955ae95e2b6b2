# Two commands do everything on a fresh machine: make demo, make test.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: demo test lint bench clean

demo: export HEXAPLA_CORPUS := .hexapla-demo
demo: $(VENV)/installed
	@rm -rf $(HEXAPLA_CORPUS)
	$(BIN)/hexapla index hexapla/samples
	$(BIN)/hexapla search 学校的安全饮用水 kind:operative --top 2
	$(BIN)/hexapla search '"remain seized" year:2018..2020' --lang en --lang ar --facets
	$(BIN)/hexapla show A/RES/71/901 --para 1

test: $(VENV)/tested-with
	$(BIN)/python -m pytest

lint: $(VENV)/linted-with
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/tested-with
	$(BIN)/python -m benchmarks.chain
	$(BIN)/python -m benchmarks.cold_start
	$(BIN)/python -m benchmarks.query_speed 18000
	$(BIN)/python -m benchmarks.substrings
	$(BIN)/python -m benchmarks.kill

clean:
	rm -rf $(VENV) .hexapla-demo build *.egg-info

$(VENV)/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(PIP) --editable .
	@touch $@

# torch is named with its version, so that no other build of it is fetched.
$(VENV)/tested-with: $(VENV)/installed
	$(PIP) torch==2.13.0 --editable '.[models,models-test,test]'
	@touch $@

$(VENV)/linted-with: $(VENV)/tested-with
	$(PIP) --editable '.[lint]'
	@touch $@
