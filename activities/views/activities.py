"""Activities: what the teams did, and how much of what."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from activities.actions.activities import record_activity, void_activity
from activities.filters import ActivityFilter
from activities.forms.activities import ActivityForm, GiftForm, show_activity_problems
from activities.forms.months import StepForm
from activities.models import Activity, Contribution
from activities.tables import ActivityTable, with_results
from activities.views.closed import sent_away, warn_of_closed_month, why_closed
from activities.views.contributions import with_correction
from activities.views.listing import requested_day, requested_team, with_commune
from plumbing.form_pages import action_page, edit_page, posted
from plumbing.listing import list_page
from plumbing.models import Change
from plumbing.problems import Refused
from plumbing.timeline import timeline
from plumbing.views.voiding import restore_row
from teams.access import Permission, may, requires


@require_GET
@requires(Permission.VIEW_MONTHS)
def activity_list(request: HttpRequest) -> HttpResponse:
    rows = with_results(with_commune(Activity.objects.visible_to(request.user).live()))
    context = {"create_url": reverse("activities:activity_create"), "create_label": _("Log an activity")}
    return list_page(
        request,
        rows=rows,
        filter_class=ActivityFilter,
        table_class=ActivityTable,
        title=_("Activities"),
        may_export=may(request.user, Permission.EXPORT),
        context=context if may(request.user, Permission.LOG_ACTIVITY) else None,
    )


@require_GET
@requires(Permission.VIEW_MONTHS)
def activity_detail(request: HttpRequest, pk: int) -> HttpResponse:
    activity = get_object_or_404(Activity.objects.visible_to(request.user).select_related("team"), pk=pk)
    gifts = Contribution.objects.visible_to(request.user).live().filter(activity=activity)
    changes = Change.objects.about(activity).with_people()[:20]
    context = {
        "activity": activity,
        "team": activity.team,
        "month": activity.held_on.replace(day=1),
        "quantities": list(activity.quantities.select_related("measure").order_by("measure__sort_key")),
        "contributions": list(with_correction(gifts).order_by("id")),
        "can_edit": may(request.user, Permission.LOG_ACTIVITY) and is_open(activity, request.user),
        "may_restore": may(request.user, Permission.LOG_ACTIVITY) and activity.is_voided,
        "entries": timeline(changes) if may(request.user, Permission.VIEW_HISTORY) else [],
    }
    return render(request, "activities/activity_detail.html", context)


def is_open(activity: Activity, user: Any) -> bool:
    """Return whether `user` may still change the activity: not voided, and its month not closed."""
    return not activity.is_voided and not why_closed(user, activity.team, activity.held_on)


@requires(Permission.LOG_ACTIVITY)
def activity_create(request: HttpRequest) -> HttpResponse:
    """Log an activity, with one gift if there was one; more gifts are added on its page."""
    team, day = requested_team(request), requested_day(request)
    warn_of_closed_month(request, team or request.user.team, day or timezone.localdate())
    form = ActivityForm(posted(request), user=request.user, team=team, day=day)
    gift = GiftForm(posted(request), prefix="gift")
    # Both are checked, so that every mistake shows at once.
    if request.method == "POST" and all([form.is_valid(), gift.is_valid()]):
        activity = form.instance
        try:
            saved = record_activity(
                activity=activity,
                quantities=form.quantities(),
                contributions=gift.contributions(activity),
                by=request.user,
            )
        except Refused as refused:
            show_activity_problems(form, gift, refused.problems)
        else:
            messages.success(request, _("The activity has been saved."), extra_tags=request.path)
            return redirect("activities:activity_detail", pk=saved.pk)
    context = {
        "form": form,
        "gift": gift,
        "title": _("Log an activity"),
        "back_url": reverse("activities:activity_list"),
        "back_label": _("Activities"),
    }
    return render(request, "activities/activity_form.html", context, status=422 if form.is_bound else 200)


@requires(Permission.LOG_ACTIVITY)
def activity_edit(request: HttpRequest, pk: int) -> HttpResponse:
    activity = get_object_or_404(Activity.objects.visible_to(request.user).live().select_related("team"), pk=pk)
    back = reverse("activities:activity_detail", args=[pk])
    if away := sent_away(request, activity.team, activity.held_on, back):
        return away

    def save(form: ActivityForm) -> Activity:
        return record_activity(
            activity=form.instance,
            quantities=form.quantities(),
            by=request.user,
            version=form.cleaned_data["version"],
        )

    return edit_page(
        request,
        make_form=partial(ActivityForm, user=request.user),
        instance=activity,
        save=save,
        title=_("Change the activity"),
        back_url=back,
        back_label=activity,
        message=_("The activity has been saved."),
        template="activities/activity_form.html",
    )


@requires(Permission.LOG_ACTIVITY)
def activity_void(request: HttpRequest, pk: int) -> HttpResponse:
    activity = get_object_or_404(Activity.objects.visible_to(request.user).live().select_related("team"), pk=pk)
    back = reverse("activities:activity_detail", args=[pk])
    if away := sent_away(request, activity.team, activity.held_on, back):
        return away
    return action_page(
        request,
        form=StepForm(posted(request), initial={"version": activity.version}),
        act=partial(void_activity, activity=activity, by=request.user),
        title=_("Void the activity"),
        back_url=back,
        done_url=reverse("activities:activity_list"),
        message=_("The activity has been voided; the history keeps it."),
        can_undo=True,
        template="activities/activity_void.html",
        context={"activity": activity},
    )


@requires(Permission.LOG_ACTIVITY)
@require_POST
def activity_restore(request: HttpRequest, pk: int) -> HttpResponse:
    activity = get_object_or_404(Activity.objects.visible_to(request.user).filter(voided_at__isnull=False), pk=pk)
    return restore_row(request, activity, reverse("activities:activity_detail", args=[pk]))
