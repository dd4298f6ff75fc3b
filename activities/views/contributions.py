"""The ledger of contributions."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from activities.actions.contributions import (
    correct_contribution,
    hand_over_contribution,
    month_of,
    record_contribution,
)
from activities.filters import ContributionFilter
from activities.forms.contributions import ContributionForm, CorrectionForm, HandOverForm
from activities.models import Activity, Contribution
from activities.tables import ContributionTable, stage_of
from activities.views.closed import sent_away, warn_of_closed_month
from activities.views.listing import requested_day, requested_team, with_commune
from plumbing.form_pages import action_page, edit_page, posted
from plumbing.listing import list_page
from plumbing.models import Change
from plumbing.query_strings import whole_number
from plumbing.timeline import timeline
from teams.access import Permission, may, requires


def with_correction(rows: QuerySet[Contribution]) -> QuerySet[Contribution]:
    """Add `is_corrected`: a counter-entry takes the row back."""
    return rows.annotate(is_corrected=Exists(Contribution.objects.filter(corrects=OuterRef("pk"))))


@require_GET
@requires(Permission.VIEW_MONTHS)
def contribution_list(request: HttpRequest) -> HttpResponse:
    context = {"create_url": reverse("activities:contribution_create"), "create_label": _("New contribution")}
    return list_page(
        request,
        rows=with_correction(with_commune(Contribution.objects.visible_to(request.user).live())),
        filter_class=ContributionFilter,
        table_class=ContributionTable,
        title=_("Contributions"),
        may_export=may(request.user, Permission.EXPORT),
        context=context if may(request.user, Permission.LOG_ACTIVITY) else None,
    )


def ledger_row(request: HttpRequest, pk: int) -> Any:
    rows = Contribution.objects.visible_to(request.user).live().select_related("team", "activity", "corrects")
    return get_object_or_404(with_correction(rows), pk=pk)


@require_GET
@requires(Permission.VIEW_MONTHS)
def contribution_detail(request: HttpRequest, pk: int) -> HttpResponse:
    row = ledger_row(request, pk)
    may_write = may(request.user, Permission.LOG_ACTIVITY)
    context = {
        "row": row,
        "team": row.team,
        "stage": stage_of(row),
        "counter": Contribution.objects.filter(corrects=row).first() if row.is_corrected else None,
        "can_correct": may_write and not row.is_corrected and not row.corrects_id,
        "can_hand_over": may_write
        and row.received_on is not None
        and row.handed_over_on is None
        and not row.is_corrected
        and not row.corrects_id,
        "reason": Change.objects.about(row).exclude(reason="").values_list("reason", flat=True).first(),
        "entries": timeline(Change.objects.about(row).with_people()[:20])
        if may(request.user, Permission.VIEW_HISTORY)
        else [],
    }
    return render(request, "activities/contribution_detail.html", context)


@requires(Permission.LOG_ACTIVITY)
def contribution_create(request: HttpRequest) -> HttpResponse:
    team, activity, day = requested_team(request), requested_activity(request), requested_day(request)
    of_team, begins = (activity.team, activity.held_on) if activity else (team or request.user.team, day)
    warn_of_closed_month(request, of_team, begins or timezone.localdate())

    def save(form: ContributionForm) -> Contribution:
        return record_contribution(contribution=form.instance, by=request.user)

    return edit_page(
        request,
        make_form=partial(ContributionForm, user=request.user, team=team, activity=activity, day=day),
        save=save,
        title=_("New contribution"),
        back_url=reverse("activities:contribution_list"),
        back_label=_("Contributions"),
        success_url=lambda row: reverse("activities:contribution_detail", args=[row.pk]),
        message=_("The contribution has been saved."),
    )


def requested_activity(request: HttpRequest) -> Activity | None:
    """Return the activity of ?activity=<id>, which must be one of the user's."""
    key = request.GET.get("activity", "")
    rows = Activity.objects.visible_to(request.user).live().select_related("team")
    return get_object_or_404(rows, pk=whole_number(key)) if key.isdecimal() else None


@requires(Permission.LOG_ACTIVITY)
def contribution_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an entry back by a counter-entry; the form below it is the right entry."""
    row, back = ledger_row(request, pk), reverse("activities:contribution_detail", args=[pk])
    if away := sent_away(request, row.team, month_of(row), back):
        return away
    form = CorrectionForm.opened_on(row, user=request.user, data=posted(request))

    def correct(reason: str, only_cancel: bool, **_entry: Any) -> None:
        entry = None if only_cancel else form.instance
        correct_contribution(contribution=row, reason=reason, replacement=entry, by=request.user)

    return action_page(
        request,
        form=form,
        act=correct,
        title=_("Correct the entry"),
        back_url=back,
        back_label=row,
        message=_("The entry has been corrected."),
        template="activities/contribution_correct.html",
        context={"row": row},
    )


@requires(Permission.LOG_ACTIVITY)
def contribution_hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    row = ledger_row(request, pk)
    return action_page(
        request,
        form=HandOverForm(posted(request), initial={"version": row.version}),
        act=partial(hand_over_contribution, contribution=row, by=request.user),
        title=_("Hand over"),
        back_url=reverse("activities:contribution_detail", args=[pk]),
        message=_("The handing over has been saved."),
        template="activities/contribution_hand_over.html",
        context={"row": row},
    )
