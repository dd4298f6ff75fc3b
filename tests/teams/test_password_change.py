from plumbing.models import Change
from tests.closed import check_visitor_signs_in
from tests.conftest import PASSWORD

URL = "/me/password/"
NEW = "mot-mat-khau-moi-2027"


def test_changes_the_password_and_stays_signed_in(cast, sign_in):
    client = sign_in(cast.leader_a1)
    response = client.post(URL, {"old_password": PASSWORD, "password": NEW, "password_again": NEW})
    assert (response.status_code, response.url) == (302, "/me/")
    assert client.get("/me/").status_code == 200
    cast.leader_a1.refresh_from_db()
    assert cast.leader_a1.check_password(NEW)


def test_other_devices_are_signed_out(cast, sign_in, client):
    other = type(client)()
    other.force_login(cast.leader_a1)
    sign_in(cast.leader_a1).post(URL, {"old_password": PASSWORD, "password": NEW, "password_again": NEW})
    assert other.get("/me/").url.startswith("/accounts/login/")


def test_the_history_knows_that_but_not_what(cast, sign_in):
    sign_in(cast.leader_a1).post(URL, {"old_password": PASSWORD, "password": NEW, "password_again": NEW})
    change = Change.objects.about(cast.leader_a1).first()
    assert (change.action, change.after) == ("changed", {"password": "••••••••"})


def test_bad_input(cast, sign_in):
    client = sign_in(cast.leader_a1)
    page = client.post(URL, {"old_password": "sai", "password": NEW, "password_again": NEW})
    assert (page.status_code, "Mật khẩu hiện tại không đúng." in page.content.decode()) == (422, True)
    page = client.post(URL, {"old_password": PASSWORD, "password": NEW, "password_again": NEW + "x"})
    assert "Hai lần nhập mật khẩu không giống nhau." in page.content.decode()
    page = client.post(URL, {"old_password": PASSWORD, "password": "1234", "password_again": "1234"})
    assert (page.status_code, "id_password_error" in page.content.decode()) == (422, True)
    cast.leader_a1.refresh_from_db()
    assert cast.leader_a1.check_password(PASSWORD)


def test_guessing_the_old_one_is_limited(cast, sign_in):
    client = sign_in(cast.leader_a1)
    answers = [client.post(URL, {"old_password": "sai"}).content.decode() for _ in range(6)]
    assert ["Hãy chờ năm phút" in page for page in answers] == [False] * 5 + [True]


def test_visitors_sign_in(cast):
    check_visitor_signs_in(URL)
