from django.test import Client

from teams.models import Account
from tests.closed import check_only_takes
from tests.teams.slips import make, printed, slips_in

OWN = "mot-mat-khau-rieng-2027"


def test_is_shown_once(cast, sign_in):
    client = sign_in(cast.office)
    sheet = make(client, "who=everybody")
    check_only_takes(client.get(f"{sheet.get_absolute_url()}print/"), "POST")
    response = printed(client, sheet)
    assert len(slips_in(response)) == 4
    # The address, and its code once for all slips.
    assert "http://testserver/" in response.content.decode()
    assert response.content.decode().count("<path id=") == 1
    again = printed(client, sheet)
    assert again.url == sheet.get_absolute_url()
    assert slips_in(client.get(again.url)) == {}


def test_another_s_sheet_prints_nothing_and_stays(cast, sign_in):
    sheet = make(sign_in(cast.office))
    other = Client()
    other.force_login(cast.administrator)
    assert printed(other, sheet).status_code == 404
    sheet.refresh_from_db()
    assert sheet.is_waiting


def test_a_slip_opens_one_door_only_until_a_password_is_chosen(cast, sign_in):
    client = sign_in(cast.office)
    slips = slips_in(printed(client, make(client)))
    ((username, password),) = slips.items()
    new = Client()
    answer = new.post("/accounts/login/", {"login": username, "password": password})
    assert answer.status_code == 302
    assert {new.get(url).url for url in ("/", "/teams/", "/me/", "/households/")} == {"/me/password/"}
    page = new.get("/me/password/").content.decode()
    assert "Mật khẩu hiện tại" not in page
    # The one-time password is no password of one's own.
    same = new.post("/me/password/", {"password": password, "password_again": password})
    assert "khác với mật khẩu dùng một lần" in same.content.decode()
    chosen = new.post("/me/password/", {"password": OWN, "password_again": OWN})
    assert (chosen.status_code, chosen.url) == (302, "/")
    assert new.get("/").status_code == 200
    assert Account.objects.get(username=username).check_password(OWN)
    old = Client().post("/accounts/login/", {"login": username, "password": password})
    assert old.status_code == 200


def test_a_slip_that_waited_too_long_opens_nothing(cast, sign_in, settings):
    settings.ONE_TIME_PASSWORD_DAYS = 0
    client = sign_in(cast.office)
    ((username, password),) = slips_in(printed(client, make(client))).items()
    new = Client()
    answer = new.post("/accounts/login/", {"login": username, "password": password})
    assert "không được dùng trong thời hạn" in answer.content.decode()
    assert new.get("/me/").status_code == 302
