"""Addresses worked out once are those that reverse() gives."""

import datetime as dt

import pytest
from django.urls import reverse, set_script_prefix

from plumbing.addresses import address, around_number


@pytest.fixture
def prefix():
    yield set_script_prefix
    set_script_prefix("/")


def test_address_follows_the_prefix_of_the_deployment(prefix):
    assert address("teams:team_list") == reverse("teams:team_list") == "/teams/"
    prefix("/caunoi/")
    assert address("teams:team_list") == reverse("teams:team_list") == "/caunoi/teams/"
    assert around_number("teams:team_detail", "pk") == ("/caunoi/teams/", "/")


def test_number_with_other_parts():
    month = dt.date(2026, 6, 1)
    before, after = around_number("activities:month_detail", "team_id", month=month)
    assert f"{before}7{after}" == reverse("activities:month_detail", args=[7, month])


def test_what_takes_no_number():
    assert around_number("teams:team_list", "pk") == ("", "")
