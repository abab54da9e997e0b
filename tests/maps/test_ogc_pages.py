"""Pages of the OGC API: whole in both languages, honest about what is unknown, and inert."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, get_args
from urllib.parse import parse_qsl, urlsplit

import pytest

from layers.catalog import Collection, Property
from layers.collections import COLLECTIONS, PARCELS, ZONES
from maps import assets
from maps.labels import LANGUAGES, WORDS, Language
from maps.land_words import LAND_WORDS
from maps.ogc_examples import FILTERS
from maps.ogc_item import feature_tables
from maps.ogc_links import Addresses, downloads_of
from maps.ogc_pages import PageKind, build_ogc_page
from maps.ogc_style import COLOURINGS
from maps.ogc_values import show_value, unit_of, word_of
from maps.ogc_words import OGC_WORDS, ogc_word
from maps.style import DARK, LIGHT
from tests.maps.invented import HOSTILE_TEXTS
from tests.maps.invented_ogc import DOWNLOADS, documents, hostile, items, parcels, zones
from tests.maps.test_interactive import LOADING, Reader

BASE = "https://maps.example/zonemap"
KINDS: tuple[PageKind, ...] = get_args(PageKind)
MODULES = sorted((assets.STATIC_DIR / "js" / "ogc").glob("*.js"))
TEMPLATES = sorted((Path(assets.__file__).parent / "templates" / "ogc").glob("*.html"))
DOCUMENTS = documents(BASE)
VOID = {"meta", "link", "input", "img", "br"}


class Text(HTMLParser):
    """What a reader sees of a page: no scripts, no styles."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in {"script", "style"}

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in {"script", "style"}

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)

    def __str__(self) -> str:
        return " ".join(" ".join(self.parts).split())


def build(
    kind: PageKind,
    document: dict[str, Any] | None = None,
    *,
    language: Language = "vi",
    path: str | None = None,
    collection: Collection | None = None,
) -> str:
    known_path, known, known_collection = DOCUMENTS[kind]
    return build_ogc_page(
        kind,
        known if document is None else document,
        language=language,
        nonce="n0nce",
        base_url=BASE,
        path=path or f"/zonemap{known_path}",
        collection=collection or known_collection,
    )


def hrefs(page: str) -> set[str]:
    return {str(attrs["href"]) for tag, attrs in Reader(page).tags if tag == "a"}


def cells(page: str, zone_id: str) -> list[str]:
    """Texts of the cells of a row."""
    row = re.search(rf'<tr data-id="{zone_id}">(.*?)</tr>', page, re.DOTALL)
    assert row
    found = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row[1], re.DOTALL)
    return [str(Text(one)) for one in found]


# Words


@pytest.mark.parametrize("key", OGC_WORDS)
def test_word_is_there_in_both_languages(key: str) -> None:
    vietnamese, english = OGC_WORDS[key]

    assert vietnamese.strip()
    assert english.strip()
    assert set(re.findall(r"\{\w+\}", vietnamese)) == set(re.findall(r"\{\w+\}", english))


