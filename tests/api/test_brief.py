from __future__ import annotations

import io
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pypdf
import pytest

from api.routes import brief as brief_module
from api.routes.brief import read_link
from geo.errors import InvalidParameter
from layers.address import DatabaseAddress
from tests.api.conftest import Serve
from tests.patience import PATIENCE_S

THREE = "chau-duc,my-xuan-a2,tan-thuan"


def text_of(answer: httpx.Response) -> str:
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == "application/pdf"
    reader = pypdf.PdfReader(io.BytesIO(answer.content))
    return " ".join(" ".join(page.extract_text().split()) for page in reader.pages)


def detail_of(answer: httpx.Response, status: int) -> str:
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    detail: str = answer.json()["detail"]
    return detail


def test_brief_of_the_bundled_data_names_zones_and_figures(api: httpx.Client) -> None:
    answer = api.get("/api/brief", params={"zones": THREE, "title": "Nhà máy 2027"})

    text = text_of(answer)
    for word in ("Khu công nghiệp Châu Đức", "Mỹ Xuân A2", "Tân Thuận", "chưa rõ", "Nhà máy 2027"):
        assert word in text
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith('attachment; filename="zonemap_brief_3-zones_20')
    assert disposition.endswith('_vi.pdf"')
    assert answer.headers["Content-Language"] == "vi"


def test_brief_leads_to_the_map_with_the_shortlist_unless_told_otherwise(
    api: httpx.Client,
) -> None:
    base = str(api.base_url).rstrip("/")
    version = api.get("/api/zones").json()["data_version"]

    text = text_of(api.get("/api/brief", params={"zones": THREE, "lang": "en"}))
    assert f"{base}/#lang=en&s={THREE}&dv={version}" in text
    given = text_of(api.get("/api/brief", params={"zones": "chau-duc", "link": "/?q=Ế 1#s=a"}))
    assert f"{base}/?q=%E1%BA%BE%201#s=a" in given


def test_brief_ranks_where_weights_or_a_preset_are_given(api: httpx.Client) -> None:
    asked = {"zones": THREE, "lang": "en"}

    assert "Ranking" not in text_of(api.get("/api/brief", params=asked))
    ranked = text_of(api.get("/api/brief", params={**asked, "preset": "logistics"}))
    assert "Ranking" in ranked
    assert "Chances among these 3 zones, over 10,000 random weightings" in ranked
    rent = text_of(api.get("/api/brief", params={**asked, "weights": "rent:1"}))
    assert "Land rent (100%)" in rent
    ranks = api.get("/api/rank", params={"zones": THREE, "weights": "rent:1", "lang": "en"}).json()
    assert ranks["explanation"]["sentence_en"] in rent


def test_brief_keeps_to_one_clock(api: httpx.Client) -> None:
    text = text_of(api.get("/api/brief", params={"zones": "chau-duc", "lang": "en"}))
    dates = re.search(r"Made on (\S+ \S+ \S+) · As things stood on (\S+ \S+ \S+) ·", text)
    assert dates is not None
    assert dates[1] == dates[2]


def test_brief_and_ranking_write_distances_alike(api: httpx.Client) -> None:
    asked = {"zones": THREE, "weights": "expressway:1,port:1", "lang": "en"}
    ranks = api.get("/api/rank", params=asked).json()
    text = text_of(api.get("/api/brief", params=asked))
    for zone in ranks["zones"]:
        assert zone["contributions"]["expressway"]["figure"]["within"] == 2000
    told = re.findall(r"(?:about|under)\u00a0\d+ km", ranks["explanation"]["sentence_en"])
    assert told
    for distance in told:
        assert distance.replace("\u00a0", " ") in text.replace("\u00a0", " ")
    assert not re.search(r"\b\d+\.\d km", text)


