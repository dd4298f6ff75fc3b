"""What the made-up teams write: activities, tasks, donors, reasons."""

# ruff: noqa: E501 -- the activities are a table, one a line

from __future__ import annotations

from dataclasses import dataclass

from activities.models import Activity, Contribution

F = Activity.Field
MONEY, GOODS, LABOUR, LAND = (
    Contribution.Kind.MONEY,
    Contribution.Kind.GOODS,
    Contribution.Kind.LABOUR,
    Contribution.Kind.LAND,
)
DRY = (11, 12, 1, 2, 3, 4)
RAINS = (6, 7, 8, 9)


@dataclass(frozen=True)
class GiftKind:
    """Something that comes with an activity. `value`: đồng for one unit; 0 when nobody puts a value on it."""

    kind: str
    what: str
    unit: str
    least: int
    most: int
    value: int = 1
    step: int = 1


@dataclass(frozen=True)
class ActivityKind:
    """A kind of activity: its season (empty = all year), how many take part, what is counted, what is given."""

    field: str
    title: str
    months: tuple[int, ...] = ()
    people: tuple[int, int] = (15, 60)
    measures: tuple[tuple[str, int, int], ...] = ()
    gifts: tuple[GiftKind, ...] = ()
    # How often it comes, against 1 for an ordinary one.
    weight: float = 1


