"""The lists of village figures, activities, contributions and meetings that can be loaded."""

from activities.imports.activities import ActivityList
from activities.imports.contributions import ContributionList
from activities.imports.meetings import MeetingList
from activities.imports.snapshots import SnapshotList
from plumbing.importing.kinds import register

register(MeetingList())
register(SnapshotList())
register(ActivityList())
register(ContributionList())