def test_brief_of_one_zone_is_not_ranked(api: httpx.Client) -> None:
    answer = api.get("/api/brief", params={"zones": "chau-duc", "preset": "cost", "lang": "en"})

    assert "Ranking" not in text_of(answer)
    assert "brief_chau-duc_" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({}, "zones is missing; expected 1 to 6 ids"),
        ({"zones": ""}, "zones is empty"),
        ({"zones": "chau-duc,"}, "zones has an empty id"),
        ({"zones": "chau-duc,chau-duc"}, "zones names 'chau-duc' more than once"),
        ({"zones": "a,b,c,d,e,f,g"}, "zones names 7 zones; expected 1 to 6"),
        ({"zones": THREE, "lang": "fr"}, "lang is 'fr'"),
        ({"zones": THREE, "title": "x" * 501}, "title has 501 characters; expected at most 500"),
        ({"zones": THREE, "notes": "x" * 2001}, "notes has 2,001 characters"),
        ({"zones": THREE, "title": "한국"}, "font cannot draw: '한국'"),
        ({"zones": THREE, "weights": "rent"}, "expected criterion:number"),
        ({"zones": THREE, "weights": "rent:0"}, "all weights are 0"),
        ({"zones": THREE, "preset": "luck"}, "preset is 'luck'"),
        ({"zones": THREE, "as_of": "soon"}, "as_of is 'soon'"),
        ({"zones": THREE, "titel": "x"}, "there is no parameter 'titel'"),
        ({"zones": THREE, "link": "https://evil.example/"}, "expected a page of this site"),
        ({"zones": THREE, "link": "/" + "x" * 1200}, "more could not be read from paper"),
    ],
)
def test_brief_refuses_with_a_sentence(
    api: httpx.Client, parameters: dict[str, str], sentence: str
) -> None:
    assert sentence in detail_of(api.get("/api/brief", params=parameters), 400)


def test_brief_refuses_a_parameter_twice(api: httpx.Client) -> None:
    answer = api.get("/api/brief?zones=chau-duc&zones=tan-thuan")

    assert "zones is given more than once" in detail_of(answer, 400)


@pytest.mark.parametrize("zones", ["nowhere", "chau-duc,nowhere", "chau-duc,\x00"])
def test_brief_of_an_unknown_zone_is_not_found(api: httpx.Client, zones: str) -> None:
    assert "there is no zone" in detail_of(api.get("/api/brief", params={"zones": zones}), 404)


def test_brief_sets_hostile_words_as_they_are(api: httpx.Client) -> None:
    hostile = "<b>x</b> & ]]> <img src=x onerror=alert(1)> ${alert(1)}\u202e\x07"

    answer = api.get("/api/brief", params={"zones": "chau-duc", "title": hostile, "notes": hostile})

    text = text_of(answer)
    assert text.count("<b>x</b> & ]]> <img src=x onerror=alert(1)> ${alert(1)}") == 2
    assert b"/JavaScript" not in answer.content


@pytest.mark.parametrize(
    "link",
    ["", "zones", "//evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)",
     "/a\nb", "/a\x00", "/\u202eabc", " /a", "http:/a"],
)  # fmt: skip
def test_link_of_another_site_is_refused(link: str) -> None:
    with pytest.raises(InvalidParameter, match="expected a page of this site"):
        read_link(link, "https://maps.example.org")


def test_link_is_encoded_once() -> None:
    assert read_link("/?a=b%20c&d=Ế#s=x,y", "https://m.example") == "/?a=b%20c&d=%E1%BA%BE#s=x,y"


def test_third_brief_at_once_is_asked_to_come_back(
    loaded_database: DatabaseAddress, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    entered, leave = threading.Semaphore(0), threading.Event()

    def slow(_: Any) -> bytes:
        entered.release()
        assert leave.wait(PATIENCE_S)
        return b"%PDF-"

    monkeypatch.setattr(brief_module, "build_brief", slow)
    client = serve(loaded_database)
    asked = {"zones": "chau-duc"}
    with ThreadPoolExecutor(2) as people:
        waiting = [people.submit(client.get, "/api/brief", params=asked) for _ in range(2)]
        for _ in waiting:
            assert entered.acquire(timeout=PATIENCE_S)
        third = client.get("/api/brief", params=asked)
        leave.set()
        assert [one.result().status_code for one in waiting] == [200, 200]
    assert detail_of(third, 503) == "2 briefs are being drawn; ask again in a few seconds"
    assert third.headers["Retry-After"] == "5"
    assert client.get("/api/brief", params=asked).status_code == 200


def test_brief_that_fails_frees_its_place(
    loaded_database: DatabaseAddress, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Any) -> bytes:
        raise RuntimeError

    client = serve(loaded_database)
    with monkeypatch.context() as patch:
        patch.setattr(brief_module, "build_brief", fail)
        for _ in range(3):
            assert client.get("/api/brief", params={"zones": "chau-duc"}).status_code == 500
    assert client.get("/api/brief", params={"zones": "chau-duc"}).status_code == 200


def test_brief_is_described(api: httpx.Client) -> None:
    described = api.get("/api/openapi.json").json()["paths"]["/api/brief"]["get"]

    assert set(described["responses"]) >= {"200", "400", "404", "503"}
    assert list(described["responses"]["200"]["content"]) == ["application/pdf"]
    assert {one["name"] for one in described["parameters"]} == {
        "zones", "lang", "title", "notes", "weights", "preset", "as_of", "link",
    }  # fmt: skip
