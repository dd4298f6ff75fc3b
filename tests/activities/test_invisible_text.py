"""A text of nothing but invisible characters is empty, wherever a text is needed."""

import datetime as dt
import uuid

import pytest

from activities.models import Activity, Contribution, Task
from households.models import Household
from tests.activities.pages import text_of

TODAY = f"{dt.date.today():%d/%m/%Y}"
NOTHING = "\u200b\ufeff \u200b"


@pytest.mark.parametrize(
    ("url", "model", "fields"),
    [
        ("/activities/new/", Activity, {"held_on": TODAY, "field": "charity", "title": NOTHING, "gift-kind": "money"}),
        ("/tasks/new/", Task, {"title": NOTHING, "due_on": TODAY}),
        ("/contributions/new/", Contribution, {"donor": NOTHING, "kind": "money", "amount": "5", "received_on": TODAY}),
        ("/households/new/", Household, {"head_name": NOTHING, "size": "3"}),
    ],
)
def test_is_asked_for_again(cast, sign_in, url, model, fields):
    count = model.objects.count()
    own = {"uuid": str(uuid.uuid4()), "team": cast.team_a1.pk, "village": cast.team_a1.village_id}
    response = sign_in(cast.leader_a1).post(url, own | fields)
    assert "Ô này bắt buộc phải nhập." in text_of(response)
    assert model.objects.count() == count
