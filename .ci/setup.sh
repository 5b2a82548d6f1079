#!/usr/bin/env bash
# Make this checkout ready to run.
#
#   .ci/setup.sh packages NAME...   Debian packages, where they are missing and may be installed
#   .ci/setup.sh venv               .venv with the locked dependencies and this package
#   .ci/setup.sh engines            Spark and polars beside them, and Java for Spark
#   .ci/setup.sh lock               a new requirements.txt and requirements-engines.txt
#
# Works offline once done: nothing is fetched that is already here.
set -euo pipefail
cd "$(dirname "$0")/.."
export DEBIAN_FRONTEND=noninteractive

UV_VERSION=0.13.9

say() { printf '%s\n' "$*" >&2; }

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n -- "$@"; fi
}

may_install() {
    [ "$(id -u)" -eq 0 ] || { command -v sudo && sudo -n true; } >/dev/null 2>&1
}

is_installed() {
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# Missing packages never stop the set-up: everything but PDF works without them, and the commands
# that need one say so.
packages() {
    local missing=() name
    if ! command -v apt-get >/dev/null; then
        say "Not a Debian system. If PDFs fail, install Pango with its FreeType part and HarfBuzz-subset."
        return
    fi
    for name in "$@"; do
        is_installed "$name" || missing+=("$name")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    local install=(apt-get install -y -q --no-install-recommends "${missing[@]}")
    if may_install; then
        say "Installing ${missing[*]}"
        if as_root apt-get update -q >&2 </dev/null &&
            as_root env DEBIAN_FRONTEND=noninteractive "${install[@]}" >&2 </dev/null; then
            return
        fi
    fi
    say "Missing: ${missing[*]}. To install, type:"
    say "    sudo apt-get update && sudo ${install[*]}"
}

# The first interpreter that is new enough; PYTHON=... chooses another.
find_python() {
    local name
    for name in "${PYTHON:-python3}" python3.14 python3.13 python3.12 python3.11; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    say "Python 3.11 or newer is needed. Name it with: make PYTHON=/path/to/python3"
    return 1
}

make_venv() { # FOLDER [OPTION...]
    local python
    python=$(find_python)
    # Debian keeps these two in a package of their own; other builds of Python have them.
    "$python" -c 'import ensurepip, venv' 2>/dev/null || packages \
        "$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
    "$python" -m venv "${@:2}" "$1"
}

# Hashes for everything, the build tools included. bagit is published as source only: it is built
# last, with the locked tools, never with what a build environment of its own would fetch.
install_locked() {
    local pip=(.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input)
    local locked=("${pip[@]}" --no-compile --require-hashes --no-build-isolation --only-binary :all:)
    awk '/^[a-z]/ { keep = !/^bagit==/ } keep' requirements.txt >.venv/wheels.txt
    "${locked[@]}" -r .venv/wheels.txt
    "${locked[@]}" --no-binary bagit -r requirements.txt
    "${pip[@]}" --no-deps --no-build-isolation --editable .
}

venv() {
    local home
    home=$(pwd -P)
    # A virtual environment holds its own address: one that was moved or copied is made anew.
    if [ "$(cat .venv/.home 2>/dev/null)" != "$home" ] || ! .venv/bin/python -c '' 2>/dev/null; then
        say "Making .venv"
        make_venv .venv --clear
        printf '%s\n' "$home" >.venv/.home
    fi
    say "Installing the locked dependencies into .venv"
    install_locked
    # pip is told not to, and the environment may be as well: compiled here, once, on all cores.
    # Some packages ship files that are not for this Python; they are never imported.
    env -u PYTHONDONTWRITEBYTECODE .venv/bin/python -m compileall -qq -j 0 .venv/lib mne || true
    touch .venv/.installed
}

# Only what the long tests and the measurements need: `make test` stays light.
engines() {
    command -v java >/dev/null || packages openjdk-17-jre-headless
    if ! cmp -s requirements-engines.txt .venv/.engines; then
        say "Installing Spark and polars into .venv"
        # Spark is published as source only; like bagit it is built with the locked tools.
        .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input --no-compile \
            --require-hashes --no-deps --no-build-isolation --only-binary :all: \
            --no-binary pyspark -r requirements-engines.txt
        cp requirements-engines.txt .venv/.engines
    fi
}

lock() {
    make_venv build/lock
    build/lock/bin/python -m pip install --quiet --disable-pip-version-check "uv==$UV_VERSION"
    # No address and no path may end up in a file; each holds for every system and Python from 3.11.
    local compile=(build/lock/bin/uv pip compile --universal --python-version 3.11
        --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --quiet)
    "${compile[@]}" pyproject.toml --group dev --output-file requirements.txt "$@"
    "${compile[@]}" --group engines --constraint requirements.txt \
        --output-file requirements-engines.txt "$@"
}

"$@"
