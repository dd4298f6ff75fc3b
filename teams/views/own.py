"""One's own account: what it may do and see, its language, its password; and the very first account."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import login, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.sessions.models import Session
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from plumbing.problems import Refused, show_in
from teams import access
from teams.actions.accounts import choose_language, create_first_administrator, set_password
from teams.actions.sessions import end_sessions
from teams.actions.sign_ins import begin_sign_in, finish_sign_in
from teams.devices import device_words
from teams.forms.accounts import FirstAccountForm
from teams.forms.sign_in import FirstPasswordForm, OwnPasswordForm
from teams.models import Account, SignIn
from teams.second_factor import has_second_factor, needs_second_factor
from teams.setup import is_on_this_machine, is_set_up
from teams.sign_in import address_of


def profile(request: HttpRequest) -> HttpResponse:
    """Show who one is here, what one's role may do and which rows one sees."""
    account: Account = request.user  # type: ignore[assignment]
    rows = [
        (_("Full name"), account.full_name),
        (_("User name"), account.username),
        (_("Role"), account.get_role_display()),
        (_("Sees"), scope_words(account)),
        (_("Cadre"), account.cadre),
        (_("Language"), account.get_language_display()),
    ]
    card = access.role_of(account)
    context = {
        "rows": rows,
        "role_text": card.description if card else "",
        "has_second_factor": has_second_factor(account),
        "needs_second_factor": needs_second_factor(account),
    }
    return render(request, "teams/profile.html", context)


def scope_words(account: Account) -> str:
    """Return which rows an account reaches, in words."""
    scope = access.scope_of(account)
    if scope is access.Scope.AREA:
        return str(account.area)
    if scope is access.Scope.AGENCY:
        return _("the teams in which cadres of “%(agency)s” serve") % {"agency": account.agency}
    if scope is access.Scope.TEAM:
        return _("%(team)s and the households of its village") % {"team": account.team}
    return _("everything in this portal")


@sensitive_post_parameters()
@never_cache
def password_change(request: HttpRequest) -> HttpResponseBase:
    """Let somebody choose a new password; other devices are signed out by it."""
    # Not request.user, which stands for the row without being one.
    account = Account.objects.get(pk=request.user.pk)
    is_first = account.must_change_password
    make_form = FirstPasswordForm if is_first else OwnPasswordForm
    form = make_form(request.POST or None, account=account)
    if request.method == "POST":
        if not is_first:
            count_guess(request, form, account)
        if form.is_valid():
            set_password(account=account, password=form.cleaned_data["password"], by=account)
            end_other_sessions(request)
            update_session_auth_hash(request, account)
            messages.success(request, _("Your password has been changed. Other devices must sign in again."))
            return redirect("home" if is_first else "teams:profile")
    context = {"form": form, "is_first": is_first}
    return render(request, "teams/password_change.html", context, status=422 if form.is_bound else 200)


def count_guess(request: HttpRequest, form: Form, account: Account) -> None:
    """Count a wrong present password: whoever finds an open browser must not guess it here either."""
    attempt = begin_sign_in(account=account, address=address_of(request), device="")
    if attempt.outcome == SignIn.Outcome.BLOCKED:
        form.add_error(None, get_adapter().error_messages["too_many_login_attempts"])
    else:
        is_wrong = "old_password" in form.errors
        finish_sign_in(attempt=attempt, outcome=SignIn.Outcome.WRONG if is_wrong else SignIn.Outcome.SIGNED_IN)


@never_cache
def session_list(request: HttpRequest) -> HttpResponse:
    """Show where one is signed in, with a way to end each of it."""
    sessions = UserSession.objects.filter(user=request.user.pk).order_by("-last_seen_at")
    alive = set(
        Session.objects.filter(expire_date__gt=timezone.now())
        .filter(session_key__in=sessions.values("session_key"))
        .values_list("session_key", flat=True)
    )
    rows = [
        (one, device_words(one.user_agent), one.session_key == request.session.session_key)
        for one in sessions
        if one.session_key in alive
    ]
    return render(request, "teams/session_list.html", {"rows": rows, "has_others": len(rows) > 1})


@require_POST
def session_end(request: HttpRequest) -> HttpResponse:
    """End one of one's own sessions (session=), or all but this one."""
    sessions = UserSession.objects.filter(user=request.user.pk).exclude(session_key=request.session.session_key)
    chosen = request.POST.get("session", "")
    if chosen:
        sessions = sessions.filter(pk=int(chosen)) if chosen.isdecimal() and len(chosen) < 19 else sessions.none()
    count = end_sessions(sessions)
    text = ngettext("%(count)s device was signed out.", "%(count)s devices were signed out.", count)
    messages.success(request, text % {"count": count})
    return redirect("teams:session_list")


def end_other_sessions(request: HttpRequest) -> None:
    """End one's sessions on all other devices."""
    end_sessions(UserSession.objects.filter(user=request.user.pk).exclude(session_key=request.session.session_key))


@require_POST
def tour_seen(request: HttpRequest) -> HttpResponse:
    """Remember that this account has been shown around."""
    request.user.note_tour_seen()
    return HttpResponse(status=204)


@login_not_required
@require_POST
def language_set(request: HttpRequest) -> HttpResponseBase:
    """Change the language for this browser and, when signed in, for the account."""
    response = set_language(request)
    chosen = request.POST.get("language", "")
    if request.user.is_authenticated and chosen in dict(Account._meta.get_field("language").flatchoices):
        account = Account.objects.get(pk=request.user.pk)
        choose_language(account=account, language=chosen)
    return response


@login_not_required
@sensitive_post_parameters()
@never_cache
def setup(request: HttpRequest) -> HttpResponse:
    """Let the first visitor, on the server's own machine, create the administrator."""
    if is_set_up():
        raise Http404
    if not is_on_this_machine(request):
        return render(request, "teams/setup_elsewhere.html", status=403)
    form = FirstAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            account = create_first_administrator(
                account=form.account,
                password=form.cleaned_data["password"],
                taken=_("Somebody else has just created the first account. Please sign in."),
            )
        except Refused as refused:
            show_in(form, refused.problems)
        else:
            login(request, account)
            messages.success(request, _("Welcome. Next: load the areas, then the teams and the households."))
            return HttpResponseRedirect("/")
    return render(request, "teams/setup.html", {"form": form}, status=422 if form.is_bound else 200)
