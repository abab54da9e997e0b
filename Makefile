# Set-up and checks of zonemap. `make` alone lists what there is.
# PORT, HOST and DATABASE_URL come from the environment or the command: `make run PORT=9000`.

.DEFAULT_GOAL := help
.PHONY: help run test install db load format lint types test-fast bench clean
# Targets write the same files; each does its own work with as many cores as it can use.
.NOTPARALLEL:

BIN := .venv/bin

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## Do all the set-up, then serve the map on http://127.0.0.1:8000
	@.ci/setup run
	@exec $(BIN)/zonemap run

test: ## Do all the set-up, then run every check against a database of the tests' own
	@.ci/setup test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	ZONEMAP_REQUIRE_DATABASE=1 ZONEMAP_REQUIRE_BROWSER=1 ZONEMAP_REQUIRE_GDAL=1 \
		$(BIN)/python -m pytest -n auto --dist load

install: ## Install what running needs: PostGIS and the virtual environment
	@.ci/setup run

db: ## Have the database running; create it if there is none
	@.ci/setup run
	@$(BIN)/zonemap db up

load: ## Load and measure the bundled data
	@.ci/setup run
	@$(BIN)/zonemap load
	@$(BIN)/zonemap measure

format: ## Format the code and mend what can be mended without judgement
	@.ci/setup tools
	$(BIN)/ruff check --fix --exit-zero --quiet
	$(BIN)/ruff format

lint: ## Check style
	@.ci/setup tools
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: ## Check types
	@.ci/setup tools
	$(BIN)/mypy

test-fast: ## Run the tests that need neither database nor browser, nor long
	@.ci/setup tools
	$(BIN)/python -m pytest -m "not database and not browser and not slow"

bench: ## Run the benchmarks; BENCH=ogc runs those of bench_ogc.py alone
	@.ci/setup bench
	ZONEMAP_REQUIRE_DATABASE=1 $(BIN)/python -m pytest \
		tests/benchmarks$(if $(BENCH),/bench_$(BENCH).py) -s

clean: ## Remove the virtual environments and caches; the database stays
	rm -rf .venv .bench .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist *.egg-info
	find geo layers maps api tests -name __pycache__ -type d -prune -exec rm -rf {} +
