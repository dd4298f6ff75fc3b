#!/bin/sh
# Make the virtual environment $1 with the first Python on this machine that is new enough, or say what is missing.
set -u
venv="$1"

for python in python3.11 python3.12 python3.13 python3.14 python3 python; do
    # A name alone proves nothing (version managers put up names that do not start): ask it.
    if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
        echo "Setting up $venv with $("$python" --version)…"
        rm -rf "$venv"
        if "$python" -m venv "$venv"; then
            exit 0
        fi
        rm -rf "$venv"
        echo "Python could not make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv" >&2
        exit 1
    fi
done

echo "The portal needs Python 3.11 or later, and none was found on this machine." >&2
echo "On Debian 12 and later or Ubuntu 24.04 and later: apt-get install python3 python3-venv" >&2
echo "Elsewhere: https://www.python.org/downloads/" >&2
exit 1
