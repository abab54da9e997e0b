from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pypdf
import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st
from pypdf.generic import ContentStream
from shapely.geometry import Point

from geo.errors import InvalidParameter
from layers.records import IndustrialZone
from maps.brief.build import build_brief
from maps.brief.comparison import compare, find_best
from maps.brief.fonts import FIGURES, LEADING, SEMIBOLD, load_fonts, text_width
from maps.brief.frame import Window, fit
from maps.brief.places import Labels
from maps.brief.readings import (
    Reading,
    distance_reading,
    figure_reading,
    headline_reading,
    largest_block_reading,
    years_left_reading,
)
from maps.brief.spec import BriefSpec
from maps.brief.text import BODY, Text, clean, layout, line_width, undrawable
from maps.brief.words import PHRASES, phrase
from tests.maps.invented_shortlist import (
    NOTHING,
    SOURCES,
    distance,
    figure,
    known,
    ledger,
    ranking,
    spec,
    zone,
)


def pages_of(given_spec: BriefSpec) -> list[str]:
    """Text of each page, with single spaces."""
    reader = pypdf.PdfReader(io.BytesIO(build_brief(given_spec)))
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def text_of(given_spec: BriefSpec) -> str:
    return " ".join(pages_of(given_spec))


def squeezed(text: str) -> str:
    """Text without spaces, for what may be broken over lines."""
    return "".join(text.split())


# --- what is on the pages -------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["vi", "en"])
def test_brief_reads_back_as_it_was_put_in(language: Any) -> None:
    title = "Nhà máy “Ế Ộ Ữ”, đợt 2: ưỡn ẹo giữa Ặ Ẵ Ỷ"
    notes = "Dòng một: quý I/2027.\nDòng hai: ưu tiên 5 ha liền."

    text = text_of(spec(3, language=language, title=title, notes=notes))

    for one in spec(3).zones:
        assert one.name_vi in text
        assert one.name_en in text
    assert title in text
    assert "Dòng một: quý I/2027. Dòng hai: ưu tiên 5 ha liền." in text
    numbers = ["1.235,5", "40,25", "130"] if language == "vi" else ["1,235.5", "40.25", "130"]
    for number in numbers:
        assert number in text
    assert phrase("unknown_value", language) in text
    assert ("7/10/2026" if language == "vi" else "7 Oct 2026") in text
    assert "© OpenStreetMap contributors (ODbL)" in text
    assert "Công ty CP Nữ Hoàng" in text


