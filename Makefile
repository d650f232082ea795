# Two commands on a bare machine with Python 3.11 or newer:
#   make demo    set everything up, then watch a made-up platform change its privacy policy
#   make test    set everything up, then run every test
#   make bench   set everything up, then measure accuracy and speed, and write docs/benchmarks.md
# The rest is for working on the project: make lint, make lock, make clean.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test bench lint lock clean setup browser tools

demo: $(READY)
	@$(BIN)/tracker demo

test: $(READY) browser tools
	@echo "==> Running every test: real servers on 127.0.0.1, nothing from outside."
	@$(BIN)/python -m pytest
	@echo "==> All tests passed. To see the job done, run: make demo"

# LABELLED=DIR measures accuracy on labelled policies, PEERS=DIR speed beside other programs; see benchmarks/.
bench: $(READY)
	@$(BIN)/python -m benchmarks $(if $(LABELLED),--labelled $(LABELLED)) $(if $(PEERS),--peers $(PEERS)) $(ARGS)

setup: $(READY)

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# Everything is installed at the versions and hashes of requirements.lock, the project itself last.
$(READY): pyproject.toml requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo "Python 3.11 or newer is needed; this is $$($(PYTHON) --version). Try: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 2; }
	@test -x $(BIN)/python || { echo "==> Making a virtual environment in $(VENV)."; $(PYTHON) -m venv $(VENV); } || \
	    { rm -rf $(VENV); echo "Python's venv module is missing. On Debian and Ubuntu: apt-get install python3-venv"; exit 2; }
	@echo "==> Installing what requirements.lock names, each checked against its hash (a minute or two)."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	@echo "==> Installing the tracker itself."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(READY)

# Some policies need a browser, and so do their tests. Without one those tests are skipped, and say so.
browser:
	@for name in chromium chromium-browser google-chrome; do command -v $$name >/dev/null && exit 0; done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "==> Installing Chromium, for the tests of pages that need a browser."; \
	    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends chromium; } >/dev/null \
	        || echo "==> Chromium could not be installed: the browser tests will be skipped."; \
	else \
	    echo "==> No Chromium here: the browser tests will be skipped. Install the package chromium to run them."; \
	fi

# Timestamps are signed by a local authority out of openssl; git and xdelta3 read what was written for them.
tools:
	@missing=""; for name in git openssl xdelta3; do command -v $$name >/dev/null || missing="$$missing $$name"; done; \
	test -z "$$missing" && exit 0; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "==> Installing$$missing, for the tests of the archive."; \
	    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $$missing; } >/dev/null \
	        || echo "==> They could not be installed: the tests that need them will be skipped."; \
	else \
	    echo "==> Not here:$$missing. The tests that need them will be skipped."; \
	fi

# For those who change dependencies: writes the lock for every Python and platform that is supported.
lock:
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	    --no-emit-index-url --no-emit-find-links --no-annotate \
	    --all-extras --group dev --output-file requirements.lock pyproject.toml

clean:
	rm -rf $(VENV) build dist .demo .pytest_cache .mypy_cache .ruff_cache .hypothesis
