"""Files of a shortlist: in its order, titled, dated, and readable first."""

from __future__ import annotations

import io
import re

import httpx
import orjson
import pytest
from openpyxl import load_workbook

IDS = ["phu-my-2", "chau-duc", "tan-thuan"]
ASKED = {"zones": ",".join(IDS), "as_of": "2026-11-22"}


def taken(api: httpx.Client, **asked: str) -> httpx.Response:
    answer = api.get("/api/exports/shortlist", params={**ASKED, **asked})
    assert answer.status_code == 200, answer.text
    return answer


@pytest.mark.parametrize(
    ("lang", "sheet", "name", "words"),
    [
        ("vi", "Danh sách chọn lọc", "Khu công nghiệp Châu Đức", ("nhiều nhất 611 ha", "khoảng")),
        ("en", "Shortlist", "Chau Duc Industrial Park", ("at most 611 ha", "about")),
    ],
)
def test_spreadsheet_begins_with_a_sheet_to_read(
    api: httpx.Client, lang: str, sheet: str, name: str, words: tuple[str, str]
) -> None:
    answer = taken(api, lang=lang)
    assert f"shortlist_2026-11-22_{lang}.xlsx" in answer.headers["Content-Disposition"]
    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == [sheet, "zones", "notes", "columns"]
    head, *rows = book[sheet].iter_rows(values_only=True)
    assert 18 <= len(head) <= 24
    assert [row[0] for row in rows] == [1, 2, 3]
    chau_duc = rows[1]
    assert chau_duc[1] == name
    assert words[0] in chau_duc
    assert any(str(cell).startswith(words[1]) and str(cell).endswith("km") for cell in chau_duc)
    version = api.get("/api/zones").json()["data_version"]
    assert int(version) in chau_duc
    assert any(str(cell).endswith(f"#lang={lang}&zone=chau-duc&dv={version}") for cell in chau_duc)
    full, *values = book["zones"].iter_rows(values_only=True)
    assert len(full) > 60
    assert [row[full.index("zone_id")] for row in values] == IDS


def test_geojson_is_in_order_and_titled(api: httpx.Client) -> None:
    answer = taken(api, format="geojson", lang="en")
    collection = orjson.loads(answer.content)
    assert answer.headers["Content-Type"].startswith("application/geo+json")
    assert (collection["type"], collection["name"]) == ("FeatureCollection", "Shortlist")
    assert [feature["id"] for feature in collection["features"]] == IDS
    assert collection["data_version"] == api.get("/api/zones").json()["data_version"]
    assert collection["as_of"] == "2026-11-22"
    assert "s=phu-my-2,chau-duc,tan-thuan&dv=" in collection["link"]


def test_kml_is_in_order_and_titled(api: httpx.Client) -> None:
    text = taken(api, format="kml", lang="vi").text
    assert re.search(r"<Document>\n<name>Danh sách chọn lọc / data_version \d+; as_of", text)
    names = re.findall(r"<Placemark><name>([^<]+)</name>", text)
    assert [name.split()[-1] for name in names][1:] == ["Đức", "Thuận"]
    assert len(names) == 3


@pytest.mark.parametrize(
    ("query", "status", "detail"),
    [
        ("", 400, "zones is missing"),
        ("zones=", 400, "zones is empty"),
        ("zones=a,a", 400, "zones names 'a' more than once"),
        ("zones=nowhere", 404, "there is no zone 'nowhere'"),
        ("zones=tan-thuan&format=exe", 400, "format is 'exe'"),
        ("zones=tan-thuan&f=kml", 400, "there is no parameter 'f'"),
        ("zones=%27%3B+SELECT+1--", 404, "there is no zone"),
    ],
)
def test_what_cannot_be_listed_is_refused(
    api: httpx.Client, query: str, status: int, detail: str
) -> None:
    answer = api.get(f"/api/exports/shortlist?{query}")
    assert (answer.status_code, answer.json()["detail"][: len(detail)]) == (status, detail)
