#!/bin/sh
# Write the hashes of all files of the pinned packages: requirements.lock and requirements-dev.lock.
set -eu
compile="uv pip compile --quiet --no-deps --generate-hashes --universal --python-version 3.11 --no-header"
{
    echo "# Every file of every package of requirements.txt, by its hash: what was changed on the way is not installed (\`make lock\` writes it)."
    $compile requirements.txt
} >requirements.lock
{
    echo "# The same for requirements-dev.txt, beside those of requirements.lock."
    grep -v "^-r" requirements-dev.txt | $compile -
} >requirements-dev.lock
