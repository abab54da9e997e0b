"""Where lines may be broken: beside the kind of a zone, never within a word or a name."""

from __future__ import annotations

import csv
import time

import pytest

from layers.settings import CHECKOUT
from maps.names import plain
from maps.stills.bonds import FREE, JOINT, PLAIN, TORN, break_prices
from maps.stills.typeface import face
from maps.stills.typeset import break_lines, fit_block

BOLD = face("be-vietnam-pro", "bold")
COLUMN = 552.0
"""Width of a title in the column of panels, units."""


def names() -> list[str]:
    """Names of all zones, in both languages as titles have them."""
    with (CHECKOUT / "data" / "zones.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [name for one in rows for name in (one["name_vi"], plain(one["name_en"]))]


def broken(text: str, width: float = COLUMN, lines: int = 2) -> str:
    block = fit_block(BOLD, text, width=width, most_lines=lines, size=58, least=38, what="title")
    return " / ".join(block.lines)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Khu công nghiệp Cái Mép", "Khu công nghiệp / Cái Mép"),
        ("Khu chế xuất Linh Trung 2", "Khu chế xuất / Linh Trung 2"),
        ("Khu công nghiệp Bình Dương Riverside ISC", "Khu công nghiệp / Bình Dương Riverside ISC"),
        ("Khu công nghiệp Việt Nam – Singapore (VSIP I)",
         "Khu công nghiệp Việt Nam – / Singapore (VSIP I)"),
        ("Cụm công nghiệp Công ty CP Thành phố Đẹp",
         "Cụm công nghiệp / Công ty CP Thành phố Đẹp"),
        ("Khu công nghiệp Mỹ Xuân B1 – Tiến Hùng", "Khu công nghiệp / Mỹ Xuân B1 – Tiến Hùng"),
        ("Le Minh Xuan Industrial Park (expansion)",
         "Le Minh Xuan / Industrial Park (expansion)"),
        ("Tan Thuan Export Processing Zone", "Tan Thuan / Export Processing Zone"),
        ("Bà Rịa – Vũng Tàu trước sáp nhập", "Bà Rịa – Vũng Tàu / trước sáp nhập"),
        ("Industrial zones of the Ho Chi Minh City region",
         "Industrial zones of the / Ho Chi Minh City region"),
    ],
)  # fmt: skip
def test_names_and_their_kinds_are_kept_together(text: str, lines: str) -> None:
    assert broken(text) == lines


@pytest.mark.parametrize("width", [COLUMN, 800.0])
def test_no_name_of_a_zone_is_torn_in_a_title(width: float) -> None:
    for name in names():
        if max(BOLD.width(one, 38) for one in name.split()) > width:
            continue
        block = fit_block(BOLD, name, width=width, most_lines=3, size=58, least=38, what="title")
        assert block.is_whole, block.lines
        assert " ".join(block.lines) == name
        assert not any(line.startswith(("–", "-")) for line in block.lines)


def test_no_name_of_a_zone_is_torn_in_a_label() -> None:
    semibold = face("be-vietnam-pro", "semibold")
    for name in names():
        lines = break_lines(semibold, name, 34, 460)
        assert lines is not None
        cuts = {len(" ".join(lines[:count]).split()) - 1 for count in range(1, len(lines))}
        assert all(break_prices(name)[cut] < TORN for cut in cuts), lines


def test_a_name_wider_than_a_line_is_broken_all_the_same() -> None:
    text = "Phạm Văn Hai"
    block = fit_block(BOLD, text, width=210, most_lines=2, size=40, least=38, what="title")
    assert (block.is_whole, " ".join(block.lines)) == (False, text)


def test_lines_of_ones_own_stay_and_many_words_are_no_work() -> None:
    assert broken("Cái Mép\n\nThị Vải", lines=3) == "Cái Mép /  / Thị Vải"
    many = "Ba " * 150
    started = time.process_time()
    block = fit_block(BOLD, many, width=3000, most_lines=3, size=58, least=20, what="title")
    assert time.process_time() - started < 2
    assert " ".join(block.lines) == many.strip()


def test_prices() -> None:
    assert break_prices("Khu công nghiệp Cái Mép") == (TORN, TORN, FREE, TORN)
    assert break_prices("ở Tân Lập II-A (cũ)") == (PLAIN, TORN, TORN, FREE)
    assert break_prices("Cái Mép – Thị Vải") == (TORN, TORN, JOINT, TORN)
    assert break_prices("chỉ còn 24 khu nữa") == (PLAIN, PLAIN, JOINT, PLAIN)
    assert break_prices("Mỹ Xuân, Cái Mép") == (TORN, PLAIN, TORN)
    # In capitals no word is told from a name, but kinds of zones are.
    assert break_prices("KHU CÔNG NGHIỆP LỚN NHẤT") == (TORN, TORN, FREE, PLAIN)
    assert break_prices("một") == ()
