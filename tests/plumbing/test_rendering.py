"""Quick widgets, fields and cells say the same as the slow ways of the packages that they stand in for."""

import re

import django_tables2 as tables
import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.template.loader import get_template
from django.utils.safestring import mark_safe

from plumbing.rendering import WRITERS, QuickRenderer
from plumbing.templatetags import table_parts
from teams.models import Area

NASTY = "<b>\"&'"
CHOICES = [("", "–"), (1, 2025), ("x", NASTY), ("y", mark_safe("<i>y</i>")), (NASTY, [("g", "g"), ("h", NASTY)])]


class Sample(forms.Form):
    text = forms.CharField(label=NASTY, help_text="help <a href='#'>link</a>", max_length=7)
    number = forms.IntegerField(required=False, min_value=1)
    words = forms.CharField(widget=forms.Textarea(attrs={"rows": 3, "data-x": NASTY}), required=False)
    choice = forms.ChoiceField(choices=CHOICES, required=False)
    several = forms.MultipleChoiceField(choices=CHOICES, required=False)
    boxes = forms.MultipleChoiceField(choices=CHOICES, required=False, widget=forms.CheckboxSelectMultiple)
    check = forms.BooleanField(required=False)
    file = forms.FileField(required=False)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)
    disabled = forms.CharField(disabled=True, required=False, initial=NASTY)


FORMS = {
    "empty": lambda: Sample(),
    "filled": lambda: Sample(
        {"text": NASTY, "number": "12345", "words": f"\n{NASTY}", "choice": "x", "several": ["1"]}
    ),
    "wrong": lambda: Sample({"text": "far too long", "number": "-3", "choice": "no", "check": "on"}),
}


def same(html):
    """Take out what a browser does not see: white space between tags and around texts."""
    html = re.sub(r"<!--.*?-->", "", html, flags=re.DOTALL)
    html = re.sub(r"\s+", " ", html)
    return re.sub(r"\s*([<>])\s*", r"\1", html)


@pytest.mark.parametrize("state", FORMS)
@pytest.mark.parametrize("name", Sample.base_fields)
def test_widget_as_djangos_templates(state, name):
    quick, slow = FORMS[state](), FORMS[state]()
    quick.renderer, slow.renderer = QuickRenderer(), DjangoTemplates()
    assert same(str(quick[name])) == same(str(slow[name]))


@pytest.mark.parametrize("state", FORMS)
@pytest.mark.parametrize("name", Sample.base_fields)
@pytest.mark.parametrize("inline", [True, False])
def test_field_as_crispys_template(state, name, inline):
    context = {"form_show_errors": True, "form_show_labels": True, "error_text_inline": inline}
    shown = [
        get_template(template).render({**context, "field": FORMS[state]()[name]})
        for template in ("bootstrap5/field.html", "bootstrap5/field_any.html")
    ]
    assert same(shown[0]) == same(shown[1])


def test_crispys_own_template_is_the_one_we_keep():
    from crispy_bootstrap5 import __file__ as package  # noqa: PLC0415 -- only here

    kept = get_template("bootstrap5/field_any.html").template.source
    with open(package.replace("__init__.py", "templates/bootstrap5/field.html")) as theirs:
        assert kept == theirs.read()


def test_every_quick_widget_is_djangos():
    for template in WRITERS:
        if template not in {"django/forms/widgets/search.html", "django/forms/widgets/tel.html"}:
            assert DjangoTemplates().get_template(template)


class AreaTable(tables.Table):
    name = tables.Column(linkify=lambda record: f"/{record.pk}/?a=1&b=2")
    level = tables.Column(linkify=("teams:area_detail", {"pk": tables.A("pk")}))
    code = tables.Column(empty_values=())
    successor = tables.Column(accessor="successor__name")
    ended = tables.Column(accessor="has_ended")
    text = tables.TemplateColumn("<i>{{ record.code }}</i>", orderable=False)
    none = tables.Column(accessor="no__such__thing")
    coloured = tables.Column(accessor="code", attrs={"td": {"class": lambda record: f"c{record.code}"}})
    parts = tables.ManyToManyColumn(accessor="predecessors")

    def render_code(self, value, record, bound_column, column, table, bound_row):
        assert bound_column.name == "code"
        assert table is self
        assert bound_row.record is record
        return f"{value} {NASTY}"


def as_django_tables_does(table):
    rows = []
    for row in table.paginated_rows:
        cells = "".join(
            f'<td {column.attrs["td"].as_html()} data-label="{column.header}">'
            f"{tables.columns.base.format_html('{}', cell)}</td>"
            for column, cell in row.items()
        )
        rows.append(f"<tr {row.attrs.as_html()}>{cells}</tr>")
    return "".join(rows)


@pytest.mark.django_db
def test_cells_as_django_tables_makes_them():
    new = Area.objects.create(level="commune", code="n", name=NASTY)
    Area.objects.create(level="village", code="v", name="", successor=new)
    rows = Area.objects.order_by("pk")
    assert table_parts.body(AreaTable(rows)) == as_django_tables_does(AreaTable(rows))
    listed = [{"name": "x", "code": 1, "level": None, "pk": 3}]
    columns = {"exclude": ("name", "text", "coloured", "parts")}
    assert table_parts.body(AreaTable(listed, **columns)) == as_django_tables_does(AreaTable(listed, **columns))
