"""For whom cadres worked when: seen and explained with the cadre."""

from django.utils.translation import gettext_lazy as _

from plumbing.nouns import Noun, register
from teams.access import Permission as P
from teams.models import Posting

register(Noun(model=Posting, label=_("Postings"), icon="agency", permission=P.VIEW_TEAMS, in_history=True))
