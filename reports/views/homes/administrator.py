"""The administrator's home."""

from reports.views.homes.office import office_home as administrator_home

__all__ = ["administrator_home"]
