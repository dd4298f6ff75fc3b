"""What `make` installs is what stands in the readable lists, file by file."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", re.M)


def pins(name: str) -> dict[str, str]:
    return {re.sub(r"[-_.]+", "-", n).lower(): v for n, v in PIN.findall((ROOT / name).read_text())}


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_every_package_is_pinned_by_the_hashes_of_its_files(name):
    """When this fails, a package was added to the list: `make lock`."""
    assert pins(f"{name}.lock") == pins(f"{name}.txt")
    lines = (ROOT / f"{name}.lock").read_text().splitlines()
    packages = [i for i, line in enumerate(lines) if PIN.match(line)]
    assert [lines[i] for i in packages if not lines[i + 1].strip().startswith("--hash=sha256:")] == []
