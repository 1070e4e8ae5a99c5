# Everything starts from here, on a machine with Python 3.11 or newer, git and make.
PYTHON ?= python3
BIN := .venv/bin
USER := .venv/.user
DEV := .venv/.dev

.PHONY: demo test check lint format readme seeds bench clean

demo: $(USER)  ## the main job on documents that ship with the project
	@$(BIN)/python examples/demo.py

test: $(DEV)  ## all tests, doctests included
	$(BIN)/python -m pytest -n 2 --dist worksteal

check: lint test  ## what CI does

lint: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(DEV)  ## makes the style what lint asks for
	$(BIN)/ruff check --fix --quiet .
	$(BIN)/ruff format --quiet .

readme: $(USER)  ## fills in what commands print
	$(BIN)/python docs/fill.py

seeds: $(USER)  ## the score on five hand-written documents, if they are there (../shared/seeds)
	$(BIN)/python benchmarks/seeds.py

bench: $(DEV)  ## scores on our own documents, and speed
	$(BIN)/python benchmarks/documents.py
	$(BIN)/python benchmarks/fits.py
	$(BIN)/python benchmarks/kills.py
	$(BIN)/python benchmarks/speed_models.py

clean:
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(USER): pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "installing papergrad into .venv"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@$(BIN)/python -m compileall -q src  # else every start compiles it where the shell forbids to keep byte code
	@touch $@

$(DEV): pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "installing papergrad and its tools into .venv"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@$(BIN)/python -m compileall -q src
	@touch $@ $(USER)
