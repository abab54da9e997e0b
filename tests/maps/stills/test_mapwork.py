from __future__ import annotations

from dataclasses import replace
from typing import Any

import shapely
from shapely.geometry import Point

from maps.stills.factpanel import Swatch, draw_facts
from maps.stills.figures import Fact
from maps.stills.frame import fit_frame
from maps.stills.mapwork import (
    draw_column_title,
    draw_emptiest_inset,
    foot_of,
    page_address,
    scale_place,
)
from maps.stills.page import GAP, Page
from maps.stills.sizes import Box
from maps.stills.spec import spec_of
from tests.maps.stills.invented_region import invented_material

MATERIAL = invented_material()


def page(**fields: Any) -> Page:
    return Page(spec_of({"size": "hd", **fields}), MATERIAL)


def test_foot_is_beside_a_short_credit_and_above_a_long_one() -> None:
    drawn = page()
    short = Box(96, 900, 1000, 1026)
    drawn.taken = [short]
    assert foot_of(drawn, 340, 84).bottom == drawn.safe.bottom
    drawn.taken = [replace(short, right=1824)]
    assert foot_of(drawn, 340, 84).bottom == 900 - GAP


def test_scale_stands_left_of_the_code_and_is_left_out_with_its_arrow() -> None:
    code = Box(1634, 836, 1824, 1026)
    drawn = page()
    drawn.taken = [code]
    place = scale_place(drawn, code)
    assert place is not None
    assert place.right == code.left - GAP
    assert scale_place(page(scale_bar=False, north_arrow=False), None) is None


def test_address_opens_the_zone_or_lists_a_few() -> None:
    zones = MATERIAL.region.zones
    drawn = page(language="en")
    assert page_address(drawn) == "http://127.0.0.1:8000/#lang=en"
    assert page_address(drawn, zones[:1]).endswith("/#lang=en&zone=khu-1")
    assert page_address(drawn, zones[:2]).endswith("/#lang=en&s=khu-1,khu-2")


def test_inset_stands_in_the_emptiest_corner_and_never_over_the_subject() -> None:
    drawn = page()
    frame = fit_frame([Point(106.8, 10.8)], drawn.canvas, least_km=20)
    busy = [Point(1700, 150)]
    inset = draw_emptiest_inset(drawn, frame, [], busy, side=300)
    assert inset is not None
    assert not shapely.box(inset.left, inset.top, inset.right, inset.bottom).intersects(busy[0])
    everywhere = [shapely.box(0, 0, 1920, 1080)]
    assert draw_emptiest_inset(page(), frame, everywhere, [], side=300) is None
    assert draw_emptiest_inset(page(inset=False), frame, [], [], side=300) is None


def test_long_title_leaves_the_column_rather_than_being_refused() -> None:
    drawn = page(title="Một cái tên rất dài để thử xem khung tiêu đề có rộng ra không " * 2)
    box = draw_column_title(drawn, "", "", logo=None)
    assert box is not None
    assert box.width > 700


def test_facts_grow_upward_and_unknown_is_no_figure() -> None:
    drawn = page()
    facts = [
        Fact("Diện tích", "422,22\u00a0ha", "C\u00a0· 2024", "C"),
        Fact("Đất còn lại", "chưa rõ", is_known=False),
    ]
    box = draw_facts(drawn, facts, left=96, bottom=900, widest=700)
    assert (box.left, box.bottom) == (96, 900)
    assert drawn.taken == [box]
    roles = {one.content: one.role for one in drawn.drawing.texts()}
    assert roles["422,22\u00a0ha"] == "value"
    assert roles["chưa rõ"] == "legend"
    assert all(box.holds(one.box) for one in drawn.drawing.texts())


def test_facts_break_long_labels_where_the_panel_is_narrow() -> None:
    def width(widest: float) -> tuple[float, float]:
        fact = Fact("Tới bến nước sâu gần nhất", "khoảng 28 km", "D", "D")
        box = draw_facts(
            page(), [fact], left=96, bottom=900, widest=widest, swatches=[Swatch("#123456")]
        )
        return box.width, box.height

    wide, narrow = width(1200), width(560)
    assert narrow[0] <= 560 < wide[0]
    assert narrow[1] > wide[1]
