# `make demo` and `make test` are all a fresh machine needs. Every path is relative: the checkout
# may lie anywhere, under a name with spaces too.

MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
export PYTHON

VENV := .venv/bin
RUN := $(VENV)/python -m

PDF_PACKAGES := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
# poppler reads the PDFs back, LibreOffice opens and recalculates the workbooks, strace stops the
# commands at any system call, ssh-keygen signs checkpoints
TEST_PACKAGES := $(PDF_PACKAGES) poppler-utils libreoffice-calc-nogui strace openssh-client

.PHONY: help demo test check bench long lock format clean pdf-packages test-packages engines

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-7s %s\n", $$1, $$2 }' Makefile

demo: .venv/.installed pdf-packages ## the main job on the shipped example, into build/demo
	$(VENV)/mne demo build/demo

test: .venv/.installed test-packages check ## what a change must pass: checks and tests
	$(RUN) pytest -n auto --durations=10

check: .venv/.installed ## format, lint, types, import contracts, sizes
	$(VENV)/ruff format --check .
	$(VENV)/ruff check .
	$(RUN) mypy
	$(VENV)/lint-imports
	$(VENV)/python .ci/sizes.py

bench: .venv/.installed pdf-packages engines ## the measurements
	$(RUN) benchmarks

long: .venv/.installed test-packages engines ## the tests that take longer
	$(RUN) pytest -m long --durations=10

format: .venv/.installed ## put the code into shape
	$(VENV)/ruff format .
	$(VENV)/ruff check --fix .

lock: ## both requirements anew from pyproject.toml; ARGS=--upgrade for newer versions
	.ci/setup.sh lock $(ARGS)

clean: ## remove what was made, the environment too
	rm -rf build .venv .mne .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
	find mne tests -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/.installed: pyproject.toml requirements.txt .ci/setup.sh
	.ci/setup.sh venv

# An environment that was moved or copied along with its checkout is made anew.
ifneq ($(shell cat .venv/.home 2>/dev/null),$(CURDIR))
.PHONY: .venv/.installed
endif

engines: .venv/.installed
	@.ci/setup.sh engines

pdf-packages:
	@.ci/setup.sh packages $(PDF_PACKAGES)

test-packages:
	@.ci/setup.sh packages $(TEST_PACKAGES)