def test_brief_of_three_zones_has_six_pages_of_a4() -> None:
    reader = pypdf.PdfReader(io.BytesIO(build_brief(spec(3))))

    assert len(reader.pages) == 6
    assert {tuple(round(float(side)) for side in page.mediabox[2:]) for page in reader.pages} == {
        (595, 842)
    }
    assert reader.trailer["/Root"]["/Lang"] == "vi"
    assert str(reader.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"]) == "True"
    assert reader.metadata is not None
    assert reader.metadata.title == "3 khu công nghiệp vùng TP. Hồ Chí Minh"
    assert reader.metadata.creation_date == datetime(2026, 11, 28, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize("count", [1, 6])
def test_brief_takes_one_to_six_zones(count: int) -> None:
    pages = pages_of(spec(count))

    for number in range(1, count + 1):
        assert sum(f"Khu công nghiệp Ngữ Ế Ộ Ữ Ẵ {number}" in page for page in pages) >= 2


@pytest.mark.parametrize("count", range(1, 7))
def test_no_page_ends_with_a_heading(count: int) -> None:
    ids = [f"khu-{number}" for number in range(1, count + 1)]
    document = ranking(*ids) if count > 1 else None
    notes = "Dòng ghi chú.\n" * (30 * count)
    keys = ("notes", "comparison", "ranking", "key_figures", "badges", "sources", "not_known")
    words = [phrase(key, "vi") for key in keys]

    for page in pages_of(spec(count, ranking=document, notes=notes[:2000])):
        body = page.partition(" Zonemap · Số liệu đến")[0]
        assert not body.endswith(tuple(words))


@pytest.mark.parametrize("count", [0, 7])
def test_brief_refuses_other_numbers_of_zones(count: int) -> None:
    with pytest.raises(InvalidParameter, match="1 to 6 zones, each once"):
        spec(count)


def test_brief_refuses_a_zone_twice() -> None:
    with pytest.raises(InvalidParameter, match="each once"):
        spec([zone(1), zone(1)])


def test_every_page_has_its_number_the_data_date_and_the_link() -> None:
    pages = pages_of(spec(2))

    for number, page in enumerate(pages, start=1):
        assert f"Trang {number}/{len(pages)}" in page
        assert "Số liệu từ khoảng 2005 đến 2026, phiên bản 7" in page
        assert "https://maps.example.org/zones/#s=khu-1,khu-2&lang=vi&dv=7" in page


def test_long_link_is_whole_on_the_cover_and_named_on_the_others() -> None:
    link = "https://maps.example.org/?" + "&".join(f"f{one}=gia-tri-{one}" for one in range(55))

    pages = pages_of(spec(1, link=link))

    assert link in squeezed(pages[0])
    assert "https://maps.example.org/ (liên kết đầy đủ ở trang 1)" in pages[1]


def test_every_source_is_named_with_publisher_address_and_licence() -> None:
    text = text_of(
        spec([zone(1, figures={**zone(1).figures, "workers": figure("workers", 3, unit="persons",
                                                                    source_keys=("board",))})])
    )  # fmt: skip

    for key, source in SOURCES.items():
        publisher = "Kiến thức chung" if key == "words" else source.publisher
        assert publisher in text
        assert squeezed(source.address) in squeezed(text)
    assert "lấy ngày 07/10/2026" in text
    assert "không rõ ngày lấy" in text
    assert "trích số liệu, ghi nguồn" in text


def test_figures_carry_definition_date_badge_and_doubt() -> None:
    area = figure("total_area_ha", 350.0, rivals=2, conflict=True, note="by decision 12")

    text = text_of(spec([zone(1, figures={"total_area_ha": area})], language="en"))

    assert "The whole planned area of the zone, as the source publishes it." in text
    assert "Oct 2024" in text
    assert "2 other figures, some disagree" in text
    assert "Note: by decision 12" in text
    assert "Press quoting an official, dated" in text


def test_what_is_not_known_is_listed() -> None:
    text = text_of(spec(2, language="en"))

    assert "Ngu E O Industrial Park 1 – not known: Leasable industrial land" in text
    assert "Boundaries are schematic: Ngu E O Industrial Park 1; Ngu E O Industrial Park 2" in text


def test_zone_without_place_and_figures_is_told_of() -> None:
    bare = zone(
        2, location=None, location_accuracy=None, location_badge=None, boundary=None,
        boundary_quality=None, measured_area_ha=None, figures={}, distances={}, remaining=NOTHING,
    )  # fmt: skip

    text = text_of(spec([zone(1), bare], language="en"))

    assert "Not on the map, as the place is not known: Ngu E O Industrial Park 2." in text
    assert "No figure has been published of this zone." in text
    assert "so there is no map and no distance" in text


def test_no_zone_with_a_place_gives_no_map() -> None:
    bare = zone(1, location=None, boundary=None, boundary_quality=None, distances={})

    pages = pages_of(spec([bare]))

    assert "OpenStreetMap contributors (ODbL)" not in pages[0]


def test_illustrative_parcels_are_said_to_be_illustrative() -> None:
    text = text_of(spec([zone(1, ledger=ledger())], language="en"))

    assert "Illustrative: split by declared figures, not by real plots." in text
    assert "Leased 227.5 ha" in text
    assert "Not leased 212.5 ha" in text
    assert "99 ha" not in text


def test_real_parcels_tell_their_lines() -> None:
    real = ledger(
        illustrative=False, unclassified_ha=0.0, available_now_ha=200.0, not_cleared_ha=12.5,
        reserved_ha=None,
    )  # fmt: skip

    text = text_of(spec([zone(1, ledger=real)], language="en"))

    assert "Available now 200 ha" in text
    assert "Not cleared 12.5 ha" in text
    assert "Reserved unknown" in text
    assert "Illustrative" not in text


def test_statement_that_no_land_is_left_is_not_a_zero() -> None:
    none_left = replace(NOTHING, state="none_left", badge="B", source_keys=("press",))

    text = text_of(spec([zone(1, remaining=none_left), zone(2)], language="en"))

    assert "No land left to lease" in text


# --- ranking --------------------------------------------------------------------------------------


def test_brief_without_ranking_has_no_such_section() -> None:
    assert "Điểm 0–100" not in text_of(spec(2))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_ranking_tells_scores_sentences_steps_and_chances(language: Any) -> None:
    document = ranking("khu-2", "khu-1", "khu-3")

    text = text_of(spec(3, ranking=document, language=language))

    explanation = document["explanation"]
    assert explanation[f"sentence_{language}"] in text
    assert explanation[f"doubt_{language}"] in text
    assert "60 – 70" in text
    assert "+15" in text
    assert "−5" in text
    assert ("10.000 bộ" if language == "vi" else "10,000 random") in text
    assert "60%" in text
    assert ("Điện (0%)" if language == "vi" else "Power (0%)") not in text


def test_ranking_of_other_zones_is_left_out() -> None:
    assert "Điểm 0–100" not in text_of(spec(1, ranking=ranking("a", "b")))


# --- hostile texts --------------------------------------------------------------------------------

HOSTILE = (
    "<b>đậm</b> & ]]> <img src='https://evil.example/x.png'/> &lt; {names} %s "
    '\x00\x07\u202egnp.exe\u202c\u200b <a href="javascript:alert(1)">x</a>'
)
INERT = (
    "<b>đậm</b> & ]]> <img src='https://evil.example/x.png'/> &lt; {names} %s "
    'gnp.exe <a href="javascript:alert(1)">x</a>'
)


def test_hostile_texts_are_set_as_they_are() -> None:
    hostile = zone(1, name_vi=HOSTILE, note=HOSTILE, district=HOSTILE)
    sources = {**SOURCES, "press": replace(SOURCES["press"], publisher=HOSTILE,
                                           address="javascript:alert(1)")}  # fmt: skip

    made = build_brief(spec([hostile], title=HOSTILE, notes=HOSTILE, sources=sources))

    reader = pypdf.PdfReader(io.BytesIO(made))
    text = " ".join(page.extract_text() for page in reader.pages)
    assert squeezed(text).count(squeezed(INERT)) >= 5
    assert "\u202e" not in text
    assert b"/JavaScript" not in made
    assert b"/Launch" not in made
    addresses = {
        annotation.get_object()["/A"]["/URI"]
        for page in reader.pages
        for annotation in page.get("/Annots") or []
    }
    assert all(address.startswith(("https://", "http://")) for address in addresses)


def test_brief_opens_no_file_and_no_address_that_a_text_names(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    build_brief(spec(1))

    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError

    monkeypatch.setattr("urllib.request.urlopen", refuse)
    monkeypatch.setattr("reportlab.lib.utils.open_for_read", refuse)
    build_brief(spec([zone(1, name_vi="<img src='file:///etc/passwd'/>")], title=HOSTILE))


@pytest.mark.parametrize("title", ["W" * 500, "Ế " * 250, "một-từ-rất-dài" * 35])
def test_title_of_500_characters_is_whole(title: str) -> None:
    title = title[:500]

    assert squeezed(title) in squeezed(pages_of(spec(1, title=title))[0])


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"title": "x" * 501}, r"title has 501 characters; expected at most 500"),
        ({"notes": "x" * 100_000}, r"notes has 100,000 characters; expected at most 2,000"),
        ({"title": "공장 2027"}, r"font cannot draw: '공장'"),
        ({"link": "https://maps.example.org/" + "x" * 1200}, r"link has 1,225 characters"),
        ({"language": "fr"}, r"the language is 'fr'; expected vi or en"),
    ],
)
def test_brief_refuses_what_it_could_not_set_whole(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidParameter, match=message):
        spec(1, **changes)


