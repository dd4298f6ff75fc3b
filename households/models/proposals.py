"""Proposals to hand a household over: somebody is asked to take it, and answers."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from households.models.assignments import ONE_HELPER, Assignment, OfHouseholdQuerySet
from households.models.help_plans import HelpPlan
from households.models.households import Household
from plumbing.fields import Line
from plumbing.models import Record
from plumbing.models.records import Place
from plumbing.privacy import Privacy
from teams.access import Permission, Scope, may, scope_of
from teams.models import Account, Agency, Cadre, area_scope


class AssignmentProposalQuerySet(OfHouseholdQuerySet):
    """Questions about proposals."""

    def visible_to(self, user: Account) -> Self:
        """Return the proposals about households of the user's villages, and those that ask the user or the agency."""
        if not may(user, Permission.VIEW_ASSIGNMENTS):
            return self.none()
        if scope_of(user) is Scope.AGENCY:
            mine = Q(agency=user.agency_id) | Q(cadre__agency=user.agency_id)
            mine |= Q(replaces__in=Assignment.objects.of_agency(user.agency_id or 0).values("pk"))
        else:
            mine = area_scope(user, "household__village")
        if user.cadre_id:
            mine |= Q(cadre=user.cadre_id) | Q(replaces__cadre=user.cadre_id) | Q(created_by=user.pk)
        return self.filter(mine)

    def answerable_by(self, user: Account) -> Self:
        """Return the waiting proposals that the user may accept or decline: the one who is asked, the lead of the
        agency that is asked, and the office for somebody without an account.
        """
        if not may(user, Permission.VIEW_ASSIGNMENTS):
            return self.none()
        mine = Q(cadre=user.cadre_id) if user.cadre_id else Q(pk__in=[])
        if scope_of(user) is Scope.AGENCY:
            mine |= Q(agency=user.agency_id)
        if may(user, Permission.EDIT_ASSIGNMENTS):
            mine |= area_scope(user, "household__village")
        return self.waiting().filter(mine)

    def withdrawable_by(self, user: Account) -> Self:
        """Return the waiting proposals that the user made, or all of the area for who assigns helpers there."""
        mine = Q(created_by=user.pk)
        if may(user, Permission.EDIT_ASSIGNMENTS):
            mine |= area_scope(user, "household__village")
        return self.waiting().visible_to(user).filter(mine)

    def waiting(self) -> Self:
        return self.live().filter(state=AssignmentProposal.State.WAITING)

    def unanswered_on(self, day: dt.date) -> Self:
        """Return the proposals that nobody answered in time: they are the office's again."""
        return self.waiting().filter(answer_due_on__lt=day)


class AssignmentProposal(Record):
    """Somebody is asked to take a household over, from whoever helps it now or as its first helper."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting for an answer")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    plan = models.ForeignKey(HelpPlan, verbose_name=_("plan of help"), on_delete=models.PROTECT, related_name="+")
    household = models.ForeignKey(
        Household, verbose_name=_("household"), on_delete=models.PROTECT, related_name="assignment_proposals"
    )
    # Whose place is taken; None: the household has nobody.
    replaces = models.ForeignKey(
        Assignment,
        verbose_name=_("takes the place of"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="proposals",
    )
    cadre = models.ForeignKey(
        Cadre, verbose_name=_("cadre"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    agency = models.ForeignKey(
        Agency, verbose_name=_("agency"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    takes_over_on = models.DateField(_("takes over on"))
    answer_due_on = models.DateField(_("answer due"))
    why = Line(_("why"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    answered_on = models.DateField(_("answered"), null=True, blank=True)
    answer = Line(_("reason of the answer"), max_length=300, blank=True)

    objects = AssignmentProposalQuerySet.as_manager()
    feeds_figures = False
    place_through = ("household", "cadre", "agency")

    privacy = Privacy(
        personal=(
            "household",
            "replaces",
            "cadre",
            "agency",
            "takes_over_on",
            "answer_due_on",
            "why",
            "state",
            "answered_on",
            "answer",
        ),
        neither=("plan",),
        tells_of="household_id",
    )

    class Meta(Record.Meta):
        verbose_name = _("proposal of a helper")
        ordering = ["answer_due_on", "id"]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                name="assignment_proposal_one_helper",
                condition=ONE_HELPER,
                violation_error_message=_("Name either a cadre or an agency."),
            ),
            models.UniqueConstraint(
                fields=["household"],
                name="assignment_proposal_one_waiting",
                condition=Q(state="waiting", voided_at__isnull=True),
                violation_error_message=_("Somebody has been asked to take this household already."),
            ),
            models.CheckConstraint(
                name="assignment_proposal_answered_pair",
                condition=Q(state="waiting", answered_on__isnull=True)
                | ~Q(state="waiting") & Q(answered_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.helper} – {getattr(self, 'head_name', None) or self.household}"

    @property
    def helper(self) -> Cadre | Agency | None:
        return self.cadre or self.agency

    def place(self) -> Place:
        return (self.household.village_id, None)
