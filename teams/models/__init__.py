from teams.models.accounts import Account, areas_given_by
from teams.models.agencies import Agency
from teams.models.areas import FOREVER, UNKNOWN_START, Area, AreaPath, Containment, area_scope, is_unbounded
from teams.models.cadres import Cadre
from teams.models.postings import Posting
from teams.models.sign_ins import SignIn
from teams.models.slips import Slip, SlipSheet
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
    "Posting",
    "SignIn",
    "Slip",
    "SlipSheet",
    "Team",
    "area_scope",
    "areas_given_by",
    "is_unbounded",
    "teams_in_scope",
]
