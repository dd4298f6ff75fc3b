"""The lists of households and of reviews' results that can be loaded."""

from households.imports.assessments import AssessmentList
from households.imports.households import HouseholdList
from plumbing.importing.kinds import register

register(HouseholdList())
register(AssessmentList())
