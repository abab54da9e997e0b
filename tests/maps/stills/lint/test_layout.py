from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson
import pytest

from geo.errors import InvalidSpec
from maps.stills.layout import MOST_TEXTS, from_document
from tests.maps.stills.lint.clean_picture import PANEL, picture

Document = dict[str, Any]


def _document() -> Document:
    _, layout, _ = picture(zones=("mo-1",), seconds=5, safe_area="legacy")
    read: Document = orjson.loads(orjson.dumps(layout.to_document()))
    return read


def test_layout_read_back_is_the_same() -> None:
    _, layout, _ = picture(zones=("mo-1",), seconds=5, theme="newsroom", language="en")

    text = orjson.dumps(layout.to_document())

    assert from_document(orjson.loads(text)) == layout
    assert len(text) < 1600


def test_layout_says_what_stands_where() -> None:
    _, layout, _ = picture()
    label = next(layout.texts_of("label"))
    legend = next(layout.texts_of("legend"))

    assert (label.label_id, label.block, label.is_on_block) == ("zone:mo-1", None, False)
    assert (legend.block, legend.is_on_block) == (PANEL, True)
    assert [one.subject for one in layout.symbols] == ["mo-1", "mo-2"]
    assert [one.role for one in layout.marks] == ["panel", "panel", "panel", "logo"]
    assert layout.has_map


def _row(name: str, place: int, value: Any) -> Callable[[Document], None]:
    def spoil(document: Document) -> None:
        document[name][0][place] = value

    return spoil


HOSTILE: dict[str, tuple[Callable[[Document], Any], str]] = {
    "another version": (lambda one: one.update(version=2), "version is '2'"),
    "true for one": (lambda one: one.update(version=True), "version is 'True'"),
    "a field of its own": (lambda one: one.update(script="x"), "the field 'script'"),
    "a field missing": (lambda one: one.pop("marks"), "marks is not a list"),
    "a huge size": (lambda one: one.update(size="99999x99999"), "out of bounds"),
    "size as a number": (lambda one: one.update(size=1080), "size is not a text"),
    "path as theme": (lambda one: one.update(theme="../etc"), "theme is not a name"),
    "no such area": (lambda one: one.update(area="all"), "area is 'all'"),
    "a list as template": (lambda one: one.update(template=["overview"]), "template is"),
    "endless": (lambda one: one.update(seconds=float("inf")), "seconds is out of bounds"),
    "not a number": (lambda one: one.update(seconds=float("nan")), "seconds is out of bounds"),
    "no time": (lambda one: one.update(seconds=0), "seconds is 0"),
    "map as a number": (lambda one: one.update(has_map=1), "has_map is neither true nor false"),
    "names of paths": (lambda one: one.update(named=["a b"]), "'a b' is not the id"),
    "lines that lead nowhere": (lambda one: one.update(led={}), "led is not a list"),
    "a legend without flags": (
        lambda one: one.update(legend=[["a", 0, 0, 1, 1, 1]]),
        "is neither true nor false",
    ),
    "about a path": (lambda one: one.update(about=["a b"]), "'a b' is not the id"),
    "too many texts": (lambda one: one.update(texts=one["texts"] * MOST_TEXTS), "at most 1500"),
    "a short row": (lambda one: one["texts"][0].pop(), "a row that is not 14 values"),
    "a row that is a text": (lambda one: one["marks"].append("panel!"), "not 6 values"),
    "words too long": (_row("texts", 0, "x" * 501), "at most 500 characters"),
    "control character": (_row("texts", 0, "a\x00b"), "the character U[+]0000"),
    "lone surrogate": (_row("texts", 0, "\ud800"), "the character U[+]D800"),
    "no such role": (_row("texts", 1, "script"), "'script' is not a role"),
    "box inside out": (_row("texts", 2, 9_000), "turned inside out"),
    "whole number past any float": (_row("texts", 2, 10**400), "a corner of a box is out of"),
    "true for a corner": (_row("texts", 2, True), "a corner of a box is not a number"),
    "no size": (_row("texts", 6, 0), "has the size 0"),
    "colour that is code": (_row("texts", 7, "url(#x)"), "'url[(]#x[)]' is not a colour"),
    "halo of no end": (_row("texts", 9, 501), "a halo of 501"),
    "label id with markup": (_row("texts", 12, "zone:<b>"), "'zone:<b>' is not the name"),
    "a symbol without an id": (_row("symbols", 1, None), "'None' is not the id"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_layout_is_refused(name: str) -> None:
    spoil, message = HOSTILE[name]
    document = _document()
    spoil(document)

    with pytest.raises(InvalidSpec, match=message) as caught:
        from_document(document)
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize("document", [None, [], "layout", 7, {}])
def test_layout_that_is_none_is_refused(document: object) -> None:
    with pytest.raises(InvalidSpec, match="the layout that came with the picture cannot be read"):
        from_document(document)
