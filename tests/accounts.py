"""An account for a test, made as the page of accounts makes it."""

from typing import Any

from teams.actions.accounts import create_account
from teams.models import Account


def make_account(username: str, password: str, **fields: Any) -> Account:
    return create_account(account=Account(username=username, **fields), by=None, password=password)
