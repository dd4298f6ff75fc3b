"""The lists of areas, agencies, cadres, teams and accounts that can be loaded."""

from plumbing.importing.kinds import register
from teams.imports.accounts import AccountList
from teams.imports.agencies import AgencyList
from teams.imports.areas import AreaList
from teams.imports.cadres import CadreList
from teams.imports.teams import TeamList

register(AreaList())
register(AgencyList())
register(TeamList())
register(CadreList())
register(AccountList())
