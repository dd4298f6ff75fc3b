"""The sign-in form and the one for a new password."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm, ReauthenticateForm
from django import forms
from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy as _

from teams.models import Account
from teams.sign_in import username_for


class SignInForm(LoginForm):
    """User name or telephone number, and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login = self.fields["login"]
        login.label = _("User name or phone number")
        login.max_length = None
        login.widget.attrs = {
            "autocomplete": "username",
            "autocapitalize": "none",
            "spellcheck": "false",
            "maxlength": "60",
        }
        login.error_messages["required"] = _("Type your user name or phone number.")
        password = self.fields["password"]
        password.label = _("Password")
        password.help_text = ""
        password.widget.attrs = {"autocomplete": "current-password"}
        password.error_messages["required"] = _("Type your password.")
        remember = self.fields["remember"]
        remember.label = _("Stay signed in on this device")
        remember.initial = True

    def clean_login(self) -> str:
        # Resolved before allauth counts failures, so that both ways of typing share one limit.
        return username_for(super().clean_login())


class PasswordAgainForm(ReauthenticateForm):
    """The password once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        password = self.fields["password"]
        password.label, password.help_text = _("Password"), ""
        password.widget.attrs = {"autocomplete": "current-password"}
        password.error_messages["required"] = _("Type your password.")


def new_password_field(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class NewPasswordForm(forms.Form):
    """A new password, typed twice."""

    password = new_password_field(
        _("New password"), _("At least 10 characters; not only digits, not a common word, not your name.")
    )
    password_again = new_password_field(_("New password, once more"))

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, again = data.get("password"), data.get("password_again")
        if first and again and first != again:
            self.add_error("password_again", _("The two passwords differ."))
        elif first:
            self.check_strength(first)
        return data

    def check_strength(self, password: str) -> None:
        try:
            password_validation.validate_password(password, self.account)
        except forms.ValidationError as weak:
            self.add_error("password", weak)


class FirstPasswordForm(NewPasswordForm):
    """A password of one's own, in place of the one-time password with which somebody has just signed in."""

    def check_strength(self, password: str) -> None:
        if self.account.check_password(password):
            self.add_error("password", _("Choose another one than the one-time password."))
            return
        super().check_strength(password)


class OwnPasswordForm(NewPasswordForm):
    """One's own new password: the one in force first."""

    old_password = forms.CharField(
        label=_("Present password"),
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ["old_password", "password", "password_again"]

    def clean_old_password(self) -> str:
        old = self.cleaned_data["old_password"]
        if not self.account.check_password(old):
            raise forms.ValidationError(_("This is not your present password."))
        return old
