"""Run the whole portal: prepare what is missing, then keep web server, worker and clock alive."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connections
from django.utils.translation import gettext as _

from plumbing import broker, jobs
from plumbing.portal import preparation
from plumbing.portal.children import Child
from plumbing.portal.supervisor import Supervisor
from plumbing.starting import reason_of


class Command(BaseCommand):
    help = "Prepares the database and runs web server, worker and clock until Ctrl-C."
    requires_system_checks = []  # migrate runs them

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--empty", action="store_true", help="do not load demo data")

    def handle(self, *args: Any, host: str, port: int, empty: bool, **options: Any) -> None:
        # Also when started in the background, where shells make programs deaf to Ctrl-C.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.default_int_handler)
        try:
            self.check_address(host, port)
            with explained():
                self.prepare(load_demo=not empty)
            self.check_address(host, port)  # somebody may have taken it meanwhile
            is_demo = preparation.demo().is_demo_database()
            connections.close_all()
        except KeyboardInterrupt:
            self.say(_("Stopped before the portal was ready."))
            sys.exit(130)
        env = os.environ | {"DEMO": "1" if is_demo else "0", "PYTHONUNBUFFERED": "1"}
        children = [Child(name, argv, env, str(settings.BASE_DIR)) for name, argv in programs(host, port).items()]
        self.say(_("Starting the web server and the worker…"))
        Supervisor(children, host, port, on_ready=lambda: self.welcome(host, port, is_demo)).run()
        self.say(_("The portal has stopped."))

    def say(self, text: str) -> None:
        self.stdout.write(f"[portal] {text}")
        self.stdout.flush()

    def check_address(self, host: str, port: int) -> None:
        try:
            free = preparation.is_port_free(host, port)
        except OSError as error:
            raise CommandError(
                _("The portal cannot listen on %(host)s, port %(port)s: %(why)s.")
                % {"host": host, "port": port, "why": error.strerror}
            ) from error
        if not free:
            raise CommandError(
                _("Port %(port)s on %(host)s is already in use. Stop the other program or use: %(command)s")
                % {"host": host, "port": port, "command": f"make run PORT={port + 10}"}
            )

    def prepare(self, *, load_demo: bool) -> None:
        preparation.make_folders()
        preparation.check_services()
        if not settings.REDIS_URL:
            broker.tidy()
        with preparation.only_one(settings.VAR_DIR):
            self.step(preparation.needs_migration, preparation.prepare_database, _("Preparing the database…"))
            self.step(
                preparation.needs_static, preparation.collect_static, _("Preparing style sheets, fonts and pictures…")
            )
            if not load_demo and preparation.demo().is_demo_database():
                raise CommandError(
                    _("This database holds demonstration data. Give your own an empty one: DATABASE_URL or VAR_DIR.")
                )
            if load_demo and preparation.is_empty():
                self.say(_("First start: making the demonstration data. This happens once and takes a minute or two…"))
                self.load_demo()

    def load_demo(self) -> None:
        """Load it in a process of its own: the memory that it needs is free again afterwards."""
        # Verbosity 0: who can sign in is said at the end. Its own session: Ctrl-C is ours, and ends it without noise.
        command = [sys.executable, "manage.py", "load_demo", "--verbosity", "0"]
        ended = subprocess.run(command, cwd=settings.BASE_DIR, start_new_session=True, check=False)  # noqa: S603 -- our own arguments, no shell
        if ended.returncode:
            raise CommandError(_("The demonstration data could not be made; the lines above say why."))

    def step(self, is_needed: Callable[[], bool], do: Callable[[], None], text: str) -> None:
        if is_needed():
            self.say(text)
            do()

    def welcome(self, host: str, port: int, is_demo: bool) -> None:
        address = f"[{host}]" if ":" in host else host
        rows = ["", _("Cầu Nối is ready: %s") % f"http://{address}:{port}", ""]
        if is_demo:
            rows += [_("Who can sign in (demonstration data; all people and figures are made up):"), *self.accounts()]
        elif preparation.is_empty():
            rows.append(_("The database is empty. Open the address on this machine to create the administrator."))
        rows += ["", _("Stop with Ctrl-C."), ""]
        self.stdout.write("\n".join(rows))
        self.stdout.flush()
        connections.close_all()
        # Not to wait for the clock's first tick: what the last run left undone goes on now.
        for task in ("plumbing.tasks.note_worker", "plumbing.tasks.requeue_lost_jobs"):
            jobs.send_on_commit(task)

    def accounts(self) -> list[str]:
        head = (_("User name"), _("Password"), _("Role"), _("Sees"))
        return table([head, *preparation.demo().demo_accounts()])


@contextmanager
def explained() -> Iterator[None]:
    """Say in a sentence why the portal cannot be prepared: a folder that cannot be written, a full disk."""
    try:
        yield
    except (OSError, DatabaseError) as error:
        why = _(reason_of(error)) if isinstance(error, OSError) else str(error).strip()
        raise CommandError(
            _(
                "The portal cannot be prepared: %(why)s. See that its user may write to %(folder)s and to the "
                "database, and that their disks have free space; then start it again."
            )
            % {"why": why, "folder": settings.VAR_DIR}
        ) from error


def table(rows: list[tuple[str, ...]]) -> list[str]:
    """Return `rows` as lines with aligned columns, the first one underlined."""
    widths = [max(len(str(cell)) for cell in column) for column in zip(*rows, strict=True)]
    lines = ["  " + "  ".join(str(c).ljust(w) for c, w in zip(row, widths, strict=True)).rstrip() for row in rows]
    return [lines[0], "  " + "  ".join("─" * w for w in widths), *lines[1:]]


def programs(host: str, port: int) -> dict[str, list[str]]:
    """Return what runs, by the name in front of its lines in the log."""
    address = f"[{host}]" if ":" in host else host
    celery = [sys.executable, "-m", "celery", "--quiet", "--app", "config"]
    return {
        "web": [
            sys.executable, "-m", "gunicorn", "config.wsgi", "--config", "python:config.gunicorn",
            "--bind", f"{address}:{port}",
        ],
        "worker": [*celery, "worker", "--concurrency", "2", "--loglevel", "WARNING", "--without-gossip",
                   "--without-mingle"],
        "clock": [*celery, "beat", "--loglevel", "WARNING", "--pidfile="],
    }  # fmt: skip
