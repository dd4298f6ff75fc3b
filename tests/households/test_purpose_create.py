from households.models import Purpose
from tests.closed import check_refused

URL = "/purposes/new/"
DATA = {"name": "Thử", "data": "Họ tên", "legal_basis": "Điều 1", "kept_months": "12"}


def test_enters_one(cast, sign_in):
    assert sign_in(cast.administrator).post(URL, DATA).status_code == 302
    assert Purpose.objects.get(name="Thử").kept_months == 12
    check_refused(URL, [cast.office, cast.leader_a1], status=403)
