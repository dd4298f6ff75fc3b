"""Where households lived when: seen, searched for and explained with the household."""

from django.utils.translation import gettext_lazy as _

from households.models import Residence
from plumbing.nouns import Noun, register
from teams.access import Permission as P

register(Noun(model=Residence, label=_("Residences"), icon="household", permission=P.VIEW_HOUSEHOLDS, in_history=True))
