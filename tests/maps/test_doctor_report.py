"""The doctor's report as a page: self-contained, in both languages, with nothing of a file in it
but text."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest
import shapely

from layers.importers.doctor.records import Diagnosis
from maps import doctor_report
from maps.doctor_report import LABELS, build_report
from tests.layers.doctor.samples import all_moved, diagnose, five, layer, square, zones
from tests.maps.invented import HOSTILE_TEXTS

LOADING = {"src", "href", "poster", "data", "action", "srcset", "background"}


class Reader(HTMLParser):
    """Start tags, text of scripts and styles, and all other text."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.blocks: list[tuple[str, dict[str, str | None], str]] = []
        self.text = ""
        self._open: tuple[str, dict[str, str | None]] | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._open = (tag, dict(attrs)) if tag in {"script", "style"} else None

    def handle_data(self, data: str) -> None:
        if self._open:
            self.blocks.append((*self._open, data))
        else:
            self.text += data

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style"}:
            self._open = None

    @property
    def data(self) -> Any:
        texts = [text for _, attrs, text in self.blocks if attrs.get("id") == "report-data"]
        return json.loads("".join(texts))


def faulty() -> Diagnosis:
    """Five parcels: one doubles a vertex, one is a bow-tie, one declares too much."""
    shapes = five()
    doubled = [*shapes[1].exterior.coords[:2], *shapes[1].exterior.coords[1:]]
    shapes[1] = shapely.Polygon(doubled)
    shapes[2] = shapely.Polygon([square(2).exterior.coords[i] for i in (0, 2, 1, 3)])
    rows = [{"area_m2": 10_000.5 if index != 3 else 10_300.0} for index in range(5)]
    return diagnose(layer(shapes, properties=rows), zones())


def hostile() -> Diagnosis:
    """Hostile text wherever a file or a register can put it."""
    texts = [HOSTILE_TEXTS[index % len(HOSTILE_TEXTS)] for index in range(20)]
    shapes = [
        shapely.Polygon([square(i).exterior.coords[j] for j in (0, 2, 1, 3)]) for i in range(9)
    ]
    rows = [{"ma_lo": texts[0], "ten": texts[index] + "\x00"} for index in range(9)]
    raw = layer(shapes, texts[3], properties=rows, file=texts[1], layer=texts[2])
    raw = type(raw)(
        **{
            **{name: getattr(raw, name) for name in raw.__slots__},
            "features": tuple(
                type(one)(one.number, texts[one.number], one.geometry, one.properties)
                for one in raw.features
            ),
        }
    )
    index = zones(name_vi=texts[4], name_en=texts[5])
    return diagnose(raw, index, crs="EPSG:5899")


def test_build_report_gives_the_same_text_twice() -> None:
    assert build_report(faulty()) == build_report(faulty())


def test_build_report_loads_nothing() -> None:
    reader = Reader(build_report(faulty()))

    for tag, attrs in reader.tags:
        for name in LOADING & attrs.keys():
            assert (attrs[name] or "").startswith("data:"), f"<{tag} {name}>"
        assert "style" not in attrs
        assert not [name for name in attrs if name.startswith("on")]
    for tag, attrs, text in reader.blocks:
        if tag == "style":
            targets = re.findall(r"url\(\s*[\"']?([^)\"']*)", text)
            assert all(target.startswith(("data:", "#")) for target in targets)
        assert attrs.get("nonce") or attrs.get("type") == "application/json"


def test_build_report_forbids_itself_every_request() -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', build_report(faulty()))

    assert policy is not None
    assert policy[1].startswith("default-src &#39;none&#39;")
    assert "unsafe" not in policy[1]
    assert "http" not in policy[1]


def test_build_report_says_findings_in_both_languages() -> None:
    diagnosis = faulty()

    text = Reader(build_report(diagnosis)).text

    assert len(diagnosis.findings) == 3
    for finding in diagnosis.findings:
        for words in (
            finding.message_vi,
            finding.message_en,
            finding.remedy_vi,
            finding.remedy_en,
            finding.code,
        ):
            assert words in text
    assert "Từ chối, chưa lưu gì" in text
    assert "Refused, nothing stored" in text
    assert "10.000,5 m²" in text
    assert "10,000.5 m²" in text


def test_build_report_draws_before_and_after() -> None:
    data = Reader(build_report(faulty())).data

    assert [one["number"] for one in data["features"]] == [1, 2, 3, 4, 5]
    assert [one["severity"] for one in data["features"]] == [
        None,
        "repair",
        "error",
        "question",
        None,
    ]
    ring_before = data["features"][1]["before"]["coordinates"][0]
    ring_after = data["features"][1]["after"]["coordinates"][0]
    assert (len(ring_before), len(ring_after)) == (6, 5)
    assert data["zones"][0]["name"] == {"vi": "KCN Mẫu", "en": "Sample IP"}


def test_build_report_without_crs_shows_the_readings() -> None:
    reader = Reader(build_report(diagnose(layer(crs=None), zones())))

    assert "Without a coordinate reference system" in reader.text
    assert [one["crs"] for one in reader.data["landings"]] == ["EPSG:5899", "EPSG:5898"]
    assert all(one["before"] is None for one in reader.data["features"])


def test_build_report_hostile_text_makes_no_element() -> None:
    known = {tag for tag, _ in Reader(build_report(faulty())).tags}
    page = build_report(hostile())

    reader = Reader(page)

    assert {tag for tag, _ in reader.tags} <= known
    outside = re.sub(r'<script type="application/json".*?</script>', "", page, flags=re.DOTALL)
    assert all(text not in outside for text in HOSTILE_TEXTS if "<" in text)
    scripts = [text for tag, _, text in Reader(outside).blocks if tag == "script"]
    assert not any("__hacked" in text for text in scripts)


def test_build_report_draws_land_if_given() -> None:
    land = {"type": "Polygon", "coordinates": [[[106, 10], [107, 10], [107, 11], [106, 10]]]}

    assert Reader(build_report(faulty(), land=land)).data["land"] == land


def test_build_report_bounds_rows_and_drawings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor_report, "MOST_ROWS", 3)
    monkeypatch.setattr(doctor_report, "MOST_DRAWN", 4)
    rows = [{"ma_lo": "A"} for _ in range(12)]
    parcels = [square(column) for column in range(12)]

    reader = Reader(build_report(diagnose(layer(parcels, properties=rows))))

    assert reader.text.count("duplicate_id") == 3
    assert "… and 8 more rows" in reader.text
    assert (len(reader.data["features"]), reader.data["total"]) == (4, 12)


def test_build_report_simplifies_very_many_vertices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor_report, "MOST_VERTICES", 100)
    round_one = shapely.Point(421_000, 1_165_600).buffer(300, quad_segs=500)

    reader = Reader(build_report(diagnose(layer([round_one]))))

    assert 10 < len(reader.data["features"][0]["before"]["coordinates"][0]) <= 100


def test_build_report_of_an_empty_file() -> None:
    reader = Reader(build_report(diagnose(layer([]))))

    assert "has no feature" in reader.text
    assert reader.data["features"] == []


def test_build_report_of_points() -> None:
    points = all_moved([shapely.Point(421_000, 1_165_600)], "EPSG:4326")

    data = Reader(build_report(diagnose(layer(points, "EPSG:4326"), layer="ports"))).data

    assert data["features"][0]["after"]["type"] == "Point"


def test_labels_are_complete() -> None:
    assert all(words.vi and words.en for words in LABELS.values())