def test_notes_of_2000_characters_are_whole() -> None:
    notes = "Ghi chú dài, có dấu: Ữ. " * 83

    assert squeezed(notes) in squeezed(" ".join(pages_of(spec(1, notes=notes))[:2]))


def test_name_that_the_font_cannot_draw_is_not_silently_empty() -> None:
    assert clean("園区 A\u00adB\tC") == "?? AB C"
    assert undrawable("Khu 園 A") == "園"


# --- same spec, same bytes ------------------------------------------------------------------------


def test_same_spec_gives_the_same_bytes() -> None:
    first = spec(3, ranking=ranking("khu-2", "khu-1", "khu-3"), title="Ế")

    assert build_brief(first) == build_brief(first)
    assert build_brief(first) != build_brief(
        replace(first, made_at=datetime(2026, 11, 29, tzinfo=UTC))
    )


def test_qr_code_on_the_cover_is_that_of_the_link() -> None:
    given_spec = spec(1)
    reader = pypdf.PdfReader(io.BytesIO(build_brief(given_spec)))
    squares: list[Sequence[float]] = []
    best: list[Sequence[float]] = []
    for operands, operator in ContentStream(reader.pages[0].get_contents(), reader).operations:
        if operator == b"re":
            squares.append([float(one) for one in operands])
        elif operator not in (b"h",):
            best = max(best, squares, key=len)
            squares = []

    code = segno.make(given_spec.link, micro=False, error="m", boost_error=False)
    expected = [list(row) for row in code.matrix_iter(border=4)]
    module = best[0][3]
    rows = [[0] * len(expected) for _ in expected]
    for left, bottom, width, _ in best:
        row = len(expected) - 1 - round(bottom / module)
        for column in range(round(left / module), round((left + width) / module)):
            rows[row][column] = 1
    assert rows == expected


