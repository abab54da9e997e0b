from __future__ import annotations

from typing import Literal

import pytest

from maps.names import other_names, road_code, short_name
from maps.view import page_view
from tests.maps.invented import invented_document


@pytest.mark.parametrize(
    ("name", "language", "short"),
    [
        ("Khu công nghiệp Mây Trắng 1", "vi", "Mây Trắng 1"),
        ("May Trang 1 Industrial Park", "en", "May Trang 1"),
        ("Khu chế xuất Suối Ngọc", "vi", "Suối Ngọc"),
        ("Khu công nghiệp Việt – Mây (VMIP II)", "vi", "VMIP II"),
        ("Sân bay Mây (MAY)", "vi", "Mây"),
        ("Khu công nghiệp Đồi Sim mở rộng giai đoạn 2", "vi", "Đồi Sim mở rộng giai đoạn 2"),
        ("Đồi Sim Industrial Cluster", "en", "Doi Sim"),
        ("Doi Sim / Hilltop Park", "en", "Doi Sim"),
        ("Cảng xăng dầu Bến Mơ", "vi", "Xăng dầu Bến Mơ"),
        ("Khu công nghiệp ", "vi", "Khu công nghiệp"),
        ("", "vi", ""),
    ],
)
def test_short_name_drops_the_kind(name: str, language: Literal["vi", "en"], short: str) -> None:
    assert short_name(name, language) == short


def test_short_name_cuts_what_is_too_long() -> None:
    short = short_name("Khu công nghiệp " + "Rất Dài " * 9, "vi")

    assert len(short) <= 34
    assert short.endswith("…")


@pytest.mark.parametrize(
    ("name", "vietnamese", "english"),
    [
        ("Quốc lộ 99A", "QL.99A", "QL.99A"),
        ("Vành đai 7 Mơ", "VĐ 7", "Ring 7"),
        ("Đường tỉnh 999", "ĐT.999", "ĐT.999"),
        ("Cao tốc Gió", None, None),
    ],
)
def test_road_code_as_on_the_sign(name: str, vietnamese: str | None, english: str | None) -> None:
    assert road_code(name, "vi") == vietnamese
    assert road_code(name, "en") == english


def test_page_view_keeps_brackets_of_names_that_would_be_alike() -> None:
    document = invented_document()
    first, second = document["zones"]["features"][:2]
    first["properties"]["name_vi"] = "Khu công nghiệp Gió (mới)"
    second["properties"]["name_vi"] = "Khu công nghiệp Gió (cũ)"

    names = page_view(document)["short_names"]["zones"]

    assert names["may-trang"]["vi"] == "Gió (mới)"
    assert names["da-vang"]["vi"] == "Gió (cũ)"


@pytest.mark.parametrize(
    ("note", "names"),
    [
        ("Was CCN Gò Cát. Investment 2025-2027.", ["CCN Gò Cát"]),
        ("400 ha under the old name Bến Mơ. Not operating.", ["Bến Mơ"]),
        ("It was planned in 2021; formerly Đồi Sim 2, formerly Đồi Sim 2.", ["Đồi Sim 2"]),
        ("Smallest zone of the former province.", []),
        (None, []),
    ],
)
def test_other_names_are_read_from_the_note(note: str | None, names: list[str]) -> None:
    assert other_names(note) == names
