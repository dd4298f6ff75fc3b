"""The bench's own database."""

from __future__ import annotations

from urllib.parse import urlsplit

import psycopg2
from psycopg2 import sql


def ensure(url: str) -> str:
    """Return `url` after making its database when it is missing."""
    name = urlsplit(url).path.lstrip("/")
    server = psycopg2.connect(urlsplit(url)._replace(path="/postgres").geturl())
    server.autocommit = True
    with server.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone() is None:
            cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    server.close()
    return url
