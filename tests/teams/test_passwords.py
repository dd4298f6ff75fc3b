"""Which passwords are refused, what one costs to check, and an administrator made from the shell."""

import pytest
from django.contrib.auth.hashers import check_password, identify_hasher, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from plumbing.models import Change
from teams.models import Account

HASHERS = ["teams.passwords.QuickArgon2PasswordHasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]


@pytest.mark.parametrize(
    "password",
    ["matkhau1", "matkhau123", "caunoi2026", "anhyeuem1", "Abc@1234", "MatKhau@2026", "Mật khẩu 2026", "Admin@123456",
     "matkhaumatkhau", "a1234567890", "0912345678", "nganngan9"],
)  # fmt: skip
def test_first_guesses_are_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password)


@pytest.mark.parametrize("password", ["mot-mat-khau-dai", "cay lua ben suoi", "k7mp-x2qd-94ab"])
def test_others_are_taken(password):
    assert validate_password(password) is None


def test_new_ones_are_argon2_at_the_floor_and_old_ones_still_hold(settings):
    settings.PASSWORD_HASHERS = HASHERS
    new, old = make_password("cay lua ben suoi"), make_password("cay lua ben suoi", hasher="pbkdf2_sha256")
    assert "$argon2id$v=19$m=19456,t=2,p=1$" in new
    assert check_password("cay lua ben suoi", new)
    assert check_password("cay lua ben suoi", old)
    assert not check_password("cay lua ben suo", new)
    assert identify_hasher(old).algorithm == "pbkdf2_sha256"


def test_createsuperuser_makes_an_administrator(db, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "cay lua ben suoi")
    call_command("createsuperuser", username="quantri2", interactive=False)
    account = Account.objects.get(username="quantri2")
    assert (account.role, account.check_password("cay lua ben suoi")) == ("administrator", True)
    assert Change.objects.about(account).count() == 1


@pytest.mark.parametrize("password", ["", "caunoi2026"])
def test_createsuperuser_asks_for_a_good_password(db, monkeypatch, password):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", password)
    with pytest.raises(CommandError):
        call_command("createsuperuser", username="quantri2", interactive=False)
    assert not Account.objects.exists()


@pytest.mark.parametrize("username", ["Quản trị", "a", ""])
def test_createsuperuser_takes_what_the_sign_in_form_takes(db, monkeypatch, username):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "mot-mat-khau-dai-2026")
    with pytest.raises(CommandError, match="Ít nhất 3 ký tự"):
        call_command("createsuperuser", username=username, interactive=False)
    assert not Account.objects.exists()