def test_words_do_not_hide_those_of_other_pages() -> None:
    assert not set(OGC_WORDS) & (set(WORDS) | set(LAND_WORDS))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_template_uses_only_words_there_are(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    for key in re.findall(r"\bw\(\s*[\"']([a-z_0-9]+)[\"']\s*[,)]", text):
        assert ogc_word(key, "vi"), key


def test_every_fixed_value_has_a_word() -> None:
    missing = [
        f"{collection.collection_id}.{item.name}={value}"
        for collection in COLLECTIONS.values()
        for item in collection.properties
        for value in item.words
        # In English, a word may be the value itself.
        if word_of(item, value, "vi") == value
    ]

    assert missing == []


def test_ogc_word_fills_each_gap_once() -> None:
    text = ogc_word("count_of", "en", shown="{matched}", matched="5")

    assert text == "{matched} of 5 features"


def test_every_property_is_titled_in_both_languages() -> None:
    for collection in COLLECTIONS.values():
        for item in collection.properties:
            assert item.title_vi, item.name
            assert item.title_en, item.name


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_page_speaks_one_language(kind: PageKind, language: Language) -> None:
    page = build(kind, language=language)
    text = str(Text(page))
    other: Language = "en" if language == "vi" else "vi"

    assert f'<html lang="{language}">' in page
    assert ogc_word("credit_figures", language) in text
    assert ogc_word("credit_figures", other) not in text
    assert not re.search(r"\{\w+\}", text.replace("{ }", "")) or kind in {"landing", "tileset"}


# Structure


@pytest.mark.parametrize("kind", KINDS)
def test_page_gives_the_same_text_twice(kind: PageKind) -> None:
    assert build(kind) == build(kind)


@pytest.mark.parametrize("kind", KINDS)
def test_page_loads_nothing_from_another_host(kind: PageKind) -> None:
    for tag, attrs in Reader(build(kind)).tags:
        for name in LOADING & attrs.keys():
            value = attrs[name] or ""
            if tag != "a":
                assert value.startswith(("/static/", "/zonemap/")), f"<{tag} {name}={value}>"


@pytest.mark.parametrize("kind", KINDS)
def test_page_has_no_inline_handler_and_every_block_its_nonce(kind: PageKind) -> None:
    tags = Reader(build(kind)).tags

    names = {name for _, attrs in tags for name in attrs}
    assert "style" not in names
    assert not [name for name in names if name.startswith("on")]
    for tag, attrs in tags:
        if tag in {"script", "style"} and attrs.get("type") != "application/json":
            assert "src" in attrs or attrs.get("nonce") == "n0nce"


@pytest.mark.parametrize("kind", KINDS)
def test_page_has_one_heading_landmarks_and_captions(kind: PageKind) -> None:
    page = build(kind)
    tags = [tag for tag, _ in Reader(page).tags]

    assert tags.count("h1") == 1
    assert all(tags.count(one) == 1 for one in ("main", "header", "footer"))
    assert tags.count("caption") == tags.count("table")
    for tag, attrs in Reader(page).tags:
        if tag == "th":
            assert attrs.get("scope") in {"col", "row"}


@pytest.mark.parametrize("kind", KINDS)
def test_page_closes_what_it_opens(kind: PageKind) -> None:
    page = re.sub(r"<script.*?</script>|<style.*?</style>", "", build(kind), flags=re.DOTALL)
    stack: list[str] = []
    for closing, tag, empty in re.findall(r"<(/?)([a-z][a-z0-9]*)[^>]*?(/?)>", page):
        if tag in VOID or empty:
            continue
        if closing:
            assert stack.pop() == tag
        else:
            stack.append(tag)
    assert stack == []


@pytest.mark.parametrize("kind", KINDS)
def test_page_has_each_id_once(kind: PageKind) -> None:
    ids = [str(attrs["id"]) for _, attrs in Reader(build(kind)).tags if attrs.get("id")]

    assert len(ids) == len(set(ids))


# Links


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "problem"])
def test_every_link_of_the_document_can_be_reached(kind: PageKind) -> None:
    _, document, _ = DOCUMENTS[kind]
    page = build(kind)
    found, text = hrefs(page), str(Text(page))

    for one in document["links"]:
        href = one["href"]
        if one.get("templated"):
            assert href in text
        else:
            assert {href, href.removeprefix("https://maps.example")} & found, href
        assert one["rel"] in text


@pytest.mark.parametrize("kind", KINDS)
def test_page_switches_language_and_leads_to_its_json(kind: PageKind) -> None:
    path = f"/zonemap{DOCUMENTS[kind][0]}"
    found = hrefs(build(kind, language="en"))

    asked = dict(parse_qsl(urlsplit(path).query))
    for wanted in ({"lang": "vi"}, {"lang": "en"}, {"f": "json"}):
        assert any(
            urlsplit(href).path == urlsplit(path).path
            and dict(parse_qsl(urlsplit(href).query)) == {**asked, **wanted}
            for href in found
        ), wanted


def test_links_stay_in_the_language_on_our_own_pages() -> None:
    for href in hrefs(build("items", language="en")):
        parts = urlsplit(href)
        if parts.path.startswith("/zonemap/ogc") and "f=html" in parts.query and "lang" in href:
            assert "lang=en" in parts.query or "lang=vi" in parts.query
    assert any("cursor=abc&f=html&lang=en" in href for href in hrefs(build("items", language="en")))


def test_downloads_take_the_whole_query_in_each_format() -> None:
    document = DOCUMENTS["items"][1]
    found = {one.form: one.href for one in downloads_of(document["links"])}

    assert set(found) == set(DOWNLOADS)
    assert found["geojson"].endswith("f=geojson")
    assert {href.removeprefix("https://maps.example") for href in found.values()} <= hrefs(
        build("items")
    )


