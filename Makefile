# make demo: build the sample graph and ask it three questions.   make test: run the whole test suite.
# make mutants: damage the sample graph in every way of tests/shapes/mutants.yaml and see what the shapes notice.
# make linear: read every pattern of tests/extract/linear.py at 5, 10, 20 and 40 kB; twice the text costs twice as much.
# make torture: kills, full disks, many files, a wrong clock, a read-only medium, builds beside a server (an hour or two).
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
EXTRAS ?= dev
KILLS ?= 1000
# One more than two cores: a quarter of the time of a test worker is waiting for browsers, servers and other processes.
WORKERS ?= 3
DEMO := $(VENV)/.installed
STAMP := $(VENV)/.installed-dev

.PHONY: demo test lint mutants linear torture clean
demo: $(DEMO)
	@PATH="$(abspath $(BIN)):$$PATH" $(BIN)/python examples/demo.py

test: $(STAMP)
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/complexipy && $(BIN)/mypy && $(BIN)/vulture
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder -q -rs --durations=30 --durations-min=3

lint: $(STAMP)
	$(BIN)/ruff check --fix . ; $(BIN)/ruff format . ; $(BIN)/complexipy ; $(BIN)/mypy ; $(BIN)/vulture

mutants: $(STAMP)
	$(BIN)/python -m tests.shapes.mutants

linear: $(STAMP)
	$(BIN)/python -m tests.extract.linear

torture: $(STAMP)
	$(BIN)/python tools/torture.py --kills $(KILLS)

$(DEMO): pyproject.toml
	@echo "installing untocgraph with its language model, server and pictures into $(VENV): about 800 MB, one to three minutes"
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[all]'
	@touch $@

$(STAMP): $(DEMO)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[$(EXTRAS)]'
	@touch $@

clean:
	rm -rf $(VENV) demo-graph untoc-graph .pytest_cache .mypy_cache .ruff_cache
