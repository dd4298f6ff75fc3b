from allauth.usersessions.models import UserSession

from tests.closed import check_only_takes
from tests.teams.test_session_list import signed_in

URL = "/me/sessions/end/"


def test_ends_one_or_all_others(cast):
    here, phone, desk = (signed_in("totruong.a1") for _ in range(3))
    other = signed_in("vanphong")
    ended = UserSession.objects.get(session_key=phone.session.session_key)
    here.post(URL, {"session": ended.pk})
    assert [client.get("/me/").status_code for client in (here, phone, desk, other)] == [200, 302, 200, 200]
    # Somebody else's is not one's own to end.
    foreign = UserSession.objects.get(user=cast.office)
    for wrong in (str(foreign.pk), "x", "9" * 30):
        here.post(URL, {"session": wrong})
    assert desk.get("/me/").status_code == 200
    here.post(URL)
    assert [client.get("/me/").status_code for client in (here, desk, other)] == [200, 302, 200]


def test_takes_a_post_alone(cast, sign_in):
    check_only_takes(sign_in(cast.leader_a1).get(URL), "POST")
