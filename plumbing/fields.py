"""Model fields that keep promises about text: one Unicode form, keys to search and sort by, encryption."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import unicodedata
from contextlib import suppress
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django import forms
from django.conf import settings
from django.db import models

from plumbing.text import nfc, search_key, sort_key, text_sort_key


class TypedField(forms.CharField):
    """Typed text. The browser is not told the greatest length: it would cut off without a word what is pasted."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}


class LineField(TypedField):
    """One line, tidied before it is checked: what holds nothing but invisible characters counts as empty."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(nfc(value) if isinstance(value, str) else value)


class LinesField(TypedField):
    """The same for text of several lines."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> Any:
        return super().to_python(tidy_lines(value) if isinstance(value, str) else value)


class Line(models.CharField):
    """One line of text, in NFC, without stray or invisible spaces (domain facts, 6)."""

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**({} if self.choices else {"form_class": LineField}) | kwargs)

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return nfc(value) if isinstance(value, str) else value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = self.get_prep_value(getattr(model_instance, self.attname))
        setattr(model_instance, self.attname, value)
        return value


class Lines(models.TextField):
    """Text of several lines, in NFC; line breaks are kept."""

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": LinesField} | kwargs)

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return tidy_lines(value) if isinstance(value, str) else value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = self.get_prep_value(getattr(model_instance, self.attname))
        setattr(model_instance, self.attname, value)
        return value


def tidy_lines(text: str) -> str:
    """Return `text` in NFC with each line tidied and no blank lines at the ends."""
    lines = [nfc(line) for line in unicodedata.normalize("NFC", text).replace("\r\n", "\n").split("\n")]
    return "\n".join(lines).strip()


class DerivedKey(models.CharField):
    """A column computed from other fields whenever the row is saved."""

    def __init__(self, *args: Any, sources: tuple[str, ...] = ("name",), **kwargs: Any) -> None:
        self.sources = sources
        kwargs.setdefault("max_length", 500)
        kwargs["editable"] = False
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs["sources"] = self.sources
        return name, path, args, kwargs

    def compute(self, text: str) -> str:
        raise TypeError("a derived key says how it is computed")

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        text = " ".join(str(getattr(model_instance, s) or "") for s in self.sources)
        value = self.compute(text)[: self.max_length]
        setattr(model_instance, self.attname, value)
        return value


class SearchKey(DerivedKey):
    """The text without diacritics and capitals, so that `dien` finds `Điện` on every database."""

    def compute(self, text: str) -> str:
        return search_key(text)


class TitleSortKey(DerivedKey):
    """The text as Vietnamese sorts titles and names of places: word by word, numbers by their size."""

    def compute(self, text: str) -> str:
        return text_sort_key(text)


class SortKey(DerivedKey):
    """The text as Vietnamese sorts people: by given name, then the rest, then the tones."""

    def compute(self, text: str) -> str:
        return sort_key(text)


@lru_cache(maxsize=4)
def _keys(*keys: str) -> tuple[tuple[AESGCM, ...], bytes]:
    """Return the ciphers, of which the first one encrypts, and the key that makes blind indexes.

    The keys in the environment are random and long (config.environment.secret): a hash is all that they need to become
    keys of 256 bits for two purposes.
    """
    roots = [key.encode() for key in keys]
    ciphers = tuple(AESGCM(hashlib.sha256(b"field:" + root).digest()) for root in roots)
    return ciphers, hashlib.sha256(b"index:" + roots[0]).digest()


def _current() -> tuple[tuple[AESGCM, ...], bytes]:
    return _keys(*(settings.FIELD_KEY.split(",") if settings.FIELD_KEY else [settings.SECRET_KEY]))


def seal(plain: bytes, purpose: bytes) -> bytes:
    """Return bytes encrypted (AES-GCM) with the first key; `purpose` binds them to their column."""
    nonce = os.urandom(12)
    return nonce + _current()[0][0].encrypt(nonce, plain, purpose)


def unseal(sealed: bytes, purpose: bytes) -> bytes:
    """Return the plain bytes, by whichever key encrypted them. Raises InvalidTag when they were moved or changed."""
    ciphers = _current()[0]
    for cipher in ciphers[:-1]:
        with suppress(InvalidTag):
            return cipher.decrypt(sealed[:12], sealed[12:], purpose)
    return ciphers[-1].decrypt(sealed[:12], sealed[12:], purpose)


def encrypt(text: str, purpose: str) -> str:
    """Return `text` encrypted, as text."""
    return "1:" + base64.b64encode(seal(text.encode(), purpose.encode())).decode()


def decrypt(sealed: str, purpose: str) -> str:
    """Return the plain text. Raises cryptography.exceptions.InvalidTag when it was moved or changed."""
    return unseal(base64.b64decode(sealed.removeprefix("1:")), purpose.encode()).decode()


def blind_index(text: str) -> str:
    """Return a keyed fingerprint of `text`: equal values can be found without being readable."""
    return hmac.digest(_current()[1], text.encode(), "sha256").hex()[:32] if text else ""


class Encrypted(models.TextField):
    """Text that is encrypted in the database and plain in Python."""

    def _purpose(self) -> str:
        return f"{self.model._meta.label_lower}.{self.attname}"

    def from_db_value(self, value: str | None, *args: Any) -> str | None:
        return decrypt(value, self._purpose()) if value else value

    def get_prep_value(self, value: Any) -> Any:
        return encrypt(nfc(value), self._purpose()) if value else value


class Sealed(models.BinaryField):
    """Bytes that are encrypted in the database and plain in Python: files and rows that wait to be loaded."""

    def _purpose(self) -> bytes:
        return f"{self.model._meta.label_lower}.{self.attname}".encode()

    def from_db_value(self, value: Any, *args: Any) -> bytes:
        raw = bytes(value or b"")
        return unseal(raw, self._purpose()) if raw else b""

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value:
            value = seal(bytes(value), self._purpose())
        return super().get_db_prep_value(value or b"", connection, prepared)


class BlindIndex(DerivedKey):
    """The fingerprint of an encrypted field, for equality and uniqueness."""

    def compute(self, text: str) -> str:
        return blind_index(text.strip())
