"""The language is changed for the browser and, where somebody is signed in, for the account."""

from django.urls import reverse

from plumbing.models import Change

URL = reverse("set_language")


def choose(client, language):
    return client.post(URL, {"language": language, "next": "/help/"})


def test_a_visitor_reads_the_chosen_language(client, cast):
    assert choose(client, "en").url == "/help/"
    assert "Sign in" in client.get(reverse("account_login")).content.decode()
    choose(client, "vi")
    assert "Đăng nhập" in client.get(reverse("account_login")).content.decode()


def test_an_account_keeps_it_on_every_device(cast, sign_in):
    choose(sign_in(cast.office), "en")
    cast.office.refresh_from_db()
    assert cast.office.language == "en"
    assert Change.objects.about(cast.office).first().after["language"] == "en"


def test_a_language_that_is_not_offered_changes_nothing(cast, sign_in):
    before = Change.objects.count()
    choose(sign_in(cast.office), "fr")
    cast.office.refresh_from_db()
    assert (cast.office.language, Change.objects.count()) == ("vi", before)


def test_only_by_a_form(client, db):
    assert client.get(URL).status_code == 405
