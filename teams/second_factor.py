"""The second factor: an authenticator app or a passkey beside the password, with recovery codes.

Roles that must have one stand in SECOND_FACTOR_ROLES; whoever else wants one may have it. What happens is done by
allauth.mfa; here stands what is ours: who needs one, that guesses are counted with those of passwords, secrets
encrypted, the history told.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import LoginWebAuthnForm
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plumbing.fields import decrypt, encrypt
from teams.actions.sign_ins import begin_sign_in, finish_sign_in, known_device, note_passkey
from teams.models import Account, SignIn
from teams.sign_in import DEVICE_COOKIE, OPEN_PAGES, address_of

PURPOSE = "second factor"
# What proves who somebody is; recovery codes are the way back to one of these.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
KNOWN = "second_factor"
# What allauth encrypts by the adapter: the key of an app, what recovery codes are made of.
SECRETS = frozenset({"secret", "seed"})
SETTING_UP = (
    "mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_view_recovery_codes", "mfa_reauthenticate",
    "account_reauthenticate",
)  # fmt: skip


def needs_second_factor(account: Any) -> bool:
    """Return whether somebody of this role must have a second factor."""
    return account.role in settings.SECOND_FACTOR_ROLES


def has_second_factor(account: Any) -> bool:
    return Authenticator.objects.filter(user_id=account.pk, type__in=FACTORS).exists()


class SecondFactorAdapter(DefaultMFAAdapter):
    """What allauth.mfa asks of us: encrypted secrets, our own words, no way out for who must have a second factor."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("The code is not right. Type the one that the app shows now."),
        "cannot_delete_authenticator": gettext_lazy(
            "Your role must have a second factor: add another one before you take this one away."
        ),
    }

    def encrypt(self, text: str) -> str:
        return encrypt(text, PURPOSE)

    def decrypt(self, encrypted_text: str) -> str:
        return decrypt(encrypted_text, PURPOSE)

    def _get_site_name(self) -> str:
        return settings.PORTAL_NAME

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        others = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=FACTORS).exclude(
            pk=authenticator.pk
        )
        return not needs_second_factor(authenticator.user) or others.exists()

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("Passkey %(number)s") % {"number": count + 1}


def encrypt_secrets_anew() -> int:
    """Encrypt the secrets of apps and recovery codes with the first key of FIELD_KEY. Return the number of rows."""
    rows = list(Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN))
    for row in rows:
        for name in SECRETS & row.data.keys():
            row.data[name] = encrypt(decrypt(row.data[name], PURPOSE), PURPOSE)
    Authenticator.objects.bulk_update(rows, ["data"], batch_size=500)
    return len(rows)


class SecondFactorMiddleware:
    """Leads whoever must have a second factor and has none to setting one up, and nowhere else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        account = request.user
        if account.is_authenticated and needs_second_factor(account) and not request.session.get(KNOWN):
            if has_second_factor(account):
                # Asked once a session: it cannot be taken away while the role needs it, save with the session itself.
                request.session[KNOWN] = True
            elif request.path not in {reverse(page) for page in (*OPEN_PAGES, *SETTING_UP)}:
                return HttpResponseRedirect(reverse("mfa_index"))
        return self.get_response(request)


# --- forms --------------------------------------------------------------------------------------------------------


def counted(account: Account, check: Callable[[], str]) -> str:
    """Check a code; wrong ones count with wrong passwords, so that no code can be guessed either."""
    request = context.request
    device = known_device(account, request.COOKIES.get(DEVICE_COOKIE, ""))
    attempt = begin_sign_in(account=account, address=address_of(request), device=device)
    if attempt.outcome == SignIn.Outcome.BLOCKED:
        raise get_adapter().validation_error("too_many_login_attempts")
    try:
        code = check()
    except ValidationError:
        finish_sign_in(attempt=attempt, outcome=SignIn.Outcome.WRONG)
        raise
    finish_sign_in(attempt=attempt, outcome=SignIn.Outcome.SIGNED_IN)
    return code


def dress(field: Any, label: Any, help_text: Any = "") -> None:
    field.label, field.help_text = label, help_text
    field.widget.attrs = {"autocomplete": "one-time-code", "spellcheck": "false", "autocapitalize": "none"}
    field.error_messages["required"] = gettext_lazy("Type the code.")


class CodeForm(AuthenticateForm):
    """The second step of signing in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self.fields["code"], gettext_lazy("Code"), gettext_lazy("Six digits from the app, or a recovery code."))

    def clean_code(self) -> str:
        return counted(self.user, super().clean_code)


class CodeAgainForm(ReauthenticateForm):
    """The code once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self.fields["code"], gettext_lazy("Code"), gettext_lazy("Six digits from the app, or a recovery code."))

    def clean_code(self) -> str:
        return counted(self.user, super().clean_code)


class FirstCodeForm(ActivateTOTPForm):
    """The first code of an app, which shows that the app has the secret."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self.fields["code"], gettext_lazy("Code that the app shows"))


class PasskeySignInForm(LoginWebAuthnForm):
    """Signing in by a passkey alone: closed and voided accounts stay outside, and it is written down."""

    def clean_credential(self) -> Authenticator:
        authenticator = super().clean_credential()
        account = authenticator.user
        may = account.is_active and not account.is_voided
        outcome = SignIn.Outcome.SIGNED_IN if may else SignIn.Outcome.CLOSED
        note_passkey(account=account, address=address_of(context.request), outcome=outcome)
        if not may:
            raise ValidationError(_("This account has been closed. Please ask the administrator."))
        return authenticator