@pytest.mark.parametrize(
    "href",
    ["javascript:alert(1)", "data:text/html,x", "//evil.example/x", "/\\evil.example", "ftp://a/b"],
)
def test_addresses_refuse_what_is_not_of_the_web(href: str) -> None:
    addresses = Addresses(BASE, "/zonemap/ogc", "vi")

    assert addresses.page(href) is None
    assert addresses.file(href) is None


def test_addresses_do_not_take_a_longer_host_for_ours() -> None:
    addresses = Addresses("https://maps.example", "/ogc", "vi")

    foreign = "https://maps.example.evil.example/ogc"
    assert addresses.page(foreign) == foreign
    assert addresses.page("https://maps.example/ogc?f=json") == "/ogc?f=html&lang=vi"


def test_item_keeps_the_day_that_was_asked_for() -> None:
    page = build("items", path="/zonemap/ogc/collections/zones/items?datetime=2024-01-01")

    wanted = "/zonemap/ogc/collections/zones/items/may-trang?datetime=2024-01-01&f=html&lang=vi"
    assert wanted in hrefs(page)


# Tables


def test_unknown_is_written_as_unknown() -> None:
    for language, word in (("vi", "chưa rõ"), ("en", "unknown")):
        page = build("items", language=language)  # type: ignore[arg-type]
        row = cells(page, "xa-xoi")
        assert all(row)
        # Area, remaining land, occupancy, distance, outline.
        assert row.count(word) == 5
        assert "0" not in row


def test_a_statement_without_a_number_is_not_unknown() -> None:
    assert "hết đất" in cells(build("items"), "da-vang")
    assert "none left" in cells(build("items", language="en"), "da-vang")


def test_figures_are_written_as_each_language_does() -> None:
    assert "1.234,5 Độ tin cậy B" in cells(build("items"), "may-trang")
    assert "1,234.5 Quality B" in cells(build("items", language="en"), "may-trang")


def test_figure_from_illustrative_parcels_is_marked() -> None:
    page = build("items", language="en")

    assert "611 Quality C illustrative" in cells(page, "may-trang")
    assert ogc_word("notice_illustrative", "en") in str(Text(page))
    assert ogc_word("notice_schematic", "en") in str(Text(page))


def test_illustrative_parcels_are_marked_and_not_called_available() -> None:
    page = build(
        "items",
        items(BASE, "parcels", parcels()),
        path="/zonemap/ogc/collections/parcels/items",
        collection=PARCELS,
        language="en",
    )

    assert cells(page, "lo-1")[0] == "lo-1 illustrative"
    assert cells(page, "lo-2")[0] == "lo-2"
    looks = [one["look"] for one in Reader(page).json_of("ogc-data")["features"]]
    assert looks == ["dotted", "plain"]
    commercial = PARCELS.by_name["commercial"]
    first, second = (one["properties"] for one in parcels())
    assert show_value(commercial, first, "en").text == "not leased (by declared figures)"
    assert show_value(commercial, second, "en").text == "Available"


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"numberMatched": 4}, "4 features, all of them"),
        ({"numberMatched": 1190}, "4 of 1,190 features"),
        ({}, "4 features shown, more follow"),
    ],
)
def test_count_is_honest(more: dict[str, int], words: str) -> None:
    page = build("items", items(BASE, "zones", zones(), **more), language="en")

    assert words in str(Text(page))


def test_count_of_a_last_page_says_that_no_more_follow() -> None:
    document = items(BASE, "zones", zones())
    document["links"] = [one for one in document["links"] if one["rel"] != "next"]

    assert "4 features shown, no more follow" in str(Text(build("items", document, language="en")))


def test_no_features_give_a_sentence() -> None:
    page = build("items", items(BASE, "zones", [], numberMatched=0), language="en")

    assert "No feature matches." in str(Text(page))
    assert "<tbody>" not in page.partition('class="twins"')[2].partition("all-links")[0]


def test_all_columns_stand_ready_with_words_for_unknown() -> None:
    data = Reader(build("items")).json_of("ogc-data")

    assert [column["name"] for column in data["columns"]] == [one.name for one in ZONES.properties]
    assert len(data["cells"]) == 4
    unknown = data["cells"][3]
    assert unknown[[one.name for one in ZONES.properties].index("total_area_ha")] is None
    assert "" not in unknown


