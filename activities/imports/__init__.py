"""The lists of village figures that can be loaded."""

from activities.imports.snapshots import SnapshotList
from plumbing.importing.kinds import register

register(SnapshotList())
