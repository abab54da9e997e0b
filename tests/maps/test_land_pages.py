"""Pages of the land book: words, colours and modules are whole, and no text becomes HTML."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from layers.land_columns import LAND_COLUMNS, PARCEL_AXES_SHOWN
from layers.tables import PARCEL_AXES
from maps import assets
from maps.labels import WORDS
from maps.land import build_land_page, build_land_zone_page, build_missing_page
from maps.land_style import PARCEL_AXIS_COLOURS
from maps.land_words import LAND_WORDS, land_word_table
from tests.maps.invented import HOSTILE_TEXTS, hostile_document, invented_document
from tests.maps.test_interactive import Reader

MODULES = sorted((assets.STATIC_DIR / "js" / "land").glob("*.js"))
LINES = (
    "available_now",
    "constrained",
    "in_preparation",
    "not_cleared",
    "reserved",
    "leased",
    "unclassified",
    "not_net",
)


def book(document: dict[str, Any]) -> dict[str, Any]:
    """A document of the page of all zones, from one of the map."""
    empty = {"type": "FeatureCollection", "features": []}
    rows = [
        {"zone_id": zone["id"], **{n: zone["properties"][n] for n in ("name_vi", "name_en")}}
        for zone in document["zones"]["features"]
    ]
    return {**document, "ports": empty, "links": empty, "book": {"zones": rows}}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_module_imports_only_our_bare_names(path: Path) -> None:
    names = set(re.findall(r"from \"([^\"]+)\"", path.read_text(encoding="utf-8")))

    assert names <= set(assets.import_map("/static", "land", standalone=False)["imports"])


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_module_is_small_and_makes_no_html_text(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert len(text.splitlines()) < 300
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function"
        r"|bindPopup|bindTooltip|setAttribute\(\"style\"",
        text,
    )


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_module_uses_only_words_there_are(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    used = set(re.findall(r"\bt\(\s*\"([^\"]+)\"", text))

    assert used <= set(land_word_table()["vi"])


def test_map_does_not_carry_the_modules_of_the_book() -> None:
    imports = assets.import_map("/static", standalone=False)["imports"]

    assert not [name for name in imports if name.startswith("zonemap/land/")]


@pytest.mark.parametrize("key", LAND_WORDS)
def test_word_is_there_in_both_languages(key: str) -> None:
    vietnamese, english = LAND_WORDS[key]

    assert vietnamese.strip()
    assert english.strip()
    assert set(re.findall(r"\{\w+\}", vietnamese)) == set(re.findall(r"\{\w+\}", english))


def test_words_of_the_book_do_not_hide_those_of_the_map() -> None:
    assert not set(LAND_WORDS) & set(WORDS)


@pytest.mark.parametrize("axis", PARCEL_AXES_SHOWN)
def test_every_value_of_an_axis_has_a_colour_and_words(axis: str) -> None:
    values = LINES if axis == "line" else PARCEL_AXES[axis]
    words = land_word_table()["vi"]

    assert set(PARCEL_AXIS_COLOURS[axis]) == set(values)
    assert {f"{axis}_{value}" for value in values} <= set(words)
    filled = [colour for colour in PARCEL_AXIS_COLOURS[axis].values() if colour]
    assert len(set(filled)) == len(filled)


def test_every_column_has_words_in_both_languages() -> None:
    for column in LAND_COLUMNS:
        assert all((column.label_vi, column.label_en, column.definition_vi, column.definition_en))
    assert len({column.key for column in LAND_COLUMNS}) == len(LAND_COLUMNS)


@pytest.mark.parametrize("build", [build_land_page, build_land_zone_page])
def test_page_gives_the_same_text_twice_and_asks_no_other_host(build: Any) -> None:
    document = book(invented_document())
    page = build(document, nonce="n0nce")

    assert build(document, nonce="n0nce") == page
    for tag, attrs in Reader(page).tags:
        for name in {"src", "href"} & attrs.keys():
            assert (attrs[name] or "").startswith(("/", "#")), f"<{tag} {name}={attrs[name]}>"


@pytest.mark.parametrize("build", [build_land_page, build_land_zone_page])
def test_page_hostile_text_stands_only_in_json_blocks(build: Any) -> None:
    clean = Reader(build(book(invented_document()), nonce="n0nce"))
    page = build(book(hostile_document()), nonce="n0nce")

    outside = re.sub(r'<script type="application/json".*?</script>', "", page, flags=re.DOTALL)
    assert [tag for tag, _ in Reader(page).tags] == [tag for tag, _ in clean.tags]
    assert "__hacked" not in outside
    assert all(text not in page for text in HOSTILE_TEXTS if "<" in text)


@pytest.mark.parametrize("build", [build_land_page, build_land_zone_page])
def test_page_has_no_inline_handler_and_every_block_its_nonce(build: Any) -> None:
    reader = Reader(build(book(invented_document()), nonce="n0nce"))

    names = {name for _, attrs in reader.tags for name in attrs}
    assert "style" not in names
    assert not [name for name in names if name.startswith("on")]
    for tag, attrs in reader.tags:
        if tag in {"script", "style"} and attrs.get("type") != "application/json":
            assert "src" in attrs or attrs.get("nonce") == "n0nce"


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_missing_page_keeps_the_id_asked_for_as_text(text: str) -> None:
    page = build_missing_page(text, [], nonce="n0nce")

    assert Reader(page).json_of("zm-document")["zone_id"] == text[:80]
    if "<" in text:
        assert text not in page
    assert json.dumps(text)[1:-1] not in re.sub(
        r'<script type="application/json".*?</script>', "", page, flags=re.DOTALL
    )
