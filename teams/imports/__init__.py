"""The lists of areas, agencies, cadres and teams that can be loaded."""

from plumbing.importing.kinds import register
from teams.imports.agencies import AgencyList
from teams.imports.areas import AreaList
from teams.imports.cadres import CadreList
from teams.imports.teams import TeamList

register(AreaList())
register(AgencyList())
register(TeamList())
register(CadreList())
