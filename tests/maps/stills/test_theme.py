from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest

from geo.errors import InvalidSpec
from maps.stills.theme import COLOUR_NAMES, THEME_DIR, Theme, read_theme, theme, theme_names
from maps.style import MEASURES
from tests.maps.colour_sight import contrast, difference, seen_by

NEUTRAL = (THEME_DIR / "neutral.toml").read_text(encoding="utf-8")
BOTH = ["neutral", "newsroom"]
_LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"><path d="M0 0h2v1z"/></svg>'


def refusal(folder: Path, text: str) -> str:
    path = folder / "mine.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidSpec) as caught:
        read_theme(path)
    return str(caught.value)


def test_both_themes_are_there_with_every_colour() -> None:
    assert theme_names() == ("neutral", "newsroom")
    for name in theme_names():
        one = theme(name)
        assert set(one.colours) == set(COLOUR_NAMES)
        assert one.label("vi") != one.label("en")
    with pytest.raises(InvalidSpec, match="there is no theme 'gone'; expected one of neutral, new"):
        theme("gone")


def test_eyes_see_as_they_are_known_to() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    red, green = "#c8503c", "#78783c"
    assert difference(seen_by("usual", red), seen_by("usual", green)) > 40
    assert difference(seen_by("deutan", red), seen_by("deutan", green)) < 20


@pytest.mark.parametrize("name", BOTH)
def test_words_can_be_read_on_what_they_stand_on(name: str) -> None:
    one = theme(name)
    for words in ("panel_ink", "panel_muted", "panel_accent", "panel_highlight"):
        assert contrast(one[words], one["panel"]) >= 4.5, words
    assert contrast(one["accent_ink"], one["accent"]) >= 4.5
    for words in ("ink", "muted", "place", "water_ink", "highlight", "way_sea", "way_port",
                  "way_airport", "way_road"):  # fmt: skip
        assert contrast(one[words], one["halo"]) >= 4.5, words
        for ground in ("land", "sea", "ground"):
            assert contrast(one[words], one[ground]) >= 3, (words, ground)


@pytest.mark.parametrize("name", BOTH)
def test_classes_are_told_apart_by_every_eye(name: str) -> None:
    one = theme(name)
    for measure in MEASURES:
        fills = [one.class_fill(measure.key, style.key) for style in measure.classes if style.fill]
        # Where order matters neighbours must differ; states have no order, so all of them must.
        is_ordered = measure.key != "status"
        pairs = itertools.pairwise(fills) if is_ordered else itertools.combinations(fills, 2)
        for first, second in pairs:
            for sight in ("usual", "protan", "deutan", "tritan"):
                apart = difference(seen_by(sight, first), seen_by(sight, second))
                assert apart >= 8, (measure.key, first, second, sight, apart)


@pytest.mark.parametrize("name", BOTH)
def test_classes_stand_out_from_land_by_fill_or_by_edge(name: str) -> None:
    one = theme(name)
    for measure in MEASURES:
        for style in measure.classes:
            fill = one.class_fill(measure.key, style.key)
            if style.fill:
                assert max(contrast(fill, one["land"]), contrast(one["ink"], fill)) >= 3
                assert contrast(one["ink"], one["land"]) >= 3
    assert contrast(one["unknown"], one["land"]) >= 3


