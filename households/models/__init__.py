from households.models.households import Household, Person
from households.models.poverty import Assessment, PovertyCause, PovertyStandard, Result, Review
from households.models.snapshots import VillageSnapshot

__all__ = [
    "Assessment",
    "Household",
    "Person",
    "PovertyCause",
    "PovertyStandard",
    "Result",
    "Review",
    "VillageSnapshot",
]
