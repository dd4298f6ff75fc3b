"""The lists of village figures, activities, contributions and meetings that can be loaded."""

from activities.imports.contributions import ContributionList
from activities.imports.snapshots import SnapshotList
from plumbing.importing.kinds import register

register(SnapshotList())
register(ContributionList())
