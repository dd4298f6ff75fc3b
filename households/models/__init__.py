from households.models.assignments import Assignment, Trouble
from households.models.help_plans import HelpPlan
from households.models.households import Household, Person
from households.models.poverty import Assessment, PovertyCause, PovertyStandard, Result, Review
from households.models.proposals import AssignmentProposal
from households.models.protection import Breach, DataRequest, Purpose
from households.models.residences import Residence
from households.models.snapshots import VillageSnapshot
from households.models.viewings import Viewing

__all__ = [
    "Assessment",
    "Assignment",
    "AssignmentProposal",
    "Breach",
    "DataRequest",
    "HelpPlan",
    "Household",
    "Person",
    "PovertyCause",
    "PovertyStandard",
    "Purpose",
    "Residence",
    "Result",
    "Review",
    "Trouble",
    "Viewing",
    "VillageSnapshot",
]
