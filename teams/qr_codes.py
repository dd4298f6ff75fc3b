"""The square code that leads a phone to the portal's sign-in page."""

from __future__ import annotations

from dataclasses import dataclass

import qrcode
from django.http import HttpRequest
from django.urls import reverse

QUIET = 2  # modules of white around the code; the slip's own margin is the rest


@dataclass(frozen=True)
class AddressCode:
    """An address, and its square code as a path of an SVG: `size` modules wide."""

    address: str
    size: int
    path: str


def address_code(request: HttpRequest) -> AddressCode:
    """Return the address at which people sign in, with its square code."""
    address = request.build_absolute_uri(reverse("account_login"))
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=QUIET)
    code.add_data(address)
    rows = code.get_matrix()
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return AddressCode(request.build_absolute_uri("/"), len(rows), path)
