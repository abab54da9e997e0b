from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from geo.errors import InvalidSpec
from maps.stills.spec import StillSpec, read_spec, spec_of


def refusal(text: str) -> str:
    with pytest.raises(InvalidSpec) as caught:
        read_spec(text)
    return str(caught.value)


def test_read_spec_of_nothing_is_the_overview() -> None:
    for text in ("", "null", "{}", "# only a remark"):
        assert read_spec(text) == StillSpec()
    assert StillSpec().template == "overview"


def test_read_spec_takes_yaml_and_json_alike() -> None:
    as_yaml = read_spec("template: locator\nzones: [may-trang]\nas_of: 2026-01-31\nqr: true\n")
    as_json = read_spec('{"qr":true,"as_of":"2026-01-31","zones":["may-trang"],'
                        '"template":"locator"}')  # fmt: skip
    assert as_yaml == as_json
    assert as_yaml.as_of == date(2026, 1, 31)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- a\n- b", "the spec is list, not a list of fields"),
        ("tittle: x", "there is no field 'tittle'; expected title, or another of the fields"),
        ("extent: {box: 1}", "there is no field 'extent.box'; expected bbox, or another of"),
        ("labels: {'zone:a': {dz: 1}}", "field 'labels.zone:a.dz'; expected the fields dx, dy"),
        ("font: Arial", "there is no field 'font'"),
        ("template: poster", "template ('poster'): is not 'overview', 'locator'"),
        ("theme: ../neutral", "theme ('../neutral'): is not a name as neutral"),
        ("theme: ﹒﹒", "is not a name as neutral"),
        ("zones: my-xuan-a2", "zones ('my-xuan-a2'): is not a list; write it as [a, b]"),
        ("zones: [a, a]", "zones: names a zone twice"),
        ("zones: [../etc]", "zones.0 ('../etc'): is not an id as my-xuan-a2"),
        ("top: 2.5", "top ('2.5'): is not a whole number"),
        ("top: 13", "top ('13'): is not less than or equal to 12"),
        ("legend: perhaps", "legend ('perhaps'): is neither true nor false"),
        ("seconds: .nan", "seconds ('nan'): is not a finite number"),
        ("extent: {padding: .nan}", "extent.padding ('nan'): is not a finite number"),
        ("extent: {bbox: [106, 10, 107]}", "extent.bbox.3: is missing"),
        ("extent: {bbox: [107, 10, 106, 11]}", "extent.bbox: the bbox"),
        ("extent: {bbox: [106, 10, 106.001, 11]}", "extent.bbox: is smaller than 200 m"),
        ("extent: {bbox: [105, 20, 106, 21]}", "extent.bbox: reaches beyond 99.0,4.0,115.0,16.0"),
        ("extent: {bbox: [-180, -90, 180, 90]}", "extent.bbox: reaches beyond"),
        ("extent: {zones: [a], province: BD}", "has more than one of zones, province and bbox"),
        ("labels: {'zone:a': {dx: .nan}}", "labels.zone:a.dx ('nan'): is not a finite number"),
        ("labels: {'zone:a': {dx: 1e400}}", "labels.zone:a.dx ('inf'): is not a finite number"),
        ("labels: {'zone:a': {dx: 10001}}", "is not less than or equal to 10000"),
        ("labels: {'../a': {dx: 1}}", "is not the name of a label as zone:my-xuan-a2"),
        ("title: 5", "title ('5'): is not a text; put it in quotes"),
    ],
)  # fmt: skip
def test_read_spec_says_what_is_wrong_with_a_field(text: str, told: str) -> None:
    message = refusal(text)
    assert message.startswith("the spec cannot be drawn") or "the spec is list" in message
    assert told in message


@pytest.mark.parametrize(
    "text", ["2026", "20260101", "true", "1e9", "2026-01", "2026-1-1", "2026-01-01T00:00:00",
             "２０２６-01-01"]
)  # fmt: skip
def test_dates_are_days_and_nothing_else(text: str) -> None:
    for field in ("as_of", "before"):
        assert "is not a day as 2026-11-28" in refusal(f"{field}: {text}")
    assert "is a day that does not exist" in refusal("as_of: 2026-02-30")


@pytest.mark.parametrize(
    ("size", "told"),
    [
        ("9000x9000", "the size 9000x9000 is out of bounds"),
        ("8193x4000", "out of bounds"),
        ("1x1", "out of bounds"),
        ("8192x1000", "the longer side at most 6 times the shorter"),
        ("large", "the size 'large' is not one that can be drawn"),
        ("１９２０x1080", "is not one that can be drawn"),
        ("1920x1080; rm", "is not one that can be drawn"),
    ],
)  # fmt: skip
def test_sizes_out_of_bounds_are_refused(size: str, told: str) -> None:
    assert told in refusal(f"size: '{size}'")


