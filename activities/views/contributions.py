"""The ledger of contributions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from activities.actions.contributions import correct_contribution, hand_over_contribution, record_contribution
from activities.filters import ContributionFilter
from activities.forms.contributions import ContributionForm, CorrectionForm, HandOverForm
from activities.models import Activity, Contribution
from activities.tables import ContributionTable, stage_of
from activities.views.listing import team_asked_for, with_commune
from plumbing import history
from plumbing.forms import edit_page
from plumbing.listing import list_page
from plumbing.models import Change
from plumbing.problems import Refused, show_in
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
    team, activity = team_asked_for(request), activity_asked_for(request)

    def make_form(data: Any = None, instance: Any = None) -> ContributionForm:
        return ContributionForm(data, instance=instance, user=request.user, team=team, activity=activity)

    def save(form: ContributionForm) -> Contribution:
        return record_contribution(contribution=form.filled(), by=request.user)

    return edit_page(
        request,
        make_form=make_form,
        template="plumbing/form_page.html",
        success_url=lambda row: reverse("activities:contribution_detail", args=[row.pk]),
        message=_("The contribution has been saved."),
        context={
            "title": _("New contribution"),
            "back_url": reverse("activities:contribution_list"),
            "back_label": _("Contributions"),
        },
        save=save,
    )


def activity_asked_for(request: HttpRequest) -> Activity | None:
    """Return the activity of ?activity=<id>, which must be one of the user's."""
    key = request.GET.get("activity", "")
    rows = Activity.objects.visible_to(request.user).live().select_related("team")
    return get_object_or_404(rows, pk=key) if key.isdecimal() else None


@requires(Permission.LOG_ACTIVITY)
def contribution_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an entry back by a counter-entry; the form below it is the right entry."""
    row = ledger_row(request, pk)
    back = reverse("activities:contribution_detail", args=[pk])
    form = CorrectionForm.opened_on(row, user=request.user, data=request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            correct_contribution(
                contribution=row,
                reason=form.cleaned_data["reason"],
                replacement=None if form.cleaned_data["only_cancel"] else form.filled(),
                by=request.user,
            )
        except Refused as refused:
            show_in(form, refused.problems)
        else:
            messages.success(request, _("The entry has been corrected."), extra_tags=request.path)
            return redirect(back)
    context = {"form": form, "row": row, "title": _("Correct the entry"), "back_url": back, "back_label": row}
    return render(request, "activities/contribution_correct.html", context, status=422 if form.is_bound else 200)


@requires(Permission.LOG_ACTIVITY)
def contribution_hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    row = ledger_row(request, pk)
    back = reverse("activities:contribution_detail", args=[pk])
    form = HandOverForm(request.POST if request.method == "POST" else None, initial={"version": row.version})
    if request.method == "POST" and form.is_valid():
        try:
            hand_over_contribution(contribution=row, by=request.user, **form.cleaned_data)
        except Refused as refused:
            show_in(form, refused.problems)
        except history.StaleVersion as stale:
            text = _("%(who)s changed this entry meanwhile. Look at it again.")
            form.add_error(None, text % {"who": stale.current.changed_by or "–"})
        else:
            messages.success(request, _("The handing over has been saved."), extra_tags=request.path)
            return redirect(back)
    context = {"form": form, "row": row, "title": _("Hand over"), "back_url": back}
    return render(request, "activities/contribution_hand_over.html", context, status=422 if form.is_bound else 200)
