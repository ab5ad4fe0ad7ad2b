# The README's commands. Each installs what it needs first, and only when that has changed.
# Another interpreter: make run PYTHON=python3.13

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# The matrices are small: one BLAS thread is faster, and keeps timings comparable.
export OPENBLAS_NUM_THREADS := 1

.PHONY: run test kernels blind bench bench-live load chaos browser lock
.DELETE_ON_ERROR:

run: $(VENV)/app.stamp
	$(BIN)/python -m streamlit run app.py

test: browser
	$(BIN)/python -m ruff check
	$(BIN)/python -m ruff format --check
	$(BIN)/python -m mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m pytest --timeout 120 -n 2 -m "not browser and not benchmark"
	$(BIN)/python -m tests.kernels --another
	$(BIN)/python -m pytest --timeout 120 -m browser

# Tests of trained numbers, under every kernel of OpenBLAS that this processor can run.
kernels: $(VENV)/tests.stamp
	$(BIN)/python -m tests.kernels

# The diagnosis beside what other runs say of the same ones: all of the blind set.
blind: $(VENV)/tests.stamp
	$(BIN)/python -m tests.blind --show

bench: browser
	$(BIN)/python -m pytest tests/bench/bench_course.py tests/bench/bench_digits.py tests/bench/bench_estimate.py -p no:xdist -s -q

# What many people at once make of the server.
load: browser
	$(BIN)/python -m tests.load

# What may go wrong, done to a real server: a table of tries and failures.
chaos: $(VENV)/tests.stamp
	$(BIN)/python -m tests.chaos

# What one person feels of the live page, and what it costs the server.
bench-live: browser
	$(BIN)/python -m pytest tests/browser/bench_live.py -p no:xdist -s -q

# What the image installs: the pins and all that they need, as Linux and Python 3.11 want it, with the hashes of
# every file that the package index has of them. After a pin has changed, and from an interpreter of 3.11.
lock: $(VENV)/pyvenv.cfg
	$(BIN)/python -m pip install --disable-pip-version-check -q pip-tools==7.6.2
	$(BIN)/python -m piptools compile -q --generate-hashes --strip-extras --no-header --no-annotate \
	  --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
	  -o requirements.lock requirements.txt requirements-postgres.txt

$(VENV)/app.stamp: requirements.txt $(VENV)/pyvenv.cfg
	$(BIN)/python -m pip install --disable-pip-version-check -q -r requirements.txt
	@touch $@

$(VENV)/tests.stamp: tests/requirements.txt requirements.txt requirements-postgres.txt $(VENV)/pyvenv.cfg
	$(BIN)/python -m pip install --disable-pip-version-check -q -r tests/requirements.txt
	@touch $@

# An environment that was left half made, or whose interpreter is gone, is made anew.
ifneq ($(shell $(BIN)/python -c 'import pip; print("works")' 2>/dev/null),works)
.PHONY: $(VENV)/pyvenv.cfg
endif

$(VENV)/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo 'Init Lab needs Python 3.11 or newer as `$(PYTHON)`; name another with PYTHON=...' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { $(call apt_install,python3-venv); }
	$(PYTHON) -m venv --clear $(VENV)

# Playwright is told to drive the system's browser; it brings a program of its own that wants libatomic.
browser: $(VENV)/tests.stamp
	@for name in chromium chromium-browser google-chrome; do command -v $$name && break; done >/dev/null \
	  && $(BIN)/python -m playwright --version >/dev/null 2>&1 \
	  || { $(call apt_install,chromium fonts-liberation libatomic1); }

# Debian's packages, where there is an apt-get and the right to use it.
apt_install = \
  if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then sudo=; \
  elif command -v apt-get >/dev/null && command -v sudo >/dev/null; then sudo=sudo; \
  else echo 'Please install $(1) with your system'\''s package manager, then try again.' >&2; exit 1; fi; \
  $$sudo apt-get update -qq && \
  $$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(1) >/dev/null
