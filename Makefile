# `make run` serves a working demonstration, `make test` passes every test; both set up what they need first.
PORT ?= 8000
HOST ?= 127.0.0.1
ROUNDS ?= 100
bin := .venv/bin
demo := SAMSYN_DEMO=1 SAMSYN_DATABASE_URL=sqlite:///var/demo.sqlite3
large := SAMSYN_DEMO=1 SAMSYN_DATABASE_URL=sqlite:///var/large.sqlite3
export PYTHON

.PHONY: help run test test-spark check format bench-web bench-import bench-equity bench-planning bench-city kill demo-large lock messages docs pictures golden clean peers
.DELETE_ON_ERROR:

help:
	@echo "make run         serve a demonstration on http://$(HOST):$(PORT) (another port: make run PORT=8123)"
	@echo "make test        run every test, on SQLite and PostgreSQL (some only: make test ARGS='tests/cores -x')"
	@echo "make test-spark  ask Spark what the other tests ask DuckDB (fetches Spark, 0.4 GB; needs Java 17)"
	@echo "make check       format, lint, types, room contracts, message catalogues, drawn pages"
	@echo "make format      put the code in its format"
	@echo "make bench-web   time the pages on 200,000 cases"
	@echo "make bench-import  time the reading in of half a million rows"
	@echo "make bench-planning  plan published days and say how near the best known that comes (ARGS=\"--sets E,F,G --seconds 300\")"
	@echo "make bench-city  plan an invented city's day unit by unit, beside a simulated person's plan (two: ARGS='--units 2')"
	@echo "make bench-equity  time the adjusted gap against other packages (those that are there: make peers)"
	@echo "make kill        kill -9 of the server in the middle of writes, 100 times (other: make kill ROUNDS=10)"
	@echo "make demo-large  serve a municipality of 8,400 recipients"
	@echo "make messages    bring the message catalogues up to date with the code"
	@echo "make docs        draw the generated pages in docs"
	@echo "make pictures    make the pictures of README anew, with the browser tests"
	@echo "make lock        choose package versions anew and lock them"
	@echo "make clean       remove what was made (the environment, caches, demonstration databases)"

run: $(bin)/.run var/demo.sqlite3
	@$(bin)/python tools/messages.py --compile
	@$(demo) $(bin)/samsyn migrate
	@$(demo) $(bin)/samsyn nightly
	@$(demo) exec $(bin)/samsyn serve --host $(HOST) --port $(PORT)

demo-large: $(bin)/.run var/large.sqlite3
	@$(bin)/python tools/messages.py --compile
	@$(large) $(bin)/samsyn migrate
	@$(large) $(bin)/samsyn nightly
	@$(large) exec $(bin)/samsyn serve --host $(HOST) --port $(PORT)

# Filled under another name and then renamed, so that a half-filled database is never served.
var/demo.sqlite3: | $(bin)/.run
	@echo "· inventing a municipality with 300 people and two years of history (test identities only)"
	@rm -f var/filling-demo.sqlite3*
	@SAMSYN_DEMO=1 SAMSYN_DATABASE_URL=sqlite:///var/filling-demo.sqlite3 sh -ec \
		'$(bin)/samsyn migrate >/dev/null; $(bin)/samsyn simulate --answers var/demo-answers.json'
	@mv var/filling-demo.sqlite3 $@

var/large.sqlite3: | $(bin)/.run
	@echo "· inventing a municipality with 8,400 people; this takes some minutes"
	@rm -f var/filling-large.sqlite3*
	@SAMSYN_DEMO=1 SAMSYN_DATABASE_URL=sqlite:///var/filling-large.sqlite3 sh -ec \
		'$(bin)/samsyn migrate >/dev/null; $(bin)/samsyn simulate --size goteborg --answers var/large-answers.json'
	@mv var/filling-large.sqlite3 $@

# The dates of these two files say when the packages were last installed.
$(bin)/.run: requirements.txt requirements-dev.txt pyproject.toml tools/setup.sh
	@tools/setup.sh run
	@touch $@

$(bin)/.dev: requirements.txt requirements-dev.txt pyproject.toml tools/setup.sh
	@tools/setup.sh dev
	@touch $@ $(bin)/.run

test: $(bin)/.dev
	@$(bin)/python tools/messages.py --compile
	@ARGS="$(ARGS)" tools/test.sh

# Spark is large and few need it, so it lies beside the environment.
test-spark: var/spark/.there
	@PYTHONPATH=var/spark $(bin)/python -m pytest -q -rs -m spark tests/cores/test_equity_grouped.py

var/spark/.there: requirements-spark.txt | $(bin)/.dev
	@tools/setup.sh spark
	@touch $@

peers: var/peers

var/peers: requirements-peers.txt | $(bin)/.dev
	@tools/setup.sh peers
	@touch $@

check: $(bin)/.dev
	$(bin)/ruff format --check .
	$(bin)/ruff check .
	$(bin)/mypy
	$(bin)/lint-imports
	$(bin)/python tools/messages.py --check
	$(bin)/python tools/draw.py --check

format: $(bin)/.dev
	$(bin)/ruff format .
	$(bin)/ruff check --fix .

bench-web: $(bin)/.dev
	@$(bin)/python tools/messages.py --compile
	@$(bin)/python tools/bench_web.py

bench-import: $(bin)/.dev
	@$(bin)/python tools/messages.py --compile
	@$(bin)/python tools/bench_import.py

bench-planning: $(bin)/.dev
	@$(bin)/python -m tools.bench_planning $(ARGS)

bench-city: $(bin)/.dev
	@$(bin)/python -m tools.bench_city $(ARGS)

bench-equity: $(bin)/.dev
	@$(bin)/python tools/bench_equity.py

kill: $(bin)/.dev
	@$(bin)/python tools/messages.py --compile
	@$(bin)/python tools/kill.py --rounds $(ROUNDS)
	@$(bin)/python tools/kill_equity.py

messages: $(bin)/.dev
	@$(bin)/python tools/messages.py

pictures: $(bin)/.dev
	@$(bin)/python tools/messages.py --compile
	@SAMSYN_TEST_PICTURES=docs/pictures $(bin)/python -m pytest -q -m browser tests/journeys

golden: $(bin)/.dev
	@$(bin)/python tools/golden.py

docs: $(bin)/.dev
	@$(bin)/python tools/draw.py

lock := uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url
lock: $(bin)/.dev
	$(bin)/$(lock) requirements.in -o requirements.txt
	$(bin)/$(lock) requirements-dev.in -o requirements-dev.txt
	$(bin)/$(lock) requirements-train.in -o requirements-train.txt
	$(bin)/$(lock) requirements-spark.in -o requirements-spark.txt
	$(bin)/$(lock) requirements-peers.in -o requirements-peers.txt

clean:
	rm -rf .venv build dist src/*.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	rm -rf var/static var/demo* var/large* var/filling-* var/bench* var/spark var/peers
	find src tests tools -name __pycache__ -type d -prune -exec rm -rf {} +
	find src -name '*.mo' -delete