def test_fonts_are_embedded_subsets() -> None:
    reader = pypdf.PdfReader(io.BytesIO(build_brief(spec(2))))
    fonts = {
        font.get_object()["/BaseFont"]: font.get_object()
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()
    }

    assert all("+BeVietnamPro" in name for name in fonts)
    assert all("/FontFile2" in font["/FontDescriptor"] for font in fonts.values())


# --- readings and the best ------------------------------------------------------------------------


def spans(*values: float | tuple[float, float] | None) -> list[Reading]:
    pairs = [one if one is None or isinstance(one, tuple) else (one, one) for one in values]
    return [Reading("", span=pair) for pair in pairs]


@pytest.mark.parametrize(
    ("values", "better", "best"),
    [
        ((3.0, 5.0, None), "more", {1}),
        ((3.0, 5.0, None), "less", {0}),
        ((5.0, 5.0, 2.0), "more", {0, 1}),
        ((5.0, 5.0), "more", set()),
        ((5.0, None, None), "more", set()),
        ((None, None), "more", set()),
        (((80.0, 125.0), 120.0, 250.0), "less", {1}),
        (((5.0, float("inf")), 4.0), "more", {0}),
        (((float("-inf"), 5.0), 4.0), "more", {1}),
        ((3.0, 5.0), None, set()),
    ],
)
def test_find_best(values: Any, better: Any, best: set[int]) -> None:
    assert find_best(spans(*values), better) == best


def test_figure_of_a_part_is_marked_and_never_compared() -> None:
    reading = figure_reading(figure("leased_area_ha", 12.0, scope="part"), "leased_area_ha", "en")

    assert reading.mark == "of a part of the zone"
    assert reading.span is None


