from households.models import Breach
from tests.closed import check_refused


def test_enters_one(cast, sign_in):
    data = {"found_at": "08:30 20/11/2026", "what": "Gửi nhầm danh sách", "whose": "12 hộ bản Huổi Thử"}
    answer = sign_in(cast.administrator).post("/breaches/new/", data)
    assert answer.status_code == 302, answer.context["form"].errors
    assert Breach.objects.filter(what="Gửi nhầm danh sách").exists()
    check_refused("/breaches/new/", [cast.office, cast.leader_a1], status=403)
