"""What a picture says of itself, and what is refused of what a picture says."""

from __future__ import annotations

import tomllib
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

import orjson
import pytest
from defusedxml import ElementTree

from geo.errors import InvalidSpec
from layers.settings import CHECKOUT
from maps.stills.imprint import PROGRAM, Imprint, read_imprint, xmp_of
from maps.stills.picture import make_still
from maps.stills.spec import read_spec, spec_of
from tests.maps.stills.invented_region import invented_material

DC = "{http://purl.org/dc/elements/1.1/}"
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    """Imprint of a small picture, as plain values."""
    spec = spec_of({"size": "640x360", "title": 'Đất <trống> & "giá"', "as_of": "2026-11-01"})
    return dict(make_still(spec, invented_material(), output="svg").sidecar)


def read(document: dict[str, Any], **changes: Any) -> Imprint:
    return read_imprint(orjson.dumps({**document, **changes}))


def test_imprint_comes_back_as_it_was(document: dict[str, Any]) -> None:
    again = read(document)
    assert again.document() == document
    assert again.text() == read_imprint(again.text().encode()).text()


def test_imprint_says_what_is_shown(document: dict[str, Any]) -> None:
    assert document["title"] == 'Đất <trống> & "giá"'
    assert document["description"].startswith("24 ")
    assert "cộng đồng OpenStreetMap (ODbL)" in document["credit"]
    assert (document["data_version"], document["data_date"]) == (7, "2026-10-07")
    assert document["on_day"] == "2026-11-28"


def test_permalink_leads_back_to_the_spec(document: dict[str, Any]) -> None:
    parts = urlsplit(document["permalink"])
    assert (parts.netloc, parts.path) == ("127.0.0.1:8000", "/studio")
    (text,) = parse_qs(parts.query)["spec"]
    assert read_spec(text) == read(document).spec


def test_xmp_is_xml_that_says_the_same(document: dict[str, Any]) -> None:
    root = ElementTree.fromstring(xmp_of(read(document)))
    (title, *_) = root.iter(f"{DC}title")
    assert [one.text for one in title.iter(f"{RDF}li")] == [document["title"]] * 2
    (rights, *_) = root.iter(f"{DC}rights")
    assert next(rights.iter(f"{RDF}li")).text == document["credit"]
    (whole,) = root.iter("{urn:zonemap:still:1}imprint")
    assert read_imprint(whole.text.encode()).document() == document


def test_program_has_the_version_of_the_project() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]
    assert f"{project['name']} {project['version']}" == PROGRAM


def test_picture_without_a_title_is_still_named() -> None:
    spec = spec_of({"size": "640x360", "title": "", "subtitle": ""})
    assert make_still(spec, invented_material(), output="svg").sidecar["title"] == (
        "zonemap overview"
    )


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "a later format": ({"format": 2}, "their format is '2', not 1"),
    "a format that is true": ({"format": True}, "their format is 'True'"),
    "a spec with an unknown field": ({"spec": {"colour": "red"}}, "there is no field 'colour'"),
    "no spec": ({"spec": None}, "the spec is NoneType"),
    "another sort of file": ({"output": "exe"}, "output is 'exe'"),
    "a sort that is a list": ({"output": ["png"]}, "output is"),
    "a negative version": ({"data_version": -1}, "data_version is not a whole number"),
    "a version as text": ({"data_version": "7"}, "data_version is not a whole number"),
    "no such day": ({"on_day": "2026-02-30"}, "on_day is not a day"),
    "a day that is a number": ({"data_date": 20261128}, "data_date is not a day"),
    "a long tag": ({"data_tag": "7" * 81}, "data_tag is not a text of at most 80"),
    "a title that is a number": ({"title": 5}, "title is not a text"),
    "a script for an address": ({"base_url": "javascript:alert(1)"}, "base_url is not an address"),
    "an address with a password": (
        {"base_url": "https://me:secret@kcn.example"},
        "base_url is not an address",
    ),
    "an address with a line break": (
        {"base_url": "https://kcn.example/\n<x>"},
        "base_url is not an address",
    ),
    "a question for an address": ({"base_url": "https://kcn.example?a=1"}, "base_url is not an"),
    "no host": ({"base_url": "http:///studio"}, "base_url is not an address"),
    "a broken address": ({"base_url": "http://[::1"}, "base_url is not an address"),
    "a checksum that is none": ({"checksum": "abc"}, "checksum is not a checksum"),
    "pixels that are a number": ({"pixels": 7}, "pixels is not a checksum"),
    "no layout": ({"layout": None}, "the layout that came with the picture cannot be read"),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_imprint_is_refused(case: str, document: dict[str, Any]) -> None:
    changes, told = WRONG[case]
    with pytest.raises(InvalidSpec) as refused:
        read(document, **changes)
    assert told in str(refused.value)


def test_layout_of_another_picture_is_refused(document: dict[str, Any]) -> None:
    with pytest.raises(InvalidSpec, match="the layout is of another picture than the spec"):
        read(document, spec={**document["spec"], "language": "en"})


def test_days_are_days(document: dict[str, Any]) -> None:
    assert read(document, data_date=None).data_date is None
    assert read(document).on_day == date(2026, 11, 28)