def test_figure_in_another_unit_is_not_compared() -> None:
    price = figure("lease_price_usd_m2", 3.0, unit="USD/m2/year")

    reading = figure_reading(price, "lease_price_usd_m2", "en")

    assert reading.joined == "3\u00a0USD/m2/year"
    assert reading.span is None


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [(80.0, 125.0, "80 – 125"), (80.0, None, "at least 80"), (None, 125.0, "at most 125")],
)
def test_ranges_are_told_with_both_ends(low: Any, high: Any, text: str) -> None:
    price = figure("lease_price_usd_m2", unit="USD/m2/term", low=low, high=high)

    reading = figure_reading(price, "lease_price_usd_m2", "en")

    assert reading.text.replace("\u00a0", " ") == text


def test_numbers_are_rounded_half_up_and_shares_are_percents() -> None:
    assert figure_reading(figure("total_area_ha", 2.675), "total_area_ha", "vi").text == "2,68"
    assert headline_reading(known(0.9345), "occupancy", "en").joined == "93.5%"
    year = figure("established_year", 1991.0, unit="year")
    assert figure_reading(year, "established_year", "vi").text == "1991"


def test_years_left_are_counted_from_the_day_and_end_at_none() -> None:
    ends = figure("lease_expiry_year", 2058.0, unit="year")

    assert years_left_reading(ends, 2026, "en").joined == "32\u00a0years"
    assert years_left_reading(ends, 2070, "en").text == "0"
    assert not years_left_reading(None, 2026, "en").is_known


def test_distance_is_no_finer_than_the_positions() -> None:
    def text(metres: float, within_m: float) -> str:
        measured = zone(1, distances={"port": distance("port", metres, "ben-mo", within_m)})
        return distance_reading(measured, "port", "en").text

    assert (text(16_660.0, 500.0), text(900.0, 500.0)) == ("about\u00a017", "under\u00a01")
    assert (text(16_660.0, 50.0), text(900.0, 50.0)) == ("16.7", "0.9")
    assert (text(2_000.0, 2000.0), text(1_999.0, 2000.0)) == ("about\u00a02", "under\u00a02")
    assert not distance_reading(zone(1), "airport", "en").is_known


def test_largest_block_without_real_parcels_is_at_most_what_remains() -> None:
    left = largest_block_reading(zone(1, ledger=ledger(), remaining=known(120.5)), "en")
    assert (left.joined, left.span) == ("at most 120.5\u00a0ha", None)
    assert not largest_block_reading(zone(1, ledger=ledger(), remaining=NOTHING), "en").is_known
    real = zone(1, ledger=ledger(illustrative=False))
    assert largest_block_reading(real, "en").joined == "99\u00a0ha"


def test_old_figure_says_its_age() -> None:
    old = figure("total_area_ha", 300.0, as_of="2019-04-08")
    ends = figure("lease_expiry_year", 2058.0, unit="year", as_of="2015")
    zones = [zone(n, figures={"total_area_ha": old, "lease_expiry_year": ends}) for n in (1, 2)]
    for language, words in (("en", "7 years old"), ("vi", "7 năm trước")):
        groups = compare(zones, as_of=date(2026, 11, 22), language=language)
        rows = {row.key: row for group in groups for row in group.rows}
        ages = [one.age.replace("\u00a0", " ") for one in rows["total_area_ha"].readings]
        assert ages == [words, words]
        assert rows["lease_expiry_year"].readings[0].age == ""  # 2058 it stays
        text = " ".join(pages_of(spec(zones, language=language)))
        assert f"300 ha ({words})" in text.replace("\u00a0", " ") or f"300 ({words})" in text


# --- text and maps --------------------------------------------------------------------------------


@given(
    text=st.text(st.sampled_from("aWế Ộ-/1.,&<\u00a0\n"), max_size=120),
    width=st.floats(min_value=15, max_value=200),
)
def test_layout_loses_nothing_and_keeps_to_the_width(text: str, width: float) -> None:
    load_fonts()

    lines = layout([(text, BODY.but(tabular=True))], width)

    drawn = "".join(part for line in lines for part, _ in line)
    assert squeezed(drawn) == squeezed(text)
    assert all(line_width(line) <= width + 1e-6 for line in lines)


