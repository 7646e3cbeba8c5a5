# Heard. `make demo` shows it, `make test` proves it. Both set themselves up; nothing but Python 3.11 and make is needed.

PYTHON ?= python3
PORT ?= 8000
NAME ?=
# Tests wait for browsers, databases and processes: one more at work than there are cores loses nobody's time.
WORKERS ?= $(shell expr $$(nproc 2>/dev/null || echo 2) + 1)
RUN = .venv/bin/

.PHONY: help setup demo test check bench faults hostile format lock clean

help:
	@echo "make demo     set up, then run everything with a made-up authority (PORT=8000)"
	@echo "make test     set up, then run every check and every test"
	@echo "make setup    set up alone"
	@echo "make check    formatting, types, imports, templates, migrations"
	@echo "make bench    measure, against a floor measured in the same run (NAME=read for one)"
	@echo "make faults   kill processes, cut connections, move the clock"
	@echo "make hostile  read texts written to be slow, at length"
	@echo "make format   put the code in its form"
	@echo "make lock     work out the locked versions anew"

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Heard needs Python 3.11 or newer. Say which with: make PYTHON=/path/to/python3 ...")'
	@echo "setup: making .venv"
	@$(PYTHON) -m venv .venv

setup: .venv/bin/python
	@$(RUN)python scripts/setup.py

.PHONY: setup-for-tests
setup-for-tests: .venv/bin/python
	@$(RUN)python scripts/setup.py --for-tests

demo: setup
	@exec $(RUN)heard demo --port $(PORT)

test: check
	$(RUN)pytest -n $(WORKERS) --dist worksteal

check: setup-for-tests
	$(RUN)ruff check .
	$(RUN)ruff format --check .
	$(RUN)mypy
	$(RUN)lint-imports
	$(RUN)python scripts/check_templates.py
	$(RUN)python scripts/check_migrations.py

bench: setup
	@$(RUN)heard bench $(NAME)

faults: setup-for-tests
	$(RUN)pytest -n 0 tests/faults

hostile: setup-for-tests
	$(RUN)pytest -n 0 tests/nlp/hostile_at_length.py

format: setup-for-tests
	$(RUN)ruff check --fix .
	$(RUN)ruff format .

lock: setup-for-tests
	$(RUN)python scripts/lock.py

clean:
	rm -rf .venv node_modules static/build nlp/built .mypy_cache .ruff_cache .pytest_cache
