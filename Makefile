# The commands of this repository. `make help` lists every target that has a text behind two hashes.
# Paths are relative throughout, so the folder may have a space in its name.

.DEFAULT_GOAL := help
.SUFFIXES:
python := .venv/bin/python
checks := check-format check-lint check-types check-imports check-docs check-duplicates

# Shell text that sets `found` to a Python that is new enough, or ends with a sentence.
find_python := found=; for try in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	if $$try -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found=$$try; break; fi; done; \
	test -n "$$found" || { echo "Plimsoll needs Python 3.11 or newer, and none was found. Install it and run make again."; exit 1; }

.PHONY: help install assets browser demo picture test check $(checks) format bench docs where lock

help:  ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

install: .venv/.installed  ## Set up .venv with everything that use, tests, checks and measurements need
	@echo "Ready. Try: .venv/bin/plimsoll --help"

assets: .venv/.installed  ## Build the pages' styles, scripts and typeface; nothing is done when they are as they should be
	@$(python) -m plimsoll.web.assets

browser: .venv/.installed  ## Find a browser for the tests of the pages; as root, or where sudo asks nothing, install one
	@$(python) -m tests.journeys.browser

demo: assets  ## An invented town to try everything on, served on this machine; another port with port=8001
	@$(python) -m plimsoll demo $(if $(port),--port $(port))

picture: assets browser  ## Take the picture of the main page in the README anew
	@$(python) -m tests.journeys.picture

# Compiled code is kept, also where the machine says otherwise: the tests start hundreds of processes, and a process that
# compiles everything anew takes more than twice as long to start.
test: assets browser  ## Run the tests, a process on each core; prints the ten slowest and the time; at full volume with full=1
	@PYTHONDONTWRITEBYTECODE= $(if $(full),PLIMSOLL_FULL=1) $(python) -m pytest --numprocesses=auto --maxschedchunk=8

check: .venv/.installed  ## Format, lint, types, import contracts, docs, duplicate code
	@$(MAKE) --no-print-directory --keep-going --jobs=2 --output-sync=target $(checks)
	@echo "All checks passed."

format: .venv/.installed  ## Put the code into the house format and mend what the linter can
	@$(python) -m ruff format --quiet .
	@$(python) -m ruff check --fix .

bench: .venv/.installed  ## Run the measurements; one of them with name=rank, the long ones with name=ground
	@$(python) -m plimsoll bench $(name)

docs: .venv/.installed  ## Write the reference pages anew from the data
	@$(python) -m tests.house.reference_pages

where:  ## Where a word of the practice lives, layer by layer: make where w=timescales
	@test -n "$(w)" || { echo "Say which word, for example: make where w=timescales"; exit 2; }
	@find plimsoll tests docs -name __pycache__ -prune -o -type f -ipath '*$(w)*' -print | LC_ALL=C sort | grep . \
		|| { echo "No file or folder is named after '$(w)'. The words are in docs/words.md."; exit 1; }

lock:  ## Write requirements.lock anew from pyproject.toml; newest versions with upgrade=1
	@$(find_python); folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && $$found -m venv "$$folder" \
		&& "$$folder/bin/python" -m pip install --quiet uv==0.13.8 \
		&& "$$folder/bin/uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes \
			--no-emit-index-url --no-annotate --no-header $(if $(upgrade),--upgrade) \
			--extra bench --group build --group check --group test --output-file requirements.lock pyproject.toml

# --- the parts of `make check`; each can be called alone ---

check-format: .venv/.installed
	@echo "== format"; $(python) -m ruff format --check .

check-lint: .venv/.installed
	@echo "== lint"; $(python) -m ruff check .

check-types: .venv/.installed
	@echo "== types"; $(python) -m mypy

check-imports: .venv/.installed
	@echo "== import contracts"; $(python) -c 'from importlinter.cli import lint_imports_command as run; run()' --no-logo

check-docs: .venv/.installed
	@echo "== docs"; $(python) -m pytest --durations=0 tests/house

check-duplicates: .venv/.installed
	@echo "== duplicate code"; $(python) -m pylint --disable=all --enable=duplicate-code --score=no --recursive=yes plimsoll tests

# --- setting up ---

# The virtual environment is made once. The requirements are installed again when the lock changes, and the
# package itself when pyproject.toml does; otherwise these two files say that nothing is to be done.
.venv/.installed: .venv/.locked pyproject.toml
	@$(python) -m pip install --quiet --no-build-isolation --no-deps --editable .
	@touch $@

.venv/.locked: .venv/bin/python requirements.lock
	@echo "Installing the locked requirements into .venv (a minute or so, once) ..."
	@$(python) -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: --no-deps \
		--no-compile --requirement requirements.lock
	@touch $@

.venv/bin/python:
	@$(find_python); $$found -m venv --clear .venv || { rm -f .venv/bin/python; \
		echo "$$found cannot make a virtual environment. On Debian or Ubuntu: sudo apt-get install python3-venv"; exit 1; }
