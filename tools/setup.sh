#!/usr/bin/env bash
# Makes .venv and puts the locked packages into it; Spark, or the peers of a benchmark, into var.
# Called by the Makefile: tools/setup.sh run|dev|spark|peers
set -euo pipefail
cd "$(dirname "$0")/.."

say() { echo "· $*"; }
stop() { echo "samsyn: $*" >&2; exit 1; }

# The first Python that is new enough, unless PYTHON names one.
find_python() {
    local candidate
    for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
}

# The locked lines of the named packages, with their hashes.
locked() {
    local name
    for name in "$@"; do
        awk -v name="$name==" 'index($0, name) == 1 {on = 1; print; next} /^[^ ]/ {on = 0} on' requirements-dev.txt
    done
}

fetch_failed() {
    stop "the packages could not be fetched (see above). Is there a network? Behind a proxy, set HTTPS_PROXY;" \
        "with a package index of your own, set PIP_INDEX_URL. Then run the same command again."
}

python=$(find_python)
if [ -z "$python" ]; then
    found=$("${PYTHON:-python3}" --version 2>/dev/null || echo "no such Python")
    stop "Python 3.11 or newer is needed; ${PYTHON:-python3} is: $found. On Debian 12: apt-get install python3 python3-venv." \
        "Another Python is chosen with: make run PYTHON=/path/to/python3.12"
fi
if [ ! -x .venv/bin/python ]; then
    say "making a Python environment in .venv with $("$python" --version)"
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        stop "Python's venv module is missing. On Debian and Ubuntu: apt-get install python3-venv"
    fi
    "$python" -m venv .venv
fi

# The system's certificates and pip's own index are what a municipality's network has set up; uv is told of both.
if [ -f /etc/ssl/certs/ca-certificates.crt ]; then
    export UV_SYSTEM_CERTS=1
fi
index=${PIP_INDEX_URL:-$(.venv/bin/pip config get global.index-url 2>/dev/null || true)}
if [ -n "$index" ]; then
    export UV_DEFAULT_INDEX=$index
fi

if ! .venv/bin/python -c 'import polib' 2>/dev/null || [ ! -x .venv/bin/uv ]; then
    say "fetching uv, which fetches the rest quickly"
    locked uv polib >.venv/first.txt
    .venv/bin/pip install --quiet --disable-pip-version-check --require-hashes -r .venv/first.txt || fetch_failed
fi
if [ "$1" = spark ]; then
    say "installing Spark in var/spark"
    rm -rf var/spark
    .venv/bin/uv pip install --quiet --python .venv/bin/python --target var/spark --require-hashes \
        -r requirements-spark.txt || fetch_failed
    exit
fi
if [ "$1" = peers ]; then
    say "installing the packages that the benchmark is held against, in var/peers"
    "$python" -m venv --clear var/peers
    .venv/bin/uv pip install --quiet --python var/peers/bin/python --compile-bytecode --require-hashes \
        -r requirements-peers.txt || fetch_failed
    exit
fi
if [ "$1" = dev ]; then
    say "installing the locked packages, with the tools for tests"
    .venv/bin/uv pip sync --quiet --compile-bytecode --python .venv/bin/python --require-hashes requirements-dev.txt || fetch_failed
else
    say "installing the locked packages"
    .venv/bin/uv pip install --quiet --compile-bytecode --python .venv/bin/python --require-hashes \
        -r requirements.txt || fetch_failed
fi
.venv/bin/uv pip install --quiet --python .venv/bin/python --no-deps --editable . || fetch_failed
# Compiled once here: where Python may not write (PYTHONDONTWRITEBYTECODE) each start would compile all anew.
.venv/bin/python -m compileall -q -j 0 src || true
# And the search for a day's plan, which would otherwise take its minute from whoever asks first.
if [ "${WARM:-}" != later ]; then
    say "making the day plan's search ready"
    .venv/bin/python -m samsyn.planning.warm || true
fi