@pytest.mark.parametrize(
    ("letter", "told"),
    [
        ("\u202e", "U+202E, which is not shown"),
        ("\u2066", "U+2066, which is not shown"),
        ("\u200b", "U+200B, which is not shown"),
        ("\ufeff", "U+FEFF, which is not shown"),
        ("\u0007", "U+0007"),
        ("\u05d0", "U+05D0, which is written right to left"),
        ("\u0627", "U+0627, which is written right to left"),
        ("\ue000", "U+E000, which is not shown"),
        ("\u2028", "U+2028, which is not shown"),
    ],
)
def test_texts_that_deceive_the_eye_are_refused(letter: str, told: str) -> None:
    for field in ("title", "subtitle"):
        with pytest.raises(InvalidSpec) as caught:
            spec_of({field: f"Khu{letter}A"})
        assert told in str(caught.value)


def test_a_nul_is_named_with_its_place() -> None:
    assert "the spec has the character U+0000 at place 8" in refusal("title: a\0b")
    assert "has the character U+0000, which is not shown" in refusal('title: "a\\0b"')


def test_long_texts_and_piled_marks_are_refused() -> None:
    assert "has 501 characters; at most 500 fit" in refusal("title: " + "x" * 501)
    assert len(read_spec("title: " + "x" * 500).title or "") == 500
    assert "a letter with more than three marks" in refusal("title: a" + "\u0301" * 9)
    # Two marks on one letter are Vietnamese, however they are written.
    assert read_spec("title: 'e\u0302\u0301'").title == "ế"


def test_texts_are_composed_and_single_spaced() -> None:
    assert read_spec('title: " a\\tb  c \\n d "').title == "a b c\nd"
    assert read_spec("title: 'TP.\u00a0HCM'").title == "TP.\u00a0HCM"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: &x [1]\nb: *x", "line 2, column 4: aliases are not read"),
        ("a: &a {b: 1}\nc:\n  <<: *a", "aliases are not read"),
        ("title: a\ntitle: b", "line 2, column 1: the field 'title' stands twice"),
        ('{"title": "a", "title": "b"}', "the field 'title' stands twice"),
        ("title: !!python/object/apply:os.system [id]", "column 8: tags are not read"),
        ("title: !!binary aGVsbG8=", "tags are not read"),
        ("!mine {title: a}", "tags are not read"),
        ("1: 2", "the field '1' is not a word"),
        ("? [a]\n: b", "is not a word"),
        ("--- {}\n--- {}", "the spec is not YAML at line 2"),
        ("title: [", "the spec is not YAML"),
        ("[" * 900, "too many lists or fields within each other"),
        ("{a: " * 900, "too many lists or fields within each other"),
        ("a" * 20_001, "the spec has 20,001 characters; expected at most 20,000"),
    ],
)
def test_yaml_tricks_are_refused(text: str, told: str) -> None:
    assert told in refusal(text)


def test_a_bomb_of_aliases_is_refused_before_it_grows() -> None:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    names = "abcdefghi"
    lines += [f"{two}: &{two} [*{one}, *{one}, *{one}]" for one, two in pairwise(names)]
    assert "aliases are not read" in refusal("\n".join(lines))


def test_plain_words_stay_words() -> None:
    # YAML 1.1 has these for a boolean, a count of minutes, a day and base 8.
    spec = read_spec("title: no\nsubtitle: 1:30")
    assert (spec.title, spec.subtitle) == ("no", "1:30")
    assert read_spec("title: 2026-01-01").title == "2026-01-01"
    assert read_spec("top: 010").top == 10


def test_document_is_short_and_comes_back_the_same() -> None:
    spec = read_spec("template: ranking\ntop: 5\nlanguage: en\nextent: {province: BD}")
    assert spec.document() == {
        "template": "ranking", "top": 5, "language": "en", "extent": {"province": "BD"},
    }  # fmt: skip
    assert read_spec(spec.text()) == spec
    assert spec.but(top=None).document().get("top") is None


@pytest.mark.parametrize("ground", [None, "map", "solid", "transparent"])
def test_a_lower_third_is_transparent_unless_asked(ground: str | None) -> None:
    asked = {} if ground is None else {"ground": ground}
    spec = spec_of({"template": "lower_third", **asked})
    assert spec.ground == (ground or "transparent")
    assert read_spec(spec.text()) == spec
    assert spec.but(language="en").ground == spec.ground


def test_no_more_than_five_faults_are_told() -> None:
    message = refusal("\n".join(f"bad{index}: 1" for index in range(8)))
    assert message.count("there is no field") == 5
    assert "; and 3 more" in message


def test_too_many_moved_labels_are_counted() -> None:
    with pytest.raises(InvalidSpec, match="labels: has 401 entries; at most 400 fit"):
        spec_of({"labels": {f"zone:a{number}": {} for number in range(401)}})
