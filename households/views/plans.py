"""Pages about plans of help."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from households.help_filters import PlanFilter
from households.help_forms import PlanForm
from households.help_pages import help_tabs
from households.help_rules import plan_problems
from households.help_tables import EditablePlanTable, PlanTable, with_running
from households.models import HelpPlan
from plumbing.form_pages import edit_page
from plumbing.listing import list_page
from plumbing.models import Record
from plumbing.views.voiding import void_page
from teams.access import Permission as P
from teams.access import may, requires


@requires(P.VIEW_ASSIGNMENTS)
def plan_list(request: HttpRequest) -> HttpResponse:
    may_edit = may(request.user, P.EDIT_CATALOGUES)
    create = {"create_url": reverse("households:plan_create"), "create_label": _("New plan")}
    return list_page(
        request,
        rows=with_running(HelpPlan.objects.visible_to(request.user).live()),
        filter_class=PlanFilter,
        table_class=EditablePlanTable if may_edit else PlanTable,
        title=_("Plans of help"),
        may_export=may(request.user, P.EXPORT),
        template="households/assignment_list.html",
        context={"help_tabs": help_tabs(request), **(create if may_edit else {})},
    )


def plan_page(request: HttpRequest, plan: HelpPlan | None) -> HttpResponse:
    """Show a plan's form; what runs beyond a day that was brought forward is said."""

    def save(form: PlanForm) -> Record:
        saved = form.save_record()
        beyond = Q(valid_to__isnull=True) | Q(valid_to__gt=form.instance.valid_to)
        running = form.instance.assignments.live().filter(beyond).count() if form.instance.valid_to else 0
        for problem in plan_problems(form.instance, running):
            messages.warning(request, problem.text)
        return saved

    return edit_page(
        request,
        make_form=partial(PlanForm, user=request.user),
        instance=plan,
        save=save,
        title=str(plan or _("New plan")),
        about=plan.title if plan else "",
        back_url=reverse("households:plan_list"),
        back_label=_("Plans of help"),
        message=_("The plan has been saved."),
        context={"void_url": reverse("households:plan_void", args=[plan.pk]) if plan else ""},
    )


@requires(P.EDIT_CATALOGUES)
def plan_create(request: HttpRequest) -> HttpResponse:
    return plan_page(request, None)


@requires(P.EDIT_CATALOGUES)
def plan_edit(request: HttpRequest, pk: int) -> HttpResponse:
    return plan_page(request, get_object_or_404(HelpPlan.objects.visible_to(request.user).live(), pk=pk))


@requires(P.EDIT_CATALOGUES)
def plan_void(request: HttpRequest, pk: int) -> HttpResponse:
    plan = get_object_or_404(HelpPlan.objects.visible_to(request.user).live(), pk=pk)
    back = reverse("households:plan_list")
    return void_page(request, row=plan, title=_("Void the plan"), back_url=back, done_url=back)
