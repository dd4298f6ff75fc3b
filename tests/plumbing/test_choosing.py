"""What the selects that can be searched write for their script, and what they are without it."""

import re

import pytest
from django import forms
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plumbing.choosing import Chooser
from teams.choosing import AreaTreeField, PeopleSelect, in_tree_order
from teams.forms.accounts import AccountForm
from teams.models import Area, Cadre


def options(html):
    return re.findall(r"<option ([^>]*)>([^<]*)", html)


def test_a_plain_select_with_a_mark():
    html = Chooser(choices=[("1", "Một"), ("2", "Hai")]).render("x", "2")
    assert re.search(r'<select name="x"[^>]* data-chooser', html)
    assert "<option" in html
    assert "selected" in html.split("Hai")[0].rsplit("<option", 1)[1]


def test_people_have_agency_and_position_beside_their_name(cast):
    field = forms.ModelChoiceField(Cadre.objects.select_related("agency").order_by("pk"), widget=PeopleSelect)
    with CaptureQueriesContext(connection) as queries:
        html = field.widget.render("cadre", cast.cadres_a1[0].pk)
    assert len(queries) == 1
    assert 'data-detail="Cán bộ thử · Phòng Mẫu A"' in html
    assert "Giàng A Thử" in html


def test_areas_stand_below_what_they_lie_in(cast):
    areas = Area.objects.exclude(level="village").filter(valid_to=None).order_by("sort_key")
    ordered = [(area.tree_level, area.name) for area in in_tree_order(list(areas))]
    start = ordered.index((0, "Tỉnh Điện Biên"))
    assert ordered[start : start + 3] == [(0, "Tỉnh Điện Biên"), (1, "Xã Mường Chà"), (1, "Xã Nà Hỳ")]
    field = AreaTreeField(areas)
    with CaptureQueriesContext(connection) as queries:
        html = field.widget.render("area", "")
    assert len(queries) == 2
    [(attributes, label)] = [one for one in options(html) if "Nà Hỳ" in one[1]]
    assert 'data-level="1"' in attributes
    assert label.startswith("\u2003")
    assert field.clean(str(cast.areas.new_a.pk)) == cast.areas.new_a


@pytest.fixture
def account_form(cast):
    return lambda data=None, **kwargs: AccountForm(data, user=cast.administrator, **kwargs)


def test_the_page_holds_only_the_chosen_one_of_hundreds_of_cadres(cast, account_form):
    assert options(str(account_form()["cadre"])) == [('value="" selected', "Chọn…")]
    html = str(account_form(cadre=cast.cadres_a2[0])["cadre"])
    assert [label for _, label in options(html)] == ["Chọn…", cast.cadres_a2[0].name]
    assert 'data-src="/cadres/choices/"' in html


def test_a_cadre_who_has_an_account_cannot_be_chosen_again(cast, account_form):
    for cadre, is_free in ((cast.cadres_a2[0], True), (cast.cadres_a1[0], False)):
        form = account_form({"full_name": "Thử", "username": "thu.moi", "role": "office", "cadre": cadre.pk})
        form.is_valid()
        assert ("cadre" not in form.errors) == is_free


@pytest.mark.parametrize("value", ["x", "-1", "9" * 30, "1 or 1=1"])
def test_nonsense_is_refused(cast, account_form, value):
    form = account_form({"cadre": value})
    assert not form.is_valid()
    assert "cadre" in form.errors
    assert str(form["cadre"])
