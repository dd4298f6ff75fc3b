"""The commune officer's home: the office's, of one commune."""

from reports.views.homes.office import office_home as commune_home

__all__ = ["commune_home"]