def test_other_coordinates_are_not_drawn() -> None:
    uri = "http://www.opengis.net/def/crs/EPSG/0/9210"
    page = build("items", path=f"/zonemap/ogc/collections/zones/items?crs={uri}", language="en")

    assert "ogc-map" not in page
    assert ogc_word("map_other_crs", "en") in str(Text(page))


def test_form_keeps_what_was_asked_and_leaves_the_place_behind() -> None:
    path = (
        "/zonemap/ogc/collections/zones/items?limit=25&datetime=2024-01-01&status=planned"
        "&filter=remaining_ha%3E5&sortby=-total_area_ha&bbox=106,10,107,11&cursor=abc"
    )
    tags = Reader(build("items", path=path)).tags
    fields = {str(attrs.get("name")): attrs.get("value") for tag, attrs in tags if tag == "input"}

    assert fields["datetime"] == "2024-01-01"
    assert fields["bbox"] == "106,10,107,11"
    assert fields["status"] == "planned"
    assert "cursor" not in fields
    chosen = [attrs["value"] for tag, attrs in tags if tag == "option" and "selected" in attrs]
    assert chosen == ["25", "-total_area_ha"]


@pytest.mark.parametrize("collection_id", COLLECTIONS)
def test_examples_name_properties_of_their_collection(collection_id: str) -> None:
    collection = COLLECTIONS[collection_id]

    assert FILTERS[collection_id]
    for example in FILTERS[collection_id]:
        names = re.findall(r"\b([a-z_0-9]+)\s*(?:=|<|>)", example.filter)
        assert names
        assert set(names) <= set(collection.by_name), example.filter
        for language in LANGUAGES:
            assert example.words(language)


# One feature


def test_item_shows_each_figure_with_its_passport_in_one_row() -> None:
    page = build("item", language="en")
    row = re.search(r'<tr data-figure="total_area_ha">(.*?)</tr>', page, re.DOTALL)

    assert row
    text = str(Text(row[1]))
    for part in ("Total area", "1,234.5 ha", "31 Mar 2025", "Quality B", "gazette-1", "daily-2"):
        assert part in text
    assert "<a " not in row[1]


def test_item_says_that_no_source_tells_a_figure() -> None:
    page = build("item", language="en")
    row = re.search(r'<tr data-figure="workers">(.*?)</tr>', page, re.DOTALL)

    assert row
    assert "unknown: no source has published it" in str(Text(row[1]))


def test_item_leads_from_a_distance_to_what_it_leads_to() -> None:
    page = build("item", language="en")

    assert "/zonemap/ogc/collections/ports/items/ben-mo?f=html&lang=en" in hrefs(page)
    assert "Ben Mo Port" in str(Text(page))


@pytest.mark.parametrize("feature", zones(), ids=lambda one: str(one["id"]))
def test_item_shows_every_property_in_one_part(feature: dict[str, Any]) -> None:
    tables = feature_tables(feature, ZONES, Addresses(BASE, "/zonemap/ogc", "vi"))
    lines = [one.name for one in (*tables.about, *tables.ledger)]
    figures = [one.name for one in (*tables.figures, *tables.distances)]

    assert len(set(lines)) == len(lines)
    rest = {one.name for one in ZONES.properties} - set(lines) - {"ledger_badge"}
    assert all(
        ZONES.by_name[name].figure in figures or name.startswith("nearest_") for name in rest
    )
    for part in (*tables.about, *tables.ledger, *tables.figures, *tables.distances):
        assert part.shown.text


def test_item_without_a_place_says_so() -> None:
    page = build("item", {**zones()[3], "links": []}, language="en")

    assert ogc_word("feature_nowhere", "en") in str(Text(page))
    assert "ogc-map" not in page


# Values


@pytest.mark.parametrize(
    ("properties", "text"),
    [
        ({"boundary_quality": "openstreetmap", "distance_to_port_m": 24650.0}, "24.6 km"),
        ({"boundary_quality": "schematic", "distance_to_port_m": 24650.0}, "about 25 km"),
        ({"boundary_quality": "schematic", "distance_to_port_m": 900.0}, "under 2 km"),
        ({"distance_to_port_m": None}, "unknown"),
    ],
)
def test_distance_is_no_finer_than_the_place(properties: dict[str, Any], text: str) -> None:
    assert show_value(ZONES.by_name["distance_to_port_m"], properties, "en").whole == text


