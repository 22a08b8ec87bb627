#!/usr/bin/env bash
# The whole suite on SQLite, then the rooms and every page as every role again on PostgreSQL: the pages' own tests ask
# nothing of the database that the rooms do not, what asks no database is left out (tests/conftest.py), and how often
# a page asks is the same whichever answers. Says what it leaves out and why; under CI=true it leaves nothing out.
# ARGS are handed to pytest in the first round, and then there is no second.
set -euo pipefail
cd "$(dirname "$0")/.."
python=.venv/bin/python
unset SAMSYN_DATABASE_URL
unset PYTHONDONTWRITEBYTECODE # dozens of servers and commands are started, and each would compile every module anew

if [ -n "${ARGS:-}" ]; then
    # shellcheck disable=SC2086
    exec "$python" -m pytest $ARGS
fi

left_out=()
url=${SAMSYN_TEST_POSTGRES_URL:-}
if [ -z "$url" ] && ! "$python" tools/postgres.py true 2>/dev/null; then
    left_out+=("the second round, on PostgreSQL: apt-get install postgresql, or set SAMSYN_TEST_POSTGRES_URL")
fi
if ! "$python" -m tests.browser >/dev/null; then
    left_out+=("the journeys in a browser: apt-get install chromium, or set SAMSYN_TEST_BROWSER")
fi
published=$("$python" -c 'from tests.published import DATA, WHY_NOT; print("" if DATA.is_dir() else WHY_NOT)')
if [ -n "$published" ]; then
    left_out+=("the published figures of the statistics: $published")
fi
if [ ${#left_out[@]} -gt 0 ] && [ "${CI:-}" = true ]; then
    printf 'samsyn: CI leaves nothing out, and this is missing: %s\n' "${left_out[@]}" >&2
    exit 1
fi

# One more than there are processors: whoever waits for a browser, a server or a database leaves its own to another.
workers=$(($(nproc) + 1))
on_postgresql=(-n "$workers" --dist worksteal -m "not browser" tests/rooms tests/web/test_access_walk.py
    tests/web/test_listing.py tests/web/test_casework_search.py tests/web/test_office_figures.py)

echo "· the suite on SQLite (what asks Spark is a step of its own: make test-spark)"
"$python" -m pytest -n "$workers" --dist worksteal
if [ -n "$url" ]; then
    echo "· the database part again, on the PostgreSQL of SAMSYN_TEST_POSTGRES_URL"
    SAMSYN_DATABASE_URL=$url "$python" -m pytest "${on_postgresql[@]}"
elif ! printf '%s\n' "${left_out[@]:-}" | grep -q PostgreSQL; then
    echo "· the database part again, on a PostgreSQL made for it"
    "$python" tools/postgres.py "$python" -m pytest "${on_postgresql[@]}"
fi
if [ ${#left_out[@]} -gt 0 ]; then
    printf 'LEFT OUT: %s\n' "${left_out[@]}"
fi
