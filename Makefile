# Everything that a developer or an office needs to start. `make help` lists it.

HOST ?= 127.0.0.1
PORT ?= 8000
EMPTY ?=
SCALE ?= district
ROOM ?=
VENV := .venv
BIN := $(VENV)/bin
.DEFAULT_GOAL := help
.PHONY: help run test check lint types translated deployable bench screenshots translations vendor lock clean

help: ## show this list
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 24

# Real data never shares a folder with the demo: EMPTY=1 keeps its own, unless VAR_DIR says where.
run: $(VENV)/installed ## set up and serve the portal with demo data (EMPTY=1: without; PORT=8010; HOST=0.0.0.0)
	@$(if $(EMPTY),VAR_DIR="$${VAR_DIR:-$(CURDIR)/var/office}") exec $(BIN)/python manage.py portal --host $(HOST) --port $(PORT) $(if $(EMPTY),--empty)

test: $(VENV)/installed-dev ## run every test on SQLite and on PostgreSQL + Redis where they answer (ROOM=households: one app's)
	@$(BIN)/python scripts/run_tests.py $(if $(ROOM),--app $(ROOM))

check: lint types translated deployable ## linters, types, translations complete, settings fit for the internet

lint: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/installed-dev
	$(BIN)/mypy .

translated: $(VENV)/installed-dev
	$(BIN)/python scripts/check_translations.py

deployable: $(VENV)/installed-dev
	$(BIN)/pip check
	$(BIN)/python manage.py makemigrations --check --dry-run
	ENV_FILE=/dev/null DEBUG=0 HTTPS=1 HSTS_PRELOAD=1 ALLOWED_HOSTS=portal.example SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(60))') \
	  $(BIN)/python manage.py check --deploy --fail-level WARNING

bench: $(VENV)/installed-dev ## print the speed of pages, import and roll-up as ratios (SCALE=province: pages with 1,033 teams)
	SCALE=$(SCALE) $(BIN)/python -m scripts.bench

screenshots: $(VENV)/installed-dev ## make the pictures of the README again
	$(BIN)/python scripts/run_tests.py --screenshots

translations: $(VENV)/installed-dev ## collect the texts of the code into locale/ and compile (needs gettext)
	@command -v xgettext >/dev/null || { echo "This needs gettext: apt-get install gettext"; exit 1; }
	$(BIN)/python manage.py makemessages -l vi --no-wrap --no-location -i $(VENV) -i node_modules -i tests -i var
	$(BIN)/python manage.py compilemessages -l vi -i $(VENV)

lock: ## write requirements.lock anew from requirements.txt (needs uv: https://docs.astral.sh/uv)
	@sh scripts/lock.sh

clean: ## remove the packages and the built static files (never the data)
	rm -rf $(VENV) var/static var/static.stamp

# --- packages: installed once, and again only when the list changes ------------------------------------------------

$(VENV)/installed: requirements.lock | $(BIN)/python
	@echo "Installing the packages (the first time: a minute or two)…"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(VENV)/installed-dev: requirements.lock requirements-dev.lock | $(BIN)/python
	@echo "Installing the packages for tests and checks…"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock -r requirements-dev.lock
	@touch $@ $(VENV)/installed

$(BIN)/python:
	@sh scripts/make_venv.sh $(VENV)
