from activities.models.activities import Activity, Measure, Quantity
from activities.models.contributions import Contribution
from activities.models.meetings import Attendance, Meeting
from activities.models.months import TeamMonth
from activities.models.tasks import Task

__all__ = [
    "Activity",
    "Attendance",
    "Contribution",
    "Measure",
    "Meeting",
    "Quantity",
    "Task",
    "TeamMonth",
]
