from teams.models.accounts import Account
from teams.models.agencies import Agency
from teams.models.areas import FOREVER, UNKNOWN_START, Area, AreaPath, Containment, area_scope, is_unbounded
from teams.models.cadres import Cadre
from teams.models.sign_ins import SignIn
from teams.models.teams import Membership, Team, teams_in_scope

__all__ = [
    "FOREVER",
    "UNKNOWN_START",
    "Account",
    "Agency",
    "Area",
    "AreaPath",
    "Cadre",
    "Containment",
    "Membership",
    "SignIn",
    "Team",
    "area_scope",
    "is_unbounded",
    "teams_in_scope",
]
