"""The first visitor of an empty deployment creates the administrator."""

import threading

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from plumbing.problems import Refused
from teams import setup
from teams.actions.accounts import create_first_administrator
from teams.models import Account
from tests.accounts import make_account
from tests.closed import check_answer

URL = "/setup/"
GOOD = {
    "full_name": "Quản Trị Thử",
    "username": "QuanTri",
    "password": "mot-mat-khau-dai",
    "password_again": "mot-mat-khau-dai",
}


@pytest.fixture
def client():
    """A browser on the server's own machine."""
    return Client(SERVER_NAME="127.0.0.1")


@pytest.fixture
def empty(db):
    """An empty deployment that this process knows nothing about."""
    setup.forget()
    yield
    setup.forget()


@pytest.mark.usefixtures("empty")
@pytest.mark.parametrize("url", ["/", "/teams/", "/accounts/login/", "/no-such-page/"])
def test_every_page_leads_there(client, url):
    response = client.get(url)
    assert (response.status_code, response.url) == (302, URL)


@pytest.mark.usefixtures("empty")
def test_creates_the_administrator_and_signs_in(client):
    assert client.get(URL).status_code == 200
    response = client.post(URL, GOOD)
    assert response.status_code == 302
    account = Account.objects.get()
    assert (account.username, account.role, account.check_password(GOOD["password"])) == (
        "quantri",
        "administrator",
        True,
    )
    assert client.get(reverse("teams:account_list")).status_code == 200


@pytest.mark.usefixtures("empty")
@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"password_again": "khac"}, "Hai lần nhập mật khẩu không giống nhau."),
        ({"username": "Điện"}, "Ít nhất 3 ký tự"),
        ({"password": "quantri1", "password_again": "quantri1"}, "id_password_error"),
        ({"password": "12345678", "password_again": "12345678"}, "id_password_error"),
        ({"full_name": ""}, "id_full_name_error"),
    ],
)
def test_bad_input_is_said_and_kept(client, changes, sentence):
    response = client.post(URL, GOOD | changes)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Account.objects.exists()


@pytest.mark.usefixtures("empty")
@pytest.mark.parametrize(
    "extra",
    [
        {"REMOTE_ADDR": "10.0.0.7"},
        {"HTTP_X_FORWARDED_FOR": "10.0.0.7"},
        {"REMOTE_ADDR": ""},
        # A proxy that adds no header: it passes the public name on, or speaks as nginx does by default.
        {"HTTP_HOST": "testserver"},
        {"SERVER_PROTOCOL": "HTTP/1.0"},
    ],
)
def test_only_from_the_same_machine(client, extra):
    assert client.get(URL, **extra).status_code == 403
    response = client.post(URL, GOOD, **extra)
    assert response.status_code == 403
    assert "trên chính máy đang chạy cổng" in response.content.decode()
    assert not Account.objects.exists()


def test_is_gone_once_an_account_exists(cast, client):
    check_answer(client.get(URL), 404)
    check_answer(client.post(URL, GOOD), 404)
    assert not Account.objects.filter(username="quantri", full_name=GOOD["full_name"]).exists()


@pytest.mark.usefixtures("empty")
def test_costs_nothing_once_set_up(client, django_assert_num_queries):
    make_account("ai.do", "x", full_name="Ai Đó", role="administrator")
    client.get("/accounts/login/")
    with django_assert_num_queries(0):
        assert setup.is_set_up()


@pytest.mark.django_db(transaction=True)
def test_of_two_visitors_at_once_one_wins():
    setup.forget()
    gate, won, lost = threading.Barrier(2), [], []

    def visit(name):
        gate.wait()
        try:
            account = Account(username=name, full_name=name)
            won.append(create_first_administrator(account=account, password="mot-mat-khau-dai", taken="taken"))
        except Refused as refused:
            lost.append(refused.problems[0].text)
        finally:
            connection.close()

    visitors = [threading.Thread(target=visit, args=(name,)) for name in ("mot", "hai")]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    assert (len(won), lost, Account.objects.count()) == (1, ["taken"], 1)
    setup.forget()


@pytest.mark.usefixtures("empty")
@pytest.mark.parametrize("name", ["HTTPS", "ALLAUTH_TRUSTED_PROXY_COUNT"])
def test_behind_a_proxy_it_is_closed_to_everybody(client, settings, name):
    """Whoever comes looks the same there; the page names the command that makes the first administrator."""
    setattr(settings, name, 1)
    page = client.get(URL)
    assert (page.status_code, "createsuperuser" in page.content.decode()) == (403, True)
    assert client.post(URL, GOOD).status_code == 403
    assert not Account.objects.exists()
