import pytest

from plumbing.importing.kinds import Loader, list_kind
from plumbing.importing.loading import read_list
from teams.models import Account
from tests.imports import load, reasons, workbook

HEADER = ["Họ và tên", "Tên đăng nhập", "Vai trò", "Bản", "Xã", "Cơ quan"]


@pytest.fixture
def listed(cast, tmp_path):
    def write(*rows):
        return workbook(tmp_path / "accounts.xlsx", [HEADER, *rows])

    return write


def test_makes_accounts_without_passwords_and_again_changes_nothing(cast, listed):
    path = listed(
        ["Sùng A Mẫu", "", "Tổ trưởng", "Nà Ví Dụ", "Mường Chà", ""],
        ["QUÀNG VĂN THỬ", "quang.thu", "", "Nà Ví Dụ", "Mường Chà", ""],
        ["Phạm Thử", "pham.thu", "Cán bộ xã", "", "Nà Hỳ", ""],
        ["Lê Thử", "", "Lãnh đạo cơ quan", "", "", "Phòng Mẫu A"],
    )
    found = load("accounts", path)
    assert (found["new"], found["rejected"], found["exit"]) == (4, [], 0)
    leads = Account.objects.get(username="sung.a.mau")
    assert (leads.role, leads.team, leads.cadre) == ("team_leader", cast.team_a2, cast.cadres_a2[0])
    assert (leads.service.role, leads.has_usable_password()) == ("leader", False)
    assert Account.objects.get(username="quang.thu").role == "member"
    assert Account.objects.get(username="pham.thu").area == cast.areas.new_b
    assert Account.objects.get(username="le.thu").agency == cast.agency_a
    again = load("accounts", path)
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, 4)


def test_says_what_is_wrong(cast, listed):
    found = load("accounts", listed(
        ["Sùng A Mẫu", "totruong.a1", "Tổ trưởng", "Nà Ví Dụ", "Mường Chà", ""],
        ["Sùng A Mẫu", "lò mẫu", "Tổ trưởng", "Nà Ví Dụ", "Mường Chà", ""],
        ["Sùng A Mẫu", "", "Trưởng thôn", "Nà Ví Dụ", "Mường Chà", ""],
        ["Phạm Thử", "", "Cán bộ xã", "", "", ""],
        ["Giàng A Thử", "khac", "Tổ trưởng", "Huổi Thử", "Mường Chà", ""],
    ))  # fmt: skip
    expected = ["đã có người dùng", "Ít nhất 3 ký tự", "không phải là vai trò", "phải gắn với một xã", "totruong.a1"]
    assert [words for number, words in enumerate(expected, 3) if words not in reasons(found, "rejected", number)] == []
    assert (found["new"], found["exit"]) == (0, 1)


@pytest.mark.parametrize(
    ("who", "row", "is_given"),
    [
        ("officer_a", ["Sùng A Mẫu", "", "Tổ trưởng", "Nà Ví Dụ", "Mường Chà", ""], True),
        ("officer_a", ["Tẩn A Bí Mật", "", "Thành viên", "Mẫu Đá", "Nà Hỳ", ""], False),
        ("officer_a", ["Phạm Thử", "", "Cán bộ xã", "", "Mường Chà", ""], False),
        ("officer_a", ["Phạm Thử", "", "Quản trị", "", "", ""], False),
        ("office", ["Phạm Thử", "", "Cán bộ xã", "", "Mường Chà", ""], True),
        ("office", ["Phạm Thử", "", "Văn phòng", "", "Mường Chà", ""], False),
        ("office", ["Phạm Thử", "", "Lãnh đạo", "", "", ""], False),
        # An account that is not theirs to change.
        ("office", ["Kẻ Lạ", "quantri", "Tổ trưởng", "Nà Ví Dụ", "Mường Chà", ""], False),
    ],
)
def test_nobody_gives_what_is_above_them(cast, listed, who, row, is_given):
    path = listed(row)
    kind, loader = list_kind("accounts"), Loader(user=getattr(cast, who))
    result = read_list(kind, path.read_bytes(), path.name, loader)
    assert bool(result.writing) is is_given
    assert bool(result.rejected) is not is_given or not is_given
