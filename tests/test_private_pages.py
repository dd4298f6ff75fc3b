"""What a signed-in person sees stays out of shared caches; pages about households leave no copy at all."""

import pytest


@pytest.mark.parametrize("url", ["/", "/activities/", "/cadres/", "/me/"])
def test_pages_are_asked_for_again(cast, sign_in, url):
    assert sign_in(cast.office).get(url)["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("url", ["/households/"])
def test_household_pages_leave_no_copy(cast, sign_in, url):
    assert "no-store" in sign_in(cast.office).get(url)["Cache-Control"]