ACTIVITY_KINDS = [
    ActivityKind(F.OUTREACH, "Tuyên truyền về bảo vệ rừng, phòng cháy, chữa cháy rừng", DRY, (25, 80), (("people_reached", 25, 80),), weight=2),
    ActivityKind(F.OUTREACH, "Tuyên truyền, vận động xóa bỏ tảo hôn, hôn nhân cận huyết thống", (), (20, 70), (("people_reached", 20, 70),), weight=2),
    ActivityKind(F.OUTREACH, "Phổ biến chủ trương của Đảng, chính sách, pháp luật của Nhà nước", (), (25, 90), (("people_reached", 25, 90),), weight=2),
    ActivityKind(F.OUTREACH, "Tuyên truyền việc sắp xếp đơn vị hành chính, chính quyền địa phương 2 cấp", (5, 6, 7), (30, 90), (("people_reached", 30, 90),), weight=2),
    ActivityKind(F.ECONOMY, "Hướng dẫn kỹ thuật chăm sóc lúa, ngô vụ xuân", (2, 3, 4), (12, 40), (("people_reached", 12, 40),), weight=1.5),
    ActivityKind(F.ECONOMY, "Hỗ trợ giống lạc đỏ cho hộ nghèo", (2, 3), (10, 30), (), (GiftKind(GOODS, "Lạc giống", "kg", 50, 300, 40_000, 10),)),
    ActivityKind(F.ECONOMY, "Hướng dẫn hộ nghèo lập hồ sơ vay vốn ưu đãi", (), (8, 25), (("dossiers", 3, 15),)),
    ActivityKind(F.ECONOMY, "Tư vấn việc làm, làm hồ sơ cho lao động đi làm việc ngoài tỉnh", (2, 3, 6, 9), (8, 30), (("job_applications", 1, 8),)),
    ActivityKind(F.CULTURE, "Phối hợp tổ chức Ngày hội Đại đoàn kết toàn dân tộc", (11,), (60, 160), (("people_reached", 60, 160),), (GiftKind(MONEY, "Ủng hộ Ngày hội Đại đoàn kết", "", 1_000_000, 6_000_000, step=500_000),), weight=5),
    ActivityKind(F.CULTURE, "Vận động xây dựng nếp sống văn hóa trong việc cưới, việc tang", (), (20, 60), (("people_reached", 20, 60),)),
    ActivityKind(F.CULTURE, "Giao lưu văn nghệ, thể thao mừng Đảng, mừng Xuân", (1, 2), (50, 140), (), weight=2),
    ActivityKind(F.EDUCATION, "Vận động học sinh ra lớp đầu năm học mới", (8, 9), (15, 50), (("books", 10, 60),), (GiftKind(GOODS, "Sách vở, đồ dùng học tập", "bộ", 10, 60, 120_000),), weight=6),
    ActivityKind(F.EDUCATION, "Vận động học sinh trở lại trường sau Tết", (2, 3), (10, 35), (("people_reached", 10, 35),), weight=2),
    ActivityKind(F.EDUCATION, "Tổ chức Tết Thiếu nhi, Trung thu cho các cháu", (6, 9), (50, 130), (("gifts", 30, 100),), (GiftKind(MONEY, "Ủng hộ quà thiếu nhi", "", 1_000_000, 8_000_000, step=500_000),), weight=3),
    ActivityKind(F.HEALTH, "Phối hợp khám bệnh, cấp thuốc miễn phí", (3, 4, 7, 10), (30, 90), (("people_reached", 30, 90),), (GiftKind(GOODS, "Thuốc cấp miễn phí", "suất", 30, 90, 60_000),)),
    ActivityKind(F.HEALTH, "Vận động đưa trẻ đi tiêm chủng, phụ nữ mang thai đi khám", (), (12, 40), (("people_reached", 12, 40),)),
    ActivityKind(F.HEALTH, "Vận động, giúp hộ dân làm nhà vệ sinh", DRY, (10, 30), (("toilets_built", 1, 4),), (GiftKind(LABOUR, "Ngày công làm nhà vệ sinh", "ngày", 6, 24, 200_000),)),
    ActivityKind(F.INFRASTRUCTURE, "Vận động Nhân dân tu sửa đường vào bản", DRY, (30, 90), (("road_metres", 200, 2500),), (GiftKind(LABOUR, "Ngày công sửa đường", "ngày", 30, 160, 200_000), GiftKind(LAND, "Đất hiến mở rộng đường", "m²", 50, 900, 0, 10)), weight=5),
    ActivityKind(F.INFRASTRUCTURE, "Lắp đặt cột đèn đường năng lượng mặt trời", (10, 11, 12, 3), (15, 40), (("lamp_posts", 4, 20),), (GiftKind(MONEY, "Ủng hộ kinh phí lắp cột đèn", "", 5_000_000, 27_000_000, step=500_000),)),
    ActivityKind(F.INFRASTRUCTURE, "Giúp hộ nghèo xóa nhà tạm, nhà dột nát", (10, 11, 12, 1, 2, 3), (15, 45), (("houses_built", 1, 2),), (GiftKind(LABOUR, "Ngày công làm nhà", "ngày", 20, 90, 200_000), GiftKind(MONEY, "Ủng hộ làm nhà", "", 5_000_000, 50_000_000, step=1_000_000)), weight=2),
    ActivityKind(F.INFRASTRUCTURE, "Khắc phục sạt lở, khơi thông cống rãnh sau mưa lũ", RAINS, (25, 80), (("road_metres", 50, 400),), (GiftKind(LABOUR, "Ngày công khắc phục sạt lở", "ngày", 15, 80, 200_000),), weight=2),
    ActivityKind(F.SECURITY, "Tuyên truyền phòng, chống ma túy, tội phạm mua bán người", (), (20, 70), (("people_reached", 20, 70),)),
    ActivityKind(F.SECURITY, "Phối hợp tuần tra, bảo vệ đường biên, mốc giới", (), (8, 25), ()),
    ActivityKind(F.SECURITY, "Gặp mặt, động viên tân binh lên đường nhập ngũ", (2,), (20, 60), (("gifts", 1, 5),), weight=3),
    ActivityKind(F.POLITICAL_SYSTEM, "Dự sinh hoạt chi bộ bản, góp ý nâng cao chất lượng sinh hoạt", (), (6, 18), ()),
    ActivityKind(F.POLITICAL_SYSTEM, "Giúp người dân làm căn cước, định danh điện tử", (), (15, 50), (("dossiers", 10, 50),)),
    ActivityKind(F.CHARITY, "Tặng quà Tết cho hộ nghèo, hộ có hoàn cảnh khó khăn", (1, 2), (25, 70), (("gifts", 15, 80),), (GiftKind(GOODS, "Quà Tết", "suất", 15, 80, 300_000), GiftKind(MONEY, "Ủng hộ Tết vì người nghèo", "", 2_000_000, 20_000_000, step=500_000)), weight=10),
    ActivityKind(F.CHARITY, "Trao quần áo ấm, chăn màn cho hộ nghèo", (11, 12, 1), (20, 60), (("gifts", 15, 70),), (GiftKind(GOODS, "Chăn, áo ấm", "chiếc", 20, 90, 150_000),), weight=2),
    ActivityKind(F.CHARITY, "Thăm, giúp đỡ hộ có người ốm đau, tai nạn", (), (4, 12), (("gifts", 1, 4),), (GiftKind(MONEY, "Giúp đỡ hộ có người ốm đau", "", 300_000, 3_000_000, step=100_000),)),
    ActivityKind(F.OTHER, "Ra quân trồng cây, vệ sinh môi trường bản", (2, 3, 5, 6), (30, 90), (("trees_planted", 50, 900),), (GiftKind(LABOUR, "Ngày công vệ sinh môi trường", "ngày", 10, 50, 200_000),)),
]  # fmt: skip

