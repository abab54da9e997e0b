from __future__ import annotations

import re

import pytest

from maps import assets
from maps.interactive import _FOLDERS, _TEMPLATE
from maps.labels import WORDS, Language, format_date, format_number, word
from maps.style import BADGES, LINK_KIND, LINK_STATUS, PARCEL_COMMERCIAL, PORT_SYMBOL, ZONE_SYMBOL

PLACEHOLDER = re.compile(r"\{\w+\}")


@pytest.mark.parametrize("key", WORDS)
def test_words_are_there_in_both_languages_with_the_same_blanks(key: str) -> None:
    vietnamese, english = WORDS[key]

    assert vietnamese.strip()
    assert english.strip()
    assert set(PLACEHOLDER.findall(vietnamese)) == set(PLACEHOLDER.findall(english))


def test_words_hold_every_key_that_modules_and_template_ask_for() -> None:
    asked: set[str] = set()
    for name in assets.module_names(*_FOLDERS):
        text = assets.read_text(f"js/{name}.js")
        asked |= set(re.findall(r"words\.t\(\s*\"(\w+)\"", text))
        asked |= set(re.findall(r"pair\(app, \"(\w+)\"", text))
    template = _TEMPLATE.read_text(encoding="utf-8")
    asked |= set(re.findall(r"data-w(?:-label|-placeholder)?=\"(\w+)\"", template))
    asked |= set(re.findall(r"w\([\"'](\w+)[\"']\)", template))

    assert len(asked) > 60
    assert asked <= WORDS.keys()


def test_words_name_every_state_of_the_style_table() -> None:
    wanted = {f"status_{status}" for status in ZONE_SYMBOL["stroke"]}
    wanted |= {f"status_{status}" for status in [*LINK_STATUS, *PORT_SYMBOL["status"]]}
    wanted |= {f"kind_{kind}" for kind in [*LINK_KIND, *PORT_SYMBOL["shape"]]}
    wanted |= {f"kind_{kind}" for kind in ("KCN", "KCX", "KCNC", "CCN")}
    wanted |= {f"boundary_{quality}" for quality in ZONE_SYMBOL["boundary"]}
    wanted |= {f"commercial_{state}" for state in PARCEL_COMMERCIAL}
    wanted |= {f"port_size_{size['key']}" for size in PORT_SYMBOL["sizes"]}
    wanted |= {f"badge_{badge}" for badge in BADGES}
    wanted |= {f"province_{province}" for province in ("HCMC", "BD", "BRVT")}
    wanted |= {f"accuracy_{one}" for one in ("openstreetmap", "approx_500m", "approx_2km", "none")}

    assert wanted <= WORDS.keys()


def test_words_name_every_facet_choice_and_change_of_find() -> None:
    filtering = assets.read_text("js/find/filtering.js")
    sectors = assets.read_text("js/find/sectors.js")
    facets = re.findall(r"(?:\bchoice\(|\baway\(|key: )\"(\w+)\"", filtering)
    wanted = {f"facet_{key}" for key in facets}
    columns = assets.read_text("js/find/columns.js")
    wanted |= set(re.findall(r"\b(?:text|figure|reading|number)\(\"\w+\", \"(\w+)\"", columns))
    wanted |= {f"unit_{unit}" for unit in re.findall(r"unit: \"([^\"]+)\"", filtering)}
    wanted |= {f"sector_{key}" for key in re.findall(r"^  (\w+): /", sectors, re.MULTILINE)}
    wanted |= {f"loosen_{change}" for change in ("limit", "unknown", "drop")}
    wanted |= {f"find_group_{group}" for group in ("land", "distance", "zone", "sector")}

    assert len(facets) == 14
    assert wanted | {"sector_other"} <= WORDS.keys()


def test_word_gives_the_language_asked_for() -> None:
    assert word("unknown", "vi") == "Chưa rõ"
    assert word("unknown", "en") == "Unknown"


@pytest.mark.parametrize(
    ("value", "decimals", "language", "text"),
    [
        (1234.5, 2, "vi", "1.234,5"),
        (1234.5, 2, "en", "1,234.5"),
        (1000.0, 0, "vi", "1.000"),
        (0.004, 2, "en", "0"),
        (-0.001, 2, "en", "0"),
        (997.71, 2, "vi", "997,71"),
    ],
)
def test_format_number_as_each_language_writes_it(
    value: float, decimals: int, language: Language, text: str
) -> None:
    assert format_number(value, decimals, language) == text


@pytest.mark.parametrize(
    ("as_of", "language", "text"),
    [
        ("2019-04", "vi", "04/2019"),
        ("2019-04", "en", "Apr 2019"),
        ("2026-10-07", "vi", "07/10/2026"),
        ("2026-10-07", "en", "7 Oct 2026"),
        ("2015", "en", "2015"),
        ("~2023", "vi", "khoảng 2023"),
        ("2021/2025", "en", "2021 – 2025"),
        (None, "en", "undated"),
        ("2019-13", "en", "2019-13"),
        ("no date", "vi", "no date"),
    ],
)
def test_format_date_of_a_partial_date(as_of: str | None, language: Language, text: str) -> None:
    assert format_date(as_of, language) == text
