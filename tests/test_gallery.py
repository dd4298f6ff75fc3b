"""The gallery of components: for the administrator, in both languages."""

import pytest


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_component_is_shown(language, cast, sign_in):
    cast.administrator.language = language
    cast.administrator.save()
    page = sign_in(cast.administrator).get("/gallery/").content.decode()
    for one in ("cn-kpi", "cn-status", "cn-tile", "cn-timeline", "pagination", "cn-table"):
        assert one in page, one


def test_nobody_else_needs_it(cast, sign_in):
    assert sign_in(cast.office).get("/gallery/").status_code == 403
