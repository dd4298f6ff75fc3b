"""Reading the tables that offices really keep, from Excel, OpenDocument and CSV files."""

from plumbing.spreadsheets.errors import UnreadableFile
from plumbing.spreadsheets.headers import Column
from plumbing.spreadsheets.tables import Row, Skipped, Table, open_table

__all__ = ["Column", "Row", "Skipped", "Table", "UnreadableFile", "open_table"]
