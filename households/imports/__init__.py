"""The lists of households, of reviews' results and of helpers that can be loaded."""

from households.imports.assessments import AssessmentList
from households.imports.assignments import AssignmentList
from households.imports.households import HouseholdList
from plumbing.importing.kinds import register

register(HouseholdList())
register(AssessmentList())
register(AssignmentList())
