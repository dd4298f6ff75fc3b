"""The gallery of components: for the administrator, in both languages."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test.signals import template_rendered

from plumbing.templatetags.ui import STATES
from tests.closed import check_answer

FOLDER = Path(settings.BASE_DIR) / "templates" / "components"
COMPONENTS = sorted(path.name for path in FOLDER.glob("*.html"))


@pytest.fixture
def rendered():
    """Return the names of the templates that a page was made of."""
    names = set()

    def note(template, **_kwargs):
        names.add(template.name)

    template_rendered.connect(note)
    yield names
    template_rendered.disconnect(note)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_component_is_shown(language, cast, sign_in, rendered):
    """A new component is looked at here first, by whoever builds it and by whoever judges it."""
    cast.administrator.language = language
    cast.administrator.save()
    client = sign_in(cast.administrator)
    assert client.get("/gallery/?say=1").status_code == 200
    missing = [name for name in COMPONENTS if f"components/{name}" not in rendered]
    assert missing == []


def test_every_state_is_shown(cast, sign_in):
    page = sign_in(cast.administrator).get("/gallery/").content.decode()
    for tone, sign, _words in STATES.values():
        assert f'<span class="cn-status cn-{tone}"><svg class="icon" aria-hidden="true"><use href' in page
        assert f"#{sign}" in page
    for state in ("pending", "running", "done", "failed"):
        assert f'data-state="{state}"' in page
    for level in range(1, 6):
        assert f"cn-level-{level}" in page


def test_nobody_else_needs_it(cast, sign_in):
    check_answer(sign_in(cast.office).get("/gallery/"), 403)
