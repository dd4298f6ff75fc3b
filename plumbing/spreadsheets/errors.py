"""Why a file as a whole cannot be read."""

from __future__ import annotations


class UnreadableFile(ValueError):
    """A file that cannot be used; `str()` is a sentence for a clerk, `code` names the case.

    The codes: wrong_type, too_large, encrypted, zip_bomb, damaged, no_header, empty.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
