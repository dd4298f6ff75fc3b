"""The people of a household: seen, searched for and explained with it."""

from django.utils.translation import gettext_lazy as _

from households.models import Person
from plumbing.nouns import Noun, register
from teams.access import Permission as P

register(Noun(model=Person, label=_("People"), icon="household", permission=P.VIEW_HOUSEHOLDS, in_history=True))
