import pytest

from congthu.requests.intake.subjects import in_running_text, is_organisation


@pytest.mark.parametrize(
    ("name", "organisation"),
    [
        ("Trung tâm Kiểm nghiệm", True),
        ("UBND xã Hạ Lang", True),
        ("Ban Thi đua - Khen thưởng", True),
        ("Đoàn Thanh niên Sở", True),
        ("TRƯỜNG MẦM NON HOA SỮA", True),
        ("Báo Đồng Tháp", True),
        ("Nhà xuất bản Tổng hợp", True),
        ("Đoàn Thị Em", False),
        ("Văn Thị Phòng", False),
        ("Y Moan Ênuôl", False),
        ("H'Hen Niê", False),
        ("MAI VĂN SỞ", False),
        ("nguyễn văn an", False),
        ("Tô Hoài", False),
    ],
)
def test_a_list_of_both_tells_bodies_from_people(name: str, organisation: bool):
    assert is_organisation(name) is organisation


@pytest.mark.parametrize(
    "name",
    [
        "Sở Tư pháp",
        "Sở Nông nghiệp và Môi trường",
        "Sở Giáo dục và Đào tạo",
        "UBND phường Ba Đình",
        "UBND xã Hạ Lang",
        "Ủy ban nhân dân phường Cao Lãnh",
        "Chi cục Thủy lợi",
        "Văn phòng HĐND và UBND thành phố Hà Nội",
    ],
)
def test_a_name_in_capitals_is_written_as_in_running_text(name: str):
    assert in_running_text(name.upper()) == name
