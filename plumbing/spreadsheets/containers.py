"""What a file is, judged by its content, and whether it is safe to open."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import PurePath
from typing import BinaryIO

from django.utils.translation import gettext as _

from plumbing.spreadsheets.errors import UnreadableFile

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The first record of a workbook, and the one that says that it is encrypted.
_BOF, _FILEPASS = b"\x09\x08\x10\x00\x00\x06\x05\x00", 0x2F
_EXTENSIONS = {".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".csv", ".txt", ".tsv"}
_TEXT_EXTENSIONS = {".csv", ".txt", ".tsv"}
# A list of 100,000 rows unzips to some 100 MB, at about a tenth; both limits are far above any real list.
_MAX_UNZIPPED = 256 * 1024 * 1024
_MAX_RATIO = 150
_RATIO_MATTERS_FROM = 10 * 1024 * 1024
_MAX_MEMBERS = 5000


def read_limited(file: BinaryIO, max_bytes: int) -> bytes:
    """Return the whole file, or refuse it without reading further than the limit."""
    content = file.read(max_bytes + 1)
    if len(content) > max_bytes:
        message = _("The file is larger than %(size)s MB.") % {"size": max(max_bytes // 1024 // 1024, 1)}
        raise UnreadableFile("too_large", message)
    if not content.strip(b"\x00 \r\n\t\xef\xbb\xbf"):
        raise UnreadableFile("empty", _("The file is empty."))
    return content


def file_kind(content: bytes, filename: str) -> str:
    """Return "xlsx", "zip" (another zipped workbook), "xls" or "csv"; refuse anything else."""
    extension = PurePath(filename).suffix.lower()
    if extension not in _EXTENSIONS:
        raise _wrong_type()
    if content.startswith(_OLE):
        return _kind_of_ole(content)
    if content.startswith(b"PK\x03\x04"):
        return _kind_of_zip(content)
    # Old Excel (before 97) starts with a BOF record.
    if content[:1] == b"\x09" and content[1:2] in (b"\x00", b"\x02", b"\x04", b"\x08"):
        return "xls"
    if content[:200].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        # Many systems "export Excel" as a web page, and Excel of 2003 wrote XML.
        message = _("This is a web page under the name of a spreadsheet. Open it in Excel and save it as .xlsx.")
        raise UnreadableFile("wrong_type", message)
    if extension not in _TEXT_EXTENSIONS:
        # A broken workbook still begins like one; a picture under a workbook's name does not.
        raise damaged() if content.startswith(b"PK") else _wrong_type()
    if b"\x00" in content[:4096] and content[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise _wrong_type()
    return "csv"


def _kind_of_ole(content: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise encrypted()
    if _has_password(content):
        raise encrypted()
    if "Workbook".encode("utf-16-le") in content or "Book".encode("utf-16-le") in content:
        return "xls"
    raise _wrong_type()


def _has_password(content: bytes) -> bool:
    """Tell whether a workbook of Excel 97 to 2003 asks for a password: the record FILEPASS stands near its head."""
    position = content.find(_BOF)
    for _record in range(20):
        if position < 0 or position + 4 > len(content):
            return False
        kind, size = struct.unpack_from("<HH", content, position)
        if kind == _FILEPASS:
            return True
        position += 4 + size
    return False


def _kind_of_zip(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_sizes(archive, len(content))
            names = set(archive.namelist())
            if archive.testzip() is not None:
                raise damaged()
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        # RuntimeError is what zipfile raises for an entry with a password.
        raise damaged() from error
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names or "content.xml" in names:
        return "zip"
    raise _wrong_type()


def _check_sizes(archive: zipfile.ZipFile, size: int) -> None:
    """Refuse by the declared sizes; reading the members afterwards proves that these are true."""
    members = archive.infolist()
    unzipped = sum(member.file_size for member in members)
    swollen = unzipped > _RATIO_MATTERS_FROM and unzipped > _MAX_RATIO * size
    if unzipped > _MAX_UNZIPPED or swollen or len(members) > _MAX_MEMBERS:
        raise UnreadableFile(
            "zip_bomb", _("The file unpacks to far more data than a list can hold; it was not opened.")
        )


def _wrong_type() -> UnreadableFile:
    message = _("This is not a spreadsheet. Save the list as Excel (.xlsx, .xls), OpenDocument (.ods) or .csv.")
    return UnreadableFile("wrong_type", message)


def damaged() -> UnreadableFile:
    """Return the refusal of a file that the reader cannot follow."""
    message = _("The file is damaged and cannot be opened. Open it in Excel, save it again and retry.")
    return UnreadableFile("damaged", message)


def encrypted() -> UnreadableFile:
    """Return the refusal of a file that needs a password."""
    return UnreadableFile("encrypted", _("The file is protected with a password. Remove the password and retry."))