@pytest.mark.parametrize(
    ("name", "properties", "text"),
    [
        ("occupancy_rate", {"occupancy_rate": 0.4821}, "48,2%"),
        ("lease_price_usd_m2", zones()[2]["properties"], "80 – 125 USD/m²/kỳ hạn thuê"),
        ("established_year", {"established_year": 2008}, "2008"),
        ("note", {}, "không có"),
        ("total_area_ha_as_of", {"total_area_ha_as_of": "~2024-11"}, "khoảng 11/2024"),
        ("ledger_complete", {"ledger_complete": False}, "không"),
        ("total_area_ha", {"total_area_ha": 0.0}, "0 ha"),
    ],
)
def test_value_is_written_for_people(name: str, properties: dict[str, Any], text: str) -> None:
    assert show_value(ZONES.by_name[name], properties, "vi").whole == text


def test_unit_of_a_distance_is_that_of_its_column() -> None:
    assert unit_of(ZONES.by_name["distance_to_port_m"], "vi") == "km"
    assert unit_of(ZONES.by_name["total_area_ha"], "vi") == "ha"
    assert unit_of(Property("x", "text", "", ""), "vi") == ""


# Hostile texts


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_texts_stay_texts(kind: PageKind, language: Language) -> None:
    document = hostile(DOCUMENTS[kind][1])
    page = build(kind, document, language=language)

    tags = {tag for tag, _ in Reader(page).tags}
    assert not tags & {"iframe", "object", "embed", "form"} - (
        {"form"} if kind == "items" else set()
    )
    assert all(text not in page for text in HOSTILE_TEXTS if "<" in text)
    assert not [name for _, attrs in Reader(page).tags for name in attrs if name.startswith("on")]
    for href in hrefs(page):
        assert href.startswith(("/", "#", "https://", "http://")), href
        assert not href.startswith("//"), href
    for _, attrs, text in Reader(page).blocks:
        if attrs.get("id") != "ogc-data":
            assert "__hacked" not in text


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_hostile_query_stays_in_its_fields(text: str) -> None:
    from urllib.parse import quote

    path = f"/zonemap/ogc/collections/zones/items?filter={quote(text)}&{quote(text)}={quote(text)}"
    page = build("items", path=path)
    clean = build("items", path="/zonemap/ogc/collections/zones/items?filter=a&b=c")

    count = {tag for tag, _ in Reader(page).tags}
    assert count == {tag for tag, _ in Reader(clean).tags}
    area = re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)
    assert area
    assert unescape(area[1]) == text


# Modules and colours


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_module_imports_only_what_the_page_names(path: Path) -> None:
    page = build("items")
    import_map = next(
        text for _, attrs, text in Reader(page).blocks if attrs.get("type") == "importmap"
    )
    for name in re.findall(r"from \"([^\"]+)\"", path.read_text(encoding="utf-8")):
        assert f'"{name}":' in import_map


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
def test_module_uses_only_words_that_the_page_carries(path: Path) -> None:
    words = Reader(build("items")).json_of("ogc-data")["words"]

    used = re.findall(r"\bwords\.([a-z_]+)", path.read_text(encoding="utf-8"))
    assert set(used) <= set(words)


@pytest.mark.parametrize("collection_id", COLOURINGS)
def test_every_value_that_is_coloured_is_one_of_the_catalogue(collection_id: str) -> None:
    colouring = COLOURINGS[collection_id]

    words = COLLECTIONS[collection_id].by_name[colouring.by].words
    assert set(colouring.fills) == set(words)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("front", "back", "least"),
    [
        ("ink", "surface", 4.5),
        ("ink", "accent_soft", 4.5),
        ("muted", "surface", 4.5),
        ("muted", "soft", 4.5),
        ("muted", "accent_soft", 4.5),
        ("accent", "surface", 4.5),
        ("accent", "soft", 4.5),
        ("accent", "accent_soft", 4.5),
        ("on_accent", "accent", 4.5),
        ("warn", "warn_soft", 4.5),
        ("warn", "surface", 4.5),
        ("error", "error_soft", 4.5),
        ("surface", "ink", 4.5),
        ("strong_line", "surface", 3.0),
        ("zone_stroke", "land", 3.0),
        ("zone_stroke", "sea", 3.0),
    ],
)
def test_colours_stand_apart(scheme: dict[str, str], front: str, back: str, least: float) -> None:
    light, dark = sorted((_luminance(scheme[front]), _luminance(scheme[back])), reverse=True)

    assert (light + 0.05) / (dark + 0.05) >= least


def test_both_schemes_have_the_same_colours() -> None:
    assert set(LIGHT) == set(DARK)
