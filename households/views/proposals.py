"""Pages about proposals: somebody is asked to take a household over, and answers."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from households.actions.proposals import accept_proposal, decline_proposal, propose_helper, withdraw_proposal
from households.help_filters import ProposalFilter
from households.help_forms import AcceptForm, AnswerForm, ProposalForm
from households.help_pages import help_tabs
from households.help_tables import LinkedProposalTable, with_place
from households.models import Assignment, AssignmentProposal
from plumbing.form_pages import action_page, edit_page
from plumbing.forms import PlainForm
from plumbing.listing import list_page
from teams.access import Permission as P
from teams.access import may, requires


def shown(rows: Any) -> Any:
    """Return proposals with what their list and their page tell."""
    helped = ("replaces__cadre", "replaces__agency")
    return with_place(rows.with_household()).select_related(
        "household__village", "plan", "cadre__agency", "agency", *helped
    )


@requires(P.VIEW_ASSIGNMENTS)
def proposal_list(request: HttpRequest) -> HttpResponse:
    """Who was asked to take a household over, and has not answered yet."""
    return list_page(
        request,
        rows=shown(AssignmentProposal.objects.visible_to(request.user).live()),
        filter_class=ProposalFilter,
        table_class=LinkedProposalTable,
        title=_("Proposals of helpers"),
        may_export=may(request.user, P.EXPORT),
        template="households/assignment_list.html",
        context={"help_tabs": help_tabs(request)},
    )


@requires(P.VIEW_ASSIGNMENTS)
def proposal_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One proposal, with the answer for whoever may give it."""
    proposal = get_object_or_404(shown(AssignmentProposal.objects.visible_to(request.user).live()), pk=pk)
    rows = AssignmentProposal.objects
    day = max(proposal.takes_over_on, dt.date.today())
    context = {
        "proposal": proposal,
        "name": proposal.head_name or str(proposal.household),
        "rows": proposal_rows(proposal),
        "may_answer": rows.answerable_by(request.user).filter(pk=pk).exists(),
        "may_withdraw": rows.withdrawable_by(request.user).filter(pk=pk).exists(),
        "accept_form": AcceptForm(initial={"day": day}),
        "decline_form": AnswerForm(),
    }
    return render(request, "households/proposal_detail.html", context)


def proposal_rows(proposal: Any) -> list[tuple[str, object]]:
    return [
        (_("Village"), f"{proposal.household.village}, {proposal.commune or '–'}"),
        (_("Helped now by"), proposal.replaces.helper if proposal.replaces else _("nobody")),
        (_("Asked"), proposal.helper),
        (_("Takes over on"), f"{proposal.takes_over_on:%d/%m/%Y}"),
        (_("Answer due"), f"{proposal.answer_due_on:%d/%m/%Y}"),
        (_("Plan of help"), proposal.plan),
        (_("Why"), proposal.why),
        (_("Reason of the answer"), proposal.answer),
    ]


@requires(P.PROPOSE_HELPERS)
def proposal_create(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask somebody to take a household over from its present helper."""
    rows = Assignment.objects.proposable_by(request.user).current().with_helper().with_household()
    row: Any = get_object_or_404(rows, pk=pk)

    def make_form(data: Any = None, instance: Any = None) -> ProposalForm:
        made = AssignmentProposal(plan=row.plan, household=row.household, replaces=row)
        return ProposalForm(data, instance=made, user=request.user)

    def save(form: ProposalForm) -> AssignmentProposal:
        return propose_helper(proposal=form.instance, by=request.user)

    return edit_page(
        request,
        make_form=make_form,
        save=save,
        title=_("Propose another helper"),
        about=f"{row.head_name or row.household} – {row.helper}",
        back_url=reverse("households:assignment_list"),
        back_label=_("Helpers of households"),
        success_url=proposal_url,
        message=_("The proposal has been made; it waits for an answer."),
    )


def proposal_url(proposal: AssignmentProposal) -> str:
    return reverse("households:proposal_detail", args=[proposal.pk])


def answer_page(request: HttpRequest, proposal: AssignmentProposal, form: Any, act: Any, message: str) -> HttpResponse:
    return action_page(
        request,
        form=form,
        act=partial(act, proposal=proposal, by=request.user),
        title=str(proposal),
        back_url=reverse("households:proposal_list"),
        back_label=_("Proposals of helpers"),
        message=message,
    )


def answerable(request: HttpRequest, pk: int) -> AssignmentProposal:
    """Return a proposal that the user may answer. One that was answered or withdrawn meanwhile says so itself."""
    mine = AssignmentProposal.objects.visible_to(request.user).live()
    rows = mine.answerable_by(request.user) | mine.exclude(state=AssignmentProposal.State.WAITING)
    return get_object_or_404(rows.select_related("household", "plan", "cadre", "agency"), pk=pk)


@requires(P.VIEW_ASSIGNMENTS)
@require_POST
def proposal_accept(request: HttpRequest, pk: int) -> HttpResponse:
    proposal = answerable(request, pk)
    done = _("The household has been taken over.")
    return answer_page(request, proposal, AcceptForm(request.POST), accept_proposal, done)


@requires(P.VIEW_ASSIGNMENTS)
@require_POST
def proposal_decline(request: HttpRequest, pk: int) -> HttpResponse:
    proposal = answerable(request, pk)
    done = _("The proposal has been declined; the household stays with its helper.")
    return answer_page(request, proposal, AnswerForm(request.POST), decline_proposal, done)


@requires(P.VIEW_ASSIGNMENTS)
@require_POST
def proposal_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    rows = AssignmentProposal.objects.withdrawable_by(request.user).select_related(
        "household", "plan", "cadre", "agency"
    )
    proposal = get_object_or_404(rows, pk=pk)
    done = _("The proposal has been withdrawn.")
    return answer_page(request, proposal, PlainForm(request.POST), withdraw_proposal, done)
