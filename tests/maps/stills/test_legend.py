"""What legends explain: sizes, no land left, ports that take no cargo, and lines."""

from __future__ import annotations

from dataclasses import replace

import pytest

from maps.stills.compose import compose
from maps.stills.drawing import Drawing, Shape
from maps.stills.legend import (
    Entry,
    class_label,
    draw_legend,
    flow,
    line_entries,
    port_entries,
    row_width,
)
from maps.stills.page import Page
from maps.stills.spec import spec_of
from maps.style import measure
from tests.maps.stills.invented_region import LINKS, PORTS, invented_material
from tests.maps.stills.test_ranking import words

MATERIAL = invented_material()


def page(**fields: object) -> Page:
    return Page(spec_of({"language": "en", **fields}), MATERIAL)


def draw(**fields: object) -> Drawing:
    return compose(spec_of({"language": "en", **fields}), MATERIAL)


def told(drawing: Drawing) -> str:
    return " | ".join(words(drawing, "legend")).replace("\u00a0", " ")


@pytest.mark.parametrize("key", ["remaining_ha", "occupancy"])
def test_no_land_in_figures_and_in_words_are_told_apart(key: str) -> None:
    for language in ("vi", "en"):
        for short in (False, True):
            labels = [
                class_label(page(language=language), one, key, short=short)
                for one in measure(key).classes
            ]
            assert len(set(labels)) == len(labels)
            assert sum("(" in one for one in labels) == 2


def test_ports_that_take_no_cargo_are_hollow_and_say_why() -> None:
    idle = replace(PORTS[0], port_id="idle", status="no_cargo")
    plain = port_entries(page(), [one for one in PORTS if one.status == "operating"])
    assert [(one.label, one.is_hollow) for one in plain] == [
        ("Seaport", False), ("River port", False), ("Inland depot (ICD)", False),
    ]  # fmt: skip
    assert port_entries(page(), PORTS)[-1] == Entry(
        "Port, planned", page().theme["panel_muted"], "square", is_hollow=True
    )
    assert port_entries(page(), [idle])[0].label == "Port without cargo"
    assert port_entries(page(), [*PORTS, idle])[-1].label == "Port, planned or without cargo"


def test_lines_are_keyed_by_state_and_rail_apart() -> None:
    def labels(*kinds: str) -> list[tuple[str, str]]:
        links = [one for one in LINKS if one.kind in kinds]
        return [(one.label, one.symbol) for one in line_entries(page(), links)]

    assert labels("waterway", "airport") == []
    assert labels("expressway") == [("Road", "line")]
    assert labels("expressway", "ring_road") == [("Road", "line"), ("Being built", "dash")]
    assert labels("railway") == [("Planned", "dots"), ("Railway", "rail")]
    partly = replace(LINKS[0], status="partly_open")
    both = line_entries(page(), [partly, LINKS[1]])
    assert [(one.label, one.symbol) for one in both] == [("Not fully open", "dash")]


def test_rows_of_a_strip_are_as_wide_as_there_is_room_for() -> None:
    entries = [Entry(f"Entry number {n}", "#808080") for n in range(7)]
    rows = flow(page(), entries, 500.0)
    assert [one for row in rows for one in row] == entries
    assert all(row_width(page(), row) <= 500 for row in rows)
    assert [len(row) for row in flow(page(), entries, 10.0)] == [1] * 7


def test_a_legend_holds_its_strip() -> None:
    strip = [Entry(f"Entry number {n}", "#808080", "dash") for n in range(7)]
    for fields in ({"size": "square"}, {"size": "hd"}):
        for entries in ([], strip[:3]):
            one = page(**fields)
            box = draw_legend(one, "", entries, above=900.0, strip=strip)
            assert box is not None
            assert box.bottom == 900.0
            assert one.safe.holds(box, slack=0.5)
            assert all(box.holds(text.box) for text in one.drawing.texts())


@pytest.mark.parametrize("size", ["hd", "square", "vertical"])
def test_overview_says_what_size_and_lines_mean(size: str) -> None:
    drawing = draw(size=size)
    text = told(drawing)
    assert "rea of the zone" in text
    # A narrow picture does without what it has no room to explain.
    roads = {one.subject for one in drawing.items if isinstance(one, Shape) and one.role == "road"}
    assert ("vd-mo" in roads) == ("Being built" in text)
    assert ("Road" in text) or size != "hd"


@pytest.mark.parametrize("size", ["hd", "square", "portrait", "vertical"])
def test_locator_has_a_legend_on_every_size(size: str) -> None:
    assert "utline" in told(draw(template="locator", zones=["khu-12"], size=size))


@pytest.mark.parametrize("size", ["hd", "square", "vertical"])
def test_corridor_explains_the_planned_port_that_it_shows(size: str) -> None:
    drawing = draw(template="corridor", zones=["khu-10", "khu-21"], size=size)
    ports = {one.subject for one in drawing.items if isinstance(one, Shape) and one.role == "port"
             and drawing.canvas.holds(one.box)}  # fmt: skip
    assert ("dao-xa" in ports) == ("Port, planned" in told(drawing))
    assert "Zones of the corridor" in told(drawing)


def test_corridor_names_every_port_that_it_is_about_where_there_is_room() -> None:
    drawing = draw(template="corridor", zones=["khu-10"])
    labels = {one.label_id for one in drawing.texts() if one.role == "label"}
    assert {"port:ben-mo", "port:bien-cat"} <= labels


def test_letters_are_nowhere_where_their_explanation_is_not_wanted() -> None:
    cases = (
        {}, {"template": "locator", "zones": ["khu-10"]}, {"template": "lower_third",
        "zones": ["khu-4"]}, {"template": "corridor", "zones": ["khu-10"]},
        {"template": "distances", "zones": ["khu-10"], "size": "square"}, {"template": "ranking"},
        {"template": "claim"}, {"template": "before_after", "before": "2024-01-01"},
    )  # fmt: skip
    for fields in cases:
        with_notes = " ".join(words(draw(**fields)))
        without = draw(**fields, badge_notes=False)
        text = " ".join(words(without))
        assert not any(f"({letter})" in text for letter in "ABCD"), fields
        assert not any(f"{letter}\u00a0· " in text for letter in "ABCD"), fields
        assert not words(without, "badge"), fields
        assert with_notes != text, fields


def test_a_berth_is_a_berth_in_locator_and_distances() -> None:
    for language, word in (("vi", "Tới bến nước sâu"), ("en", "To deep-sea berth")):
        for template in ("locator", "distances"):
            text = told(draw(template=template, zones=["khu-10"], language=language))
            assert word in text, template