def test_a_theme_of_ones_own_is_read(tmp_path: Path) -> None:
    (tmp_path / "mark.svg").write_text(_LOGO)
    path = tmp_path / "station.toml"
    path.write_text(NEUTRAL.replace("[colours]", 'logo = "mark.svg"\n[colours]'), encoding="utf-8")
    one = read_theme(path)
    assert isinstance(one, Theme)
    assert (one.name, one.logo is not None, one["panel"]) == ("station", True, "#10242c")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('panel = "#10242c"', "", "the colour panel is not as #0b6e69"),
        ('panel = "#10242c"', 'panel = "red"', "the colour panel is not as #0b6e69"),
        ('panel = "#10242c"', 'panel = "#10242C"', "the colour panel is not as #0b6e69"),
        ('panel = "#10242c"', 'panel = "url(http://x.example)"', "the colour panel is not as"),
        ('panel = "#10242c"', 'panel = "#10242c"\nfoo = "#000000"', "there is no colour 'foo'"),
        ('label_en = "Neutral"', 'label_en = "Neutral"\nfoo = 1', "there is no field 'foo'"),
        ('label_en = "Neutral"', "label_en = 5", "label_en is not a text of 1 to 40 characters"),
        ('label_en = "Neutral"', f'label_en = "{"x" * 41}"', "label_en is not a text of 1 to 40"),
        ('label_en = "Neutral"', 'label_en = "Neu\u202etral"',
         "label_en has the character U+202E, which is not shown"),
        ('label_en = "Neutral"', 'label_en = "م"', "label_en has the character U+0645"),
        ('label_en = "Neutral"', r'label_en = "a\nb"', "label_en is not one line of text"),
        ('label_en = "Neutral"', 'label_en = " "', "label_en is not one line of text"),
        ('family = "be-vietnam-pro"', 'family = "Arial"', "family is not one of be-vietnam-pro"),
        ('corner = "none"', 'corner = "middle"', "layout.corner is not one of top-left"),
        ("radius = 10", "radius = nan", "layout.radius is not a length from 0 to 60"),
        ("radius = 10", "radius = 61", "layout.radius is not a length from 0 to 60"),
        ("radius = 10", "radius = true", "layout.radius is not a length from 0 to 60"),
        ("[layout]", "[ramp]\nprice = {}\n[layout]", "there is no measure 'price'"),
        ("[layout]", '[ramp]\nstatus = {planned = "#000000"}\n[layout]',
         "ramp.status does not have the classes operating, planned, under_construction"),
        ("[layout]", 'ramp = "x"\n[layout]', "there is no colour 'ramp'"),
        ("[colours]", "logo = 5\n[colours]", "logo is not the name of a file"),
        ("[colours]", "[colours", "the theme mine.toml is not TOML"),
        ("[colours]", f"a = {'[' * 3000}\n[colours]", "the theme mine.toml is not TOML"),
        ("[colours]", f"#{'x' * 64_000}\n[colours]", "the theme mine.toml has more than 64,000"),
        ("[colours]", 'logo = "../mark.svg"\n[colours]', "is not a plain file name"),
        ("[colours]", 'logo = "gone.svg"\n[colours]', "the logo gone.svg is not there"),
        ("[colours]", 'logo = "bad.svg"\n[colours]', "it has the element 'script'"),
    ],
)  # fmt: skip
def test_a_broken_theme_is_refused_in_a_sentence_of_its_own(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    (tmp_path / "bad.svg").write_text(_LOGO.replace("<path", "<script/><path"))
    assert old in NEUTRAL
    assert told in refusal(tmp_path, NEUTRAL.replace(old, new, 1))


def test_a_theme_that_is_no_plain_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "real.toml").write_text(NEUTRAL, encoding="utf-8")
    (tmp_path / "link.toml").symlink_to(tmp_path / "real.toml")
    for name in ("link.toml", "gone.toml"):
        with pytest.raises(InvalidSpec, match=rf"the theme {name} is not a plain file"):
            read_theme(tmp_path / name)
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(InvalidSpec, match=r"the theme bytes.toml is not TOML"):
        read_theme(tmp_path / "bytes.toml")


def test_the_folder_of_a_newsroom_adds_themes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZONEMAP_THEMES", str(tmp_path))
    (tmp_path / "station.toml").write_text(NEUTRAL, encoding="utf-8")
    (tmp_path / "Not A Name.toml").write_text(NEUTRAL, encoding="utf-8")
    assert theme_names() == ("neutral", "newsroom", "station")
    assert theme("station")["accent"] == "#0b6e69"
    # Saved anew it is read anew.
    (tmp_path / "station.toml").write_text(re.sub("#0b6e69", "#123456", NEUTRAL), encoding="utf-8")
    assert theme("station")["accent"] == "#123456"


def test_a_wrong_folder_and_a_taken_name_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZONEMAP_THEMES", str(tmp_path / "gone"))
    with pytest.raises(InvalidSpec, match="the folder of ZONEMAP_THEMES is not there"):
        theme_names()
    monkeypatch.setenv("ZONEMAP_THEMES", str(tmp_path))
    (tmp_path / "neutral.toml").write_text(NEUTRAL, encoding="utf-8")
    with pytest.raises(InvalidSpec, match=r"there are two themes 'neutral'.*rename neutral.toml"):
        theme("neutral")
    assert theme("newsroom").corner == "top-right"