def test_text_splits_without_a_lonely_line() -> None:
    load_fonts()
    text = Text("một hai ba bốn năm sáu bảy tám " * 4)
    _, height = text.wrap(120, 1000)
    pitch = BODY.size * LEADING
    count = round(height / pitch)

    first, rest = text.split(120, height - pitch / 2)

    assert round(first.height or first.wrap(120, 0)[1] / pitch) >= 2
    assert round(rest.wrap(120, 0)[1] / pitch) == 2
    assert count >= 4
    assert text.split(120, pitch * 1.5) == []


def test_digits_of_figures_have_one_width() -> None:
    load_fonts()

    assert len({text_width(digit, FIGURES, 10) for digit in "0123456789"}) == 1
    assert len({text_width(digit, SEMIBOLD, 10) for digit in "0123456789"}) > 1


def test_line_height_keeps_stacked_marks_clear() -> None:
    ttlib = pytest.importorskip("fontTools.ttLib")
    letters = [chr(code) for code in range(0x1EA0, 0x1EFA)] + [*"ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯgjpqy"]
    for weight in (400, 600):
        with ttlib.TTFont(f"maps/static/fonts/be-vietnam-pro-{weight}-normal.ttf") as font:
            names, outlines = font.getBestCmap(), font["glyf"]
            drawn = [outlines[names[ord(one)]] for one in letters if ord(one) in names]
        ink = max(one.yMax for one in drawn) - min(one.yMin for one in drawn)
        assert ink / 1000 <= LEADING


def test_phrases_are_there_in_both_languages_with_the_same_places() -> None:
    for vietnamese, english in PHRASES.values():
        assert vietnamese
        assert english
        assert sorted(_places(vietnamese)) == sorted(_places(english))


def _places(text: str) -> list[str]:
    return [part.partition("}")[0] for part in text.split("{")[1:]]


def test_window_scale_is_true_in_its_middle() -> None:
    window = fit([Point(106.6, 10.6), Point(107.0, 10.8)], 400, 300, pad=20, least_km=10)

    left, _ = window.point(106.6, 10.7)
    right, _ = window.point(107.0, 10.7)
    assert window.metres_of(right - left) == pytest.approx(43_763, rel=0.002)
    assert left >= 20 - 1e-6
    assert right <= 380 + 1e-6


def test_fit_of_one_point_shows_its_surroundings() -> None:
    window = fit([Point(106.7, 10.7)], 200, 100, pad=10, least_km=9)

    assert isinstance(window, Window)
    assert window.metres_of(100) == pytest.approx(9_000, rel=0.01)


def test_labels_keep_off_each_other() -> None:
    labels = Labels(200, 100)
    corners = [labels.find(100, 50, 40, 8, 5) for _ in range(8)]

    boxes = [(x, y, x + 40, y + 8) for x, y in (one for one in corners if one is not None)]
    for place, box in enumerate(boxes):
        for other in boxes[place + 1 :]:
            assert (
                box[2] <= other[0]
                or other[2] <= box[0]
                or box[3] <= other[1]
                or (other[3] <= box[1])
            )
    assert labels.find(100, 50, 40, 8, 5, must=True) is not None


def test_numbers_of_neighbours_are_spread() -> None:
    labels = Labels(200, 100)

    first, second = labels.spread(100, 50, 6), labels.spread(101, 50, 6)

    assert first == (100, 50)
    assert abs(first[0] - second[0]) + abs(first[1] - second[1]) >= 12


def test_zones_at_one_place_and_a_zone_of_the_worst_length() -> None:
    long = "Khu công nghiệp – đô thị – dịch vụ " + "Nguyễn Ưỡng Phước Thượng " * 6
    zones: list[IndustrialZone] = [zone(1, name_vi=long), replace(zone(1), zone_id="khu-2")]

    assert squeezed(long) in squeezed(text_of(spec(zones)))
