"""Meetings: the list and the minutes."""

from __future__ import annotations

from functools import partial

from django.db.models import Count, F, FilteredRelation, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from activities import rules
from activities.actions.meetings import record_meeting
from activities.checklist import with_attendance
from activities.filters import MeetingFilter
from activities.forms.minutes import MinutesForm
from activities.models import Meeting, Task, TeamMonth
from activities.tables import MeetingTable
from activities.views.closed import sent_away
from activities.views.listing import with_commune
from plumbing.form_pages import edit_page
from plumbing.listing import list_page
from plumbing.models import Change
from plumbing.stays import held_on
from plumbing.timeline import timeline
from teams.access import Permission, may, requires


@require_GET
@requires(Permission.VIEW_MONTHS)
def meeting_list(request: HttpRequest) -> HttpResponse:
    tasks = Task.objects.live().filter(meeting=OuterRef("pk")).order_by().values("meeting")
    rows = with_attendance(with_commune(Meeting.objects.visible_to(request.user).live())).annotate(
        task_count=Coalesce(Subquery(tasks.annotate(n=Count("pk")).values("n")), 0)
    )
    return list_page(
        request,
        rows=rows,
        filter_class=MeetingFilter,
        table_class=MeetingTable,
        title=_("Meetings"),
        may_export=may(request.user, Permission.EXPORT),
    )


@require_GET
@requires(Permission.VIEW_MONTHS)
def meeting_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the minutes, as they are read out and printed."""
    meetings = Meeting.objects.visible_to(request.user).select_related("team__village")
    meeting = get_object_or_404(meetings, pk=pk)
    worked_for = FilteredRelation("cadre__postings", condition=held_on(meeting.held_on, "cadre__postings__"))
    rows = meeting.attendances.select_related("cadre").annotate(posting=worked_for, agency=F("posting__agency__name"))
    attendances = list(rows.order_by("cadre__sort_key"))
    row = TeamMonth.objects.select_related("state_by").filter(team=meeting.team_id, month=meeting.month).first()
    # Whoever may correct a locked month is asked for the reason when it is saved.
    is_open = not meeting.is_voided and all(p.asks_reason for p in rules.state_problems(row, request.user))
    context = {
        "meeting": meeting,
        "team": meeting.team,
        "present": [a for a in attendances if a.was_present],
        "absent": [a.cadre for a in attendances if not a.was_present],
        "tasks": list(meeting.tasks.live().select_related("assignee").order_by("due_on", "id")),
        "can_edit": is_open and may(request.user, Permission.LOG_MONTH),
        "entries": timeline(Change.objects.about(meeting).with_people()[:20])
        if may(request.user, Permission.VIEW_HISTORY)
        else [],
    }
    return render(request, "activities/meeting_detail.html", context)


@requires(Permission.LOG_MONTH)
def meeting_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Mend the words of a meeting. The rest of it is the month's log."""
    meetings = Meeting.objects.visible_to(request.user).live().select_related("team__village")
    meeting = get_object_or_404(meetings, pk=pk)
    team, back_url = meeting.team, reverse("activities:meeting_detail", args=[pk])
    if away := sent_away(request, team, meeting.month, back_url):
        return away

    def save(form: MinutesForm) -> Meeting:
        return record_meeting(
            team=team,
            month=meeting.month,
            content=form.content(),
            by=request.user,
            uuid=meeting.uuid,
            version=form.cleaned_data["version"] or 0,
        )

    return edit_page(
        request,
        make_form=partial(MinutesForm, user=request.user),
        instance=meeting,
        save=save,
        title=_("Edit the minutes"),
        about=meeting,
        back_url=back_url,
        back_label=_("Minutes"),
        message=_("The minutes have been saved."),
        can_undo=True,
    )