TASKS = [
    "Nắm số hộ, số khẩu và biến động dân cư trong bản",
    "Phối hợp với trưởng bản chuẩn bị buổi tuyên truyền tháng tới",
    "Vận động các hộ đưa con đi học chuyên cần",
    "Đôn đốc các hộ làm chuồng trại xa nhà ở",
    "Liên hệ đơn vị hỗ trợ giống cây trồng cho hộ nghèo",
    "Vận động Nhân dân góp ngày công sửa đường vào bản",
    "Hướng dẫn người dân làm thủ tục bảo hiểm y tế",
    "Rà soát hộ có nhà tạm, nhà dột nát cần hỗ trợ",
    "Phối hợp công an xã nắm tình hình an ninh trật tự",
    "Dự sinh hoạt chi bộ bản",
    "Kêu gọi nhà hảo tâm ủng hộ quà cho học sinh",
    "Vận động thanh niên đăng ký học nghề",
    "Tổng hợp kiến nghị của Nhân dân gửi cấp có thẩm quyền",
    "Kiểm tra mô hình kinh tế đã hỗ trợ",
    "Vận động các hộ giữ gìn vệ sinh đường bản",
]
HOUSEHOLD_TASKS = [
    "Thăm, nắm hoàn cảnh hộ {head}",
    "Hướng dẫn hộ {head} làm hồ sơ vay vốn",
    "Giúp hộ {head} sửa chuồng trại",
    "Vận động hộ {head} cho con trở lại lớp",
    "Giúp hộ {head} đăng ký thoát nghèo",
]
NOT_DONE_REASONS = [
    "Mưa lũ, đường vào bản bị sạt lở",
    "Người được giao bận công tác đột xuất tại cơ quan",
    "Đa số các hộ đi nương xa, chưa gặp được",
    "Chưa vận động được kinh phí",
    "Phải chờ cấp trên hướng dẫn",
]
RETURN_REASONS = [
    "Số liệu ngày công chưa khớp với hoạt động, đề nghị kiểm tra lại.",
    "Chưa ghi kết quả các nhiệm vụ đến hạn trong tháng.",
    "Chưa ghi số hộ, số khẩu của bản.",
    "Nội dung họp tổ còn chung chung, đề nghị ghi rõ việc đã làm.",
]
PLACES = ["Nhà văn hóa bản", "Nhà trưởng bản", "Điểm trường bản", "Nhà bí thư chi bộ bản"]
DONORS = ["Nhà hảo tâm", "Nhóm thiện nguyện", "Công ty Giả Định", "Câu lạc bộ Ví Dụ", "Quỹ Thử"]
COUNTER_ENTRY = "Bút toán điều chỉnh: ghi nhầm số lượng"
