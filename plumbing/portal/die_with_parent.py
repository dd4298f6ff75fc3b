"""Start a program that ends when its parent does.

    python -m plumbing.portal.die_with_parent PARENT_PID PROGRAM ARGUMENTS…

Even when the supervisor is killed with -9, no worker stays behind (on Linux; elsewhere the program just starts).
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main(parent: int, argv: list[str]) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # it died before we asked to be told
            sys.exit(1)
    os.execv(argv[0], argv)  # noqa: S606 -- the supervisor's own arguments, no shell


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
