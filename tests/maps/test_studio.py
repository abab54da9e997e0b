"""The page of the studio: its words, its modules, and that nothing typed can end a script."""

from __future__ import annotations

import re
from datetime import date

import pytest

from maps import assets
from maps.studio import build_studio_page
from maps.studio_options import still_options
from maps.studio_words import CHOICE_WORDS, PAGE_WORDS, claim_name
from tests.maps.stills.invented_region import invented_material

PLACEHOLDER = re.compile(r"\{\w+\}")
FOLDER = assets.STATIC_DIR / "js" / "studio"


@pytest.mark.parametrize("key", PAGE_WORDS)
def test_words_are_there_in_both_languages_with_the_same_blanks(key: str) -> None:
    vietnamese, english = PAGE_WORDS[key]

    assert vietnamese.strip()
    assert english.strip()
    assert set(PLACEHOLDER.findall(vietnamese)) == set(PLACEHOLDER.findall(english))


def test_words_hold_every_key_that_modules_and_template_ask_for() -> None:
    asked: set[str] = set()
    for module in FOLDER.glob("*.js"):
        text = module.read_text(encoding="utf-8")
        asked |= set(re.findall(r"words\.t\(\s*\"(\w+)\"", text))
        asked |= set(re.findall(r"key: \"(\w+)\"", text))
        asked |= set(re.findall(r"\"(problem_\w+)\"", text))
        asked |= set(re.findall(r"(?<!\.)\b(?:button|toggle|sectionOf)\(\"(\w+)\"", text))
    template = (assets.STATIC_DIR.parent / "templates" / "studio.html").read_text(encoding="utf-8")
    asked |= set(re.findall(r"data-w(?:-label)?=\"(\w+)\"", template))
    asked |= set(re.findall(r"w\([\"'](\w+)[\"']\)", template))

    assert len(asked) > 70
    assert asked <= PAGE_WORDS.keys()


def test_every_choice_has_its_words() -> None:
    material = invented_material()
    options = still_options(material.region, material.claims, date(2026, 1, 1))

    assert {one["id"] for one in options["layers"]} == CHOICE_WORDS["layer"].keys()
    assert {one["id"] for one in options["templates"]} <= CHOICE_WORDS["template"].keys()
    assert len(options["zones"]) == len(material.region.zones)


def test_claim_is_named_by_place_quantity_value_and_time() -> None:
    claim = next(iter(invented_material().claims.values()))
    name = claim_name(claim, "vi")

    assert claim.as_of is None or f"({claim.as_of})" in name
    assert ": " in name


def test_page_carries_hostile_names_as_data_only() -> None:
    hostile = "</script><script>globalThis.__hacked = 1</script>"
    page = build_studio_page({"zones": [{"name_vi": hostile}]}, nonce="N")

    assert hostile not in page
    assert page.count("<script") == page.count("</script>") == 3
    assert all('nonce="N"' in tag for tag in re.findall(r"<script(?! type=\"app)[^>]*>", page))


def test_page_asks_no_other_host() -> None:
    page = build_studio_page({}, nonce="N")
    addresses = re.findall(r"(?:src|href)=\"([^\"]+)\"", page)

    assert addresses
    assert all(address.startswith(("/", "#")) for address in addresses)
