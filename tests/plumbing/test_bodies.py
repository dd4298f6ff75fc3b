"""What is sent: how much by whom, and that who sends slowly keeps nobody else waiting."""

import io
import socket
import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from plumbing.bodies import AT_ONCE, LateInput, Slots

SIGN_IN = "/accounts/login/"


class Unread(io.BytesIO):
    """A body that nobody may touch."""

    def read(self, *args):
        raise AssertionError("the body was read")


@pytest.mark.django_db
@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize("url", [SIGN_IN, "/imports/new/", "/households/new/", "/healthz"])
def test_a_visitors_upload_is_refused_unread(client, url):
    kind = "multipart/form-data; boundary=x"
    answer = client.generic(
        "POST", url, b"", content_type=kind, CONTENT_LENGTH=str(150 * 1024 * 1024), **{"wsgi.input": Unread()}
    )
    assert answer.status_code == 413


@pytest.mark.django_db
def test_more_than_a_workbook_may_have_is_refused_unread(cast, sign_in, settings):
    settings.IMPORT_MAX_BYTES = 1000
    file = SimpleUploadedFile("x.xlsx", b"0" * 1500)
    # A little too much: the form says it. Far too much: nothing is read.
    assert sign_in(cast.office).post("/imports/new/", {"kind": "teams", "file": file}).status_code == 422
    more = {"CONTENT_LENGTH": str(6 * 1024 * 1024), "wsgi.input": Unread()}
    kind = "multipart/form-data; boundary=x"
    assert sign_in(cast.office).generic("POST", "/imports/new/", b"", content_type=kind, **more).status_code == 413


def test_a_body_that_does_not_come_is_given_up():
    ours, theirs = socket.socketpair()
    theirs.sendall(b"abc")
    with ours, theirs, ours.makefile("rb") as source:
        assert LateInput(source, ours).fetch(1000, seconds=0.2) is False
    body = LateInput(io.BytesIO(b"abcdef"), None)
    assert body.fetch(6, seconds=5) is True
    assert (body.read(2), body.readline(), threading.active_count()) == (b"ab", b"cdef", threading.active_count())


def test_each_sender_has_so_many_at_once():
    slots = Slots()
    with slots.one(1) as first, slots.one(1) as second, slots.one(1) as third, slots.one(None) as other:
        assert [first, second, third, other] == [True] * AT_ONCE + [False, True]
    with slots.one(1) as again:
        assert again
    assert slots.taken == {}
