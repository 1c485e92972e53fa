# 码上办. `make help` lists the targets.
.DEFAULT_GOAL := help
.PHONY: help install run test test-long check bench docs lock migration transcripts browser proxy clean

VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv
PYTHON ?= python3
export PATH := $(CURDIR)/$(BIN):$(PATH)

help: ## what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14

install: $(VENV)/.installed ## the virtual environment with what the product needs; everything compiled
	@$(BIN)/python -m compileall -q core bot console webhooks

run: install ## web, worker and simulator on this machine; prints where to open the phones
	@. ./.env.demo; echo "The phones: $$WECHAT_API_URL/phones   (the bot itself: $$PUBLIC_URL; stop with Ctrl-C)"
	@trap : INT; honcho start --no-colour -f Procfile.demo -e .env.demo || [ $$? -eq 130 ]

test: $(VENV)/.installed-dev browser proxy ## every test
	@pytest

test-long: $(VENV)/.installed-dev ## the tests that take many minutes: a hundred kills under load
	@pytest -m long -n 0 -s

check: $(VENV)/.installed-dev ## ruff, mypy, import contracts
	@ruff check .
	@ruff format --check .
	@mypy
	@lint-imports

bench: $(VENV)/.installed-dev ## measure side by side with peers
	@python -m bench

docs: $(VENV)/.installed-dev ## write the pages of docs/ that are made from the code anew
	@python -m bot.notify.describe

lock: $(UV) ## pin requirements*.in, and uv itself, with hashes
	$(UV) pip compile -q --generate-hashes --python-version 3.11 --universal requirements.in -o requirements.txt
	$(UV) pip compile -q --generate-hashes --python-version 3.11 --universal requirements-dev.in -o requirements-dev.txt
	echo uv | $(UV) pip compile -q --generate-hashes --python-version 3.11 --universal - -o requirements-uv.txt

migration: $(VENV)/.installed-dev ## write the next migration: make migration NAME=what_changes
	@python -m core.store.migrate $(NAME)
	@ruff check -q --fix --select I core/store/migrations
	@ruff format -q core/store/migrations

transcripts: $(VENV)/.installed-dev ## write the answers of tests/transcripts anew (then read the diff)
	@pytest tests/transcripts --bless

clean: ## forget the virtual environment and the demonstration's data
	rm -rf $(VENV) var

# pip is the one that Python brings along; all it does is fetch uv, held to its hash, and uv fetches the rest.
$(UV):
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes --only-binary :all: -r requirements-uv.txt

$(VENV)/.installed: requirements.txt | $(UV)
	$(UV) pip install -q --compile-bytecode --python $(BIN)/python --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt | $(UV)
	$(UV) pip install -q --compile-bytecode --python $(BIN)/python --require-hashes -r requirements-dev.txt
	@touch $@ $(VENV)/.installed

# The browser tests drive the distribution's own Chromium; as root on Debian it is installed here.
browser:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null \
		|| (apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-noto-cjk >/dev/null) \
		|| (echo "The browser tests need Chromium: install it (Debian: apt-get install chromium)" >&2; exit 1)

# The tests of deploy/nginx.conf run it; as root on Debian it is installed here.
proxy:
	@command -v nginx >/dev/null || test -x /usr/sbin/nginx \
		|| (apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends nginx-light >/dev/null) \
		|| (echo "The proxy's tests need nginx: install it (Debian: apt-get install nginx-light)" >&2; exit 1)
