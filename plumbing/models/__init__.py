from plumbing.models.backups import BackupRun
from plumbing.models.exports import ExportedList
from plumbing.models.history import Change
from plumbing.models.imports import ImportBatch, ImportRow
from plumbing.models.jobs import Job
from plumbing.models.records import Record, RecordQuerySet
from plumbing.models.saved_filters import SavedFilter

__all__ = [
    "BackupRun",
    "Change",
    "ExportedList",
    "ImportBatch",
    "ImportRow",
    "Job",
    "Record",
    "RecordQuerySet",
    "SavedFilter",
]
