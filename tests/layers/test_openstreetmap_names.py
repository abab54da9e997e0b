from __future__ import annotations

import pytest

from layers.importers.openstreetmap.names import (
    is_later_phase,
    is_zone_name,
    rail_name,
    read_zone_name,
    road_name,
    road_numbers,
)


def first(name: str) -> tuple[str, str | None, str | None, bool | None]:
    reading = read_zone_name(name)[0]
    return reading.base, reading.number, reading.part, reading.extension


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Khu công nghiệp Đồng An 2", ("dong an", "2", None, False)),
        ("KCN ĐỒNG AN II", ("dong an", "2", None, False)),
        ("Dong An 2 Industrial Park", ("dong an", "2", None, False)),
        ("Khu công nghiệp Hiệp Phước (giai đoạn 3)", ("hiep phuoc", "3", None, False)),
        ("Khu công nghiệp Bàu Bàng mở rộng", ("bau bang", None, None, True)),
        ("Khu công nghiệp Phú Mỹ 2 (và mở rộng)", ("phu my", "2", None, None)),
        ("Khu công nghiệp Đất Cuốc (Khu B)", ("dat cuoc", None, "b", False)),
        ("Khu công nghiệp Mỹ Xuân A2", ("my xuan a", "2", None, False)),
        ("Khu công nghiệp Tân Bình (Bình Dương)", ("tan binh", None, None, False)),
    ],
)
def test_read_zone_name_of_many_spellings(
    name: str, expected: tuple[str, str | None, str | None, bool | None]
) -> None:
    assert first(name) == expected


def test_read_zone_name_takes_the_name_in_brackets_too() -> None:
    readings = read_zone_name("Khu công nghiệp Việt Nam – Singapore II-A (VSIP II-A)")
    assert [(one.base, one.number) for one in readings] == [
        ("viet nam singapore", "2a"),
        ("vsip", "2a"),
    ]


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("Khu công nghiệp Amata", True),
        ("VSIP I", True),
        ("Chon Thanh I Industrial Zone", True),
        ("Nhà máy Xử lý Nước thải Khu công nghiệp Sóng Thần 1", False),
        ("Đường KCN Hiệp Phước", False),
        ("Bến xe An Sương - Khu công nghiệp Nhị Xuân", False),
    ],
)
def test_is_zone_name_tells_a_zone_from_what_is_in_it(name: str, *, is_one: bool) -> None:
    assert is_zone_name(name) is is_one


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("QL.1;QL.51", ("ql1", "ql51")),
        ("QL. 30B", ("ql30b",)),
        ("Quốc lộ 1A", ("ql1",)),
        ("QL.1K;ĐT.760", ("ql1k", "dt760")),
        ("QL.N2", ("qln2",)),
        ("Đường tỉnh 747/746 (Tân Uyên)", ("dt747", "dt746")),
        ("Nguyễn Văn Linh", ()),
    ],
)
def test_road_numbers_of_refs_and_names(text: str, numbers: tuple[str, ...]) -> None:
    assert road_numbers(text) == numbers


def test_road_name_of_an_expressway_in_two_spellings() -> None:
    ours = road_name("Cao tốc TP.HCM – Long Thành – Dầu Giây")
    assert ours == "hcm long thanh dau giay"
    assert road_name("Đường cao tốc Thành phố Hồ Chí Minh - Long Thành - Dầu Giây") == ours
    assert road_name("Đường Vành Đai 3 Thành phố Hồ Chí Minh") == road_name("Vành đai 3 TP.HCM")


def test_is_later_phase_of_a_widened_road() -> None:
    assert is_later_phase("Cao tốc Thành phố Hồ Chí Minh – Trung Lương (mở rộng)")
    assert not is_later_phase("Cao tốc Thành phố Hồ Chí Minh – Trung Lương")


def test_rail_name_keeps_high_speed_apart() -> None:
    assert rail_name("Đường sắt Bắc – Nam (đoạn phía Nam)") == rail_name("Đường sắt Bắc–Nam")
    assert rail_name("Đường sắt cao tốc Bắc - Nam") != rail_name("Đường sắt Bắc–Nam")
