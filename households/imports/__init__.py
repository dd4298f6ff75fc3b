"""The lists of households, assessments and village figures that can be loaded."""

from households.imports.households import HouseholdList
from households.imports.snapshots import SnapshotList
from plumbing.importing.kinds import register

register(HouseholdList())
register(SnapshotList())
