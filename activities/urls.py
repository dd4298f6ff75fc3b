"""Addresses of what teams do, month by month."""

from __future__ import annotations

import datetime as dt

from django.urls import URLPattern, URLResolver, path, register_converter

from activities.views import activities, boards, bulk, contributions, logs, measures, meetings, months, tasks


class MonthConverter:
    """A month in an address: 2026-06."""

    regex = r"(?:19|20|21)\d{2}-(?:0[1-9]|1[0-2])"

    def to_python(self, value: str) -> dt.date:
        return dt.date(int(value[:4]), int(value[5:]), 1)

    def to_url(self, value: dt.date) -> str:
        return f"{value:%Y-%m}"


register_converter(MonthConverter, "month")

app_name = "activities"
urlpatterns: list[URLPattern | URLResolver] = [
    path("board/", boards.month_board, name="month_board"),
    path("board/<month:month>/accept/", boards.month_accept_all, name="month_accept_all"),
    path("board/<month:month>/lock/", boards.month_lock_all, name="month_lock_all"),
    path("board/<month:month>/return/", boards.month_return_all, name="month_return_all"),
    path("months/", months.month_own, name="month_own"),
    path("months/<int:team_id>/", months.month_detail, name="month_detail"),
    path("months/<int:team_id>/<month:month>/", months.month_detail, name="month_detail"),
    path("months/<int:team_id>/<month:month>/log/", logs.month_log, name="month_log"),
    path("months/<int:team_id>/<month:month>/submit/", months.month_submit, name="month_submit"),
    path("months/<int:team_id>/<month:month>/accept/", months.month_accept, name="month_accept"),
    path("months/<int:team_id>/<month:month>/return/", months.month_return, name="month_return"),
    path("months/<int:team_id>/<month:month>/lock/", months.month_lock, name="month_lock"),
    path("months/<int:team_id>/<month:month>/withdraw/", months.month_withdraw, name="month_withdraw"),
    path("months/<int:team_id>/<month:month>/reopen/", months.month_reopen, name="month_reopen"),
    path("meetings/", meetings.meeting_list, name="meeting_list"),
    path("meetings/<int:pk>/", meetings.meeting_detail, name="meeting_detail"),
    path("meetings/<int:pk>/edit/", meetings.meeting_edit, name="meeting_edit"),
    path("tasks/", tasks.task_list, name="task_list"),
    path("tasks/new/", tasks.task_create, name="task_create"),
    path("tasks/finish/", bulk.task_finish_many, name="task_finish_many"),
    path("tasks/move/", bulk.task_move_many, name="task_move_many"),
    path("tasks/assign/", bulk.task_assign_many, name="task_assign_many"),
    path("tasks/<int:pk>/edit/", tasks.task_edit, name="task_edit"),
    path("tasks/<int:pk>/settle/", tasks.task_settle, name="task_settle"),
    path("tasks/<int:pk>/tick/", tasks.task_tick, name="task_tick"),
    path("activities/", activities.activity_list, name="activity_list"),
    path("activities/new/", activities.activity_create, name="activity_create"),
    path("activities/<int:pk>/", activities.activity_detail, name="activity_detail"),
    path("activities/<int:pk>/edit/", activities.activity_edit, name="activity_edit"),
    path("activities/<int:pk>/void/", activities.activity_void, name="activity_void"),
    path("activities/<int:pk>/restore/", activities.activity_restore, name="activity_restore"),
    path("contributions/", contributions.contribution_list, name="contribution_list"),
    path("contributions/new/", contributions.contribution_create, name="contribution_create"),
    path("contributions/<int:pk>/", contributions.contribution_detail, name="contribution_detail"),
    path("contributions/<int:pk>/correct/", contributions.contribution_correct, name="contribution_correct"),
    path("contributions/<int:pk>/hand-over/", contributions.contribution_hand_over, name="contribution_hand_over"),
    path("measures/", measures.measure_list, name="measure_list"),
    path("measures/new/", measures.measure_create, name="measure_create"),
    path("measures/<int:pk>/edit/", measures.measure_edit, name="measure_edit"),
]
