# `make` alone prints this manual. Nothing but Python 3.11 or newer, git and make is needed.

.DEFAULT_GOAL := help
BIN := .venv/bin
JOBS := 2
export PYTHON

.PHONY: help run test check fix bench beside conformance mutants prisma build clean environment frontend chromium

help: ## Print this manual
	@echo "Pointsman: the control room for workflow templates that run on Temporal."
	@echo
	@sed -nE 's/^([a-z]+):[^#]*## (.*)/  make \1\t\2/p' Makefile | expand -t 20
	@echo
	@echo "Settings are environment variables: docs/settings.md. Operating it: docs/operations.md."

run: environment ## Set up what is missing, then run everything until Ctrl-C
	@setup/frontend.sh || echo "The browser pieces could not be built; pages show plain fallbacks." >&2
	@exec $(BIN)/pointsman up

test: build chromium ## Set up what is missing, then run all tests, JOBS=2 at a time (ARGS="tests/cli -k restart" for some)
	@exec $(BIN)/pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder $(ARGS)

check: environment ## Look for faults without running anything; changes nothing
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy .
	$(BIN)/lint-imports

fix: environment ## Repair what can be repaired automatically
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: build ## Measure; takes minutes and wants a quiet machine (ONLY=lists for tests/bench/test_lists.py alone)
	@exec $(BIN)/pytest $(if $(ONLY),tests/bench/test_$(ONLY).py,tests/bench) --benchmarks -s $(ARGS)

beside: build chromium ## Take the same steps in Pointsman and in other consoles (installs them; ARGS="--rows 1000000 --only prefect")
	@exec $(BIN)/python -m tests.bench.side_by_side $(ARGS)

conformance: environment ## Run our features and, with CTK=DIR (a checkout of the specification), the official ones
	@exec $(BIN)/python -m tests.conformance $(if $(CTK),--ctk "$(CTK)") $(ARGS)

mutants: environment ## Prove that our features notice faults: put them in the interpreter, one by one (ARGS="--only retry" for some)
	@exec $(BIN)/python -m tests.conformance.mutants $(ARGS)

prisma: environment ## Prove that the backend's Prisma client works beside Pointsman (fetches packages from npm)
	@setup/prisma.sh
	@exec $(BIN)/pytest tests/prisma $(ARGS)

build: environment frontend ## Set up what is missing, without running it

clean: ## Remove everything that was made, except the data in .pointsman
	rm -rf .venv build dist frontend/dist frontend/node_modules tests/prisma/node_modules tests/prisma/gen .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

environment:
	@setup/environment.sh

frontend: environment
	@setup/frontend.sh

chromium: environment
	@setup/chromium.sh
