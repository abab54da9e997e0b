"""The studio as a graphics editor uses it, with a mouse, with the keyboard, and on a bad day."""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from layers.address import DatabaseAddress
from tests.api.conftest import served
from tests.browser.conftest import PHONE, Visit, settled_box, wait_for_value, wait_until
from tests.patience import PATIENT

Opener = Callable[..., Visit]

HOSTILE = '<img src=x onerror="globalThis.__hacked = 1">${globalThis.__hacked = 2}\'`</script>'
FRAME = "#st-frame"
LOCATOR = {"template": "locator", "zones": ["chau-duc"]}


@pytest.fixture(scope="module")
def site(loaded_database: DatabaseAddress) -> Iterator[str]:
    with served(loaded_database, **PATIENT) as client:
        client.get("/api/still", params={"preview": 240})
        yield str(client.base_url).rstrip("/")


def address_of(site: str, spec: dict[str, Any], language: str = "vi") -> str:
    return f"{site}/studio?lang={language}&spec={quote(json.dumps(spec))}"


def spec_of(page: Page) -> dict[str, Any]:
    """The spec in the address now."""
    text = page.evaluate("new URLSearchParams(location.search).get('spec')")
    spec: dict[str, Any] = json.loads(text)
    return spec


def wait_for_spec(page: Page, spec: dict[str, Any]) -> None:
    """Wait until the address has the spec that the page holds, and it is this one."""
    kept = "localStorage.getItem('zonemap.studio')"
    wait_until(page, f"new URLSearchParams(location.search).get('spec') === {kept}")
    wait_for_value(page, lambda: spec_of(page), spec)


def move_in_address(page: Page, name: str) -> dict[str, Any]:
    """How the spec in the address moves a label, once it does."""
    wait_until(
        page,
        "(name) => name in (JSON.parse(new URLSearchParams(location.search).get('spec')).labels"
        " ?? {})",
        name,
    )
    move: dict[str, Any] = spec_of(page)["labels"][name]
    return move


def wait_for_picture(page: Page, **fields: Any) -> None:
    """Wait until the picture of a spec with these fields is shown."""
    wait_until(
        page,
        """(fields) => {
          const shown = JSON.parse(document.querySelector("#st-frame").dataset.shown ?? "null");
          return shown && Object.entries(fields).every(
            ([name, value]) => JSON.stringify(shown[name] ?? null) === JSON.stringify(value));
        }""",
        fields,
    )


def label(page: Page, name: str) -> Locator:
    return page.locator(f'.label-box[data-label="{name}"]')


def middle_of(node: Locator) -> tuple[float, float]:
    box = settled_box(node)
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def assert_quiet(seen: Visit) -> None:
    assert seen.errors == []
    assert seen.dialogs == []
    assert seen.foreign_requests == []
    assert seen.canary is None


def test_editor_makes_a_locator_from_nothing(site: str, visit: Opener, tmp_path: Path) -> None:
    seen = visit(f"{site}/studio")
    page = seen.page
    wait_for_picture(page)
    page.click(".template:has(input[value=locator])")
    expect(page.locator("#st-error-zones")).to_have_text("Chọn một khu để vẽ mẫu này.")

    page.fill("#st-zone", "chau duc")
    expect(page.locator("#st-zone-list [role=option]").first).to_contain_text("Châu Đức")
    page.keyboard.press("Enter")
    wait_for_picture(page, template="locator", zones=["chau-duc"])
    expect(page.locator("#st-error-zones")).to_be_hidden()
    expect(page.locator(".picture")).to_have_attribute("alt", re.compile("Châu Đức"))

    page.fill("#st-title", "Châu Đức hôm nay")
    wait_for_picture(page, title="Châu Đức hôm nay")
    expect(page.locator(".verdict")).not_to_have_class(re.compile("none"))

    with page.expect_download() as waiting:
        page.click("#st-get-png")
    assert re.fullmatch(
        r"zonemap_locator_chau-duc_\d{4}-\d\d-\d\d_1920x1080_vi\.png",
        waiting.value.suggested_filename,
    )
    file = tmp_path / "picture.png"
    waiting.value.save_as(file)
    assert struct.unpack(">II", file.read_bytes()[16:24]) == (1920, 1080)
    assert_quiet(seen)


def test_dragged_label_stays_in_the_link_and_in_the_picture(site: str, visit: Opener) -> None:
    seen = visit(address_of(site, LOCATOR))
    page = seen.page
    wait_for_picture(page)
    node = label(page, "zone:chau-duc")
    x, y = middle_of(node)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 40, y + 20, steps=4)
    page.mouse.up()

    moved = move_in_address(page, "zone:chau-duc")
    scale = 1920 / page.locator(FRAME).evaluate("(node) => node.clientWidth")
    assert moved["dx"] == pytest.approx(40 * scale, abs=2)
    assert moved["dy"] == pytest.approx(20 * scale, abs=2)
    wait_for_picture(page, labels={"zone:chau-duc": moved})
    assert middle_of(node) == pytest.approx((x + 40, y + 20), abs=2)

    fresh = visit(page.url)
    wait_for_picture(fresh.page, labels={"zone:chau-duc": moved})
    assert middle_of(label(fresh.page, "zone:chau-duc")) == pytest.approx((x + 40, y + 20), abs=2)
    expect(fresh.page.locator(".moved-labels")).to_contain_text("Châu Đức")
    fresh.page.click(".moved-labels button")
    wait_for_picture(fresh.page, labels=None)
    wait_for_spec(fresh.page, LOCATOR)
    assert_quiet(fresh)


def test_picture_that_comes_during_a_drag_does_not_take_the_label_away(
    site: str, visit: Opener
) -> None:
    page = visit(address_of(site, LOCATOR)).page
    wait_for_picture(page)
    node = label(page, "zone:chau-duc")
    x, y = middle_of(node)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 30, y + 15, steps=3)
    # In Safari a button that is pressed has no focus.
    page.evaluate("document.activeElement.blur()")
    # Another picture on which everything stands where it stood.
    page.select_option("#st-levels", "video")
    wait_for_picture(page, levels="video")
    assert middle_of(node) == pytest.approx((x + 30, y + 15), abs=2)
    page.mouse.move(x + 40, y + 20)
    page.mouse.up()

    moved = move_in_address(page, "zone:chau-duc")
    scale = 1920 / page.locator(FRAME).evaluate("(node) => node.clientWidth")
    assert (moved["dx"], moved["dy"]) == pytest.approx((40 * scale, 20 * scale), abs=2)


def test_label_moves_hides_and_comes_back_by_keyboard(site: str, visit: Opener) -> None:
    page = visit(address_of(site, {**LOCATOR, "language": "en"}, "en")).page
    wait_for_picture(page)
    node = label(page, "zone:chau-duc")
    node.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowUp")
    english = {**LOCATOR, "language": "en"}
    wait_for_spec(page, {**english, "labels": {"zone:chau-duc": {"dx": 8, "dy": -40}}})
    expect(page.locator("#st-said")).to_have_text(re.compile("moved 8 across, -40 down"))
    wait_for_picture(page, labels={"zone:chau-duc": {"dx": 8, "dy": -40}})
    expect(node).to_be_focused()

    page.keyboard.press("Delete")
    hidden = {"zone:chau-duc": {"dx": 8, "dy": -40, "hidden": True}}
    wait_for_picture(page, labels=hidden)
    expect(node).to_have_count(0)
    page.get_by_role("button", name="Show Chau Duc again").click()
    wait_for_picture(page, labels={"zone:chau-duc": {"dx": 8, "dy": -40}})
    node.focus()
    page.keyboard.press("Home")
    wait_for_spec(page, english)


def test_label_is_moved_without_dragging(site: str, visit: Opener) -> None:
    page = visit(address_of(site, {**LOCATOR, "language": "en"}, "en")).page
    wait_for_picture(page)
    page.select_option("#st-label", "zone:chau-duc")
    expect(page.locator(".label-box.pointed")).to_have_attribute("data-label", "zone:chau-duc")
    page.click("#st-label-right")
    page.click("#st-label-right")
    page.click("#st-label-down")
    moved = {"zone:chau-duc": {"dx": 16, "dy": 8}}
    wait_for_picture(page, labels=moved)
    expect(page.locator("#st-label")).to_have_value("zone:chau-duc")
    page.click("#st-label-hide")
    wait_for_picture(page, labels={"zone:chau-duc": {"dx": 16, "dy": 8, "hidden": True}})
    expect(page.locator("#st-label-hide")).to_be_focused()
    expect(page.locator("#st-label option[value='zone:chau-duc']")).to_have_count(0)


def test_undo_and_redo_go_step_by_step(site: str, visit: Opener) -> None:
    page = visit(f"{site}/studio").page
    wait_for_picture(page)
    expect(page.locator("[data-tool=undo]")).to_have_attribute("aria-disabled", "true")
    page.select_option("#st-theme", "newsroom")
    page.uncheck("#st-legend")
    wait_for_picture(page, theme="newsroom", legend=False)
    page.click("[data-tool=undo]")
    wait_for_spec(page, {"theme": "newsroom"})
    page.locator("h1").click()
    page.keyboard.press("Control+z")
    wait_for_spec(page, {})
    page.keyboard.press("Control+Shift+z")
    page.keyboard.press("Control+y")
    wait_for_spec(page, {"theme": "newsroom", "legend": False})
    expect(page.locator("#st-legend")).not_to_be_checked()


def test_title_is_edited_where_it_stands(site: str, visit: Opener) -> None:
    page = visit(f"{site}/studio").page
    wait_for_picture(page)
    page.locator('.text-box[data-text="title"]').focus()
    page.keyboard.press("Enter")
    editor = page.locator(".text-editor")
    expect(editor).to_be_focused()
    page.keyboard.type("Đất còn lại")
    page.keyboard.press("Enter")
    wait_for_picture(page, title="Đất còn lại")
    expect(page.locator("#st-title")).to_have_value("Đất còn lại")

    page.locator('.text-box[data-text="title"]').click()
    page.keyboard.type("Không giữ")
    page.keyboard.press("Escape")
    expect(editor).to_have_count(0)
    wait_for_spec(page, {"title": "Đất còn lại"})

    page.check("#st-title-none")
    wait_for_picture(page, title="")
    expect(page.locator("#st-title")).to_be_disabled()


def test_findings_lead_to_their_place(site: str, visit: Opener) -> None:
    spec = {"labels": {"zone:chau-duc": {"dx": 700, "dy": 200}}, "language": "en"}
    page = visit(address_of(site, spec, "en")).page
    wait_for_picture(page)
    finding = page.locator(".finding.fault").first
    expect(finding).to_contain_text("Chau Duc")
    expect(page.locator(".mark")).to_have_count(0)
    finding.focus()
    expect(page.locator(".mark.fault")).to_have_count(1)
    finding.click()
    expect(finding).to_have_attribute("aria-pressed", "true")
    page.locator("h1").click()
    expect(page.locator(".mark.fault")).to_have_count(1)


@pytest.mark.parametrize(
    ("spec", "shares"),
    [
        ({}, (0.05, 0.05, 0.95, 0.95)),
        ({"safe_area": "legacy"}, (0.1, 0.1, 0.9, 0.9)),
        ({"size": "vertical"}, (0.06, 0.14, 0.94, 0.65)),
    ],
)
def test_guides_are_those_of_size_and_area(
    site: str, visit: Opener, spec: dict[str, Any], shares: tuple[float, ...]
) -> None:
    page = visit(address_of(site, spec)).page
    wait_for_picture(page)
    frame = settled_box(page.locator(FRAME))
    safe = page.locator(".guides .safe").evaluate(
        "(node) => { const { left, top, right, bottom } = node.getBoundingClientRect();"
        " return [left, top, right, bottom]; }"
    )
    expected = [
        frame["x"] + shares[0] * frame["width"],
        frame["y"] + shares[1] * frame["height"],
        frame["x"] + shares[2] * frame["width"],
        frame["y"] + shares[3] * frame["height"],
    ]
    assert safe == pytest.approx(expected, abs=2)
    page.click("[data-tool=guides]")
    expect(page.locator(".guides")).to_be_hidden()


def test_language_of_page_and_of_picture_are_two(site: str, visit: Opener) -> None:
    seen = visit(f"{site}/studio?lang=en")
    page = seen.page
    wait_for_picture(page, language="en")
    expect(page.locator("h1")).to_contain_text("Studio")
    page.click(".chip:has(input[value=en])")
    page.click("[data-language=vi]")
    expect(page.locator("h1")).to_contain_text("Xưởng hình")
    expect(page.locator("html")).to_have_attribute("lang", "vi")
    wait_for_spec(page, {"language": "en"})
    page.click(".chip:has(input[value=vi])")
    wait_for_picture(page, language=None)
    expect(page.locator(".picture")).to_have_attribute("alt", re.compile("Khu công nghiệp"))
    assert_quiet(seen)


def test_what_cannot_be_drawn_is_told_beside_its_field(site: str, visit: Opener) -> None:
    page = visit(f"{site}/studio").page
    wait_for_picture(page)
    page.fill("#st-title", "dài " * 100)
    expect(page.locator("#st-error-title")).to_contain_text("Tiêu đề dài quá")
    expect(page.locator("#st-title")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#st-message")).to_contain_text("bản vẽ được gần nhất")
    page.fill("#st-title", "Ngắn")
    wait_for_picture(page, title="Ngắn")
    expect(page.locator("#st-error-title")).to_be_hidden()
    expect(page.locator("#st-message")).to_be_hidden()


@pytest.mark.parametrize("text", ["{", "[]", '"a"', "null", "%00", "template: x"])
def test_broken_links_give_a_message_and_a_usable_page(site: str, visit: Opener, text: str) -> None:
    seen = visit(f"{site}/studio?spec={quote(text, safe='%')}")
    expect(seen.page.locator("#st-link-notice")).to_contain_text("không đọc được")
    wait_for_picture(seen.page)
    assert_quiet(seen)


def test_fields_of_a_link_that_make_no_sense_are_left_out_and_named(
    site: str, visit: Opener
) -> None:
    spec = {"colour": "red", "zones": "x", "labels": [], "title": "Giữ lại"}
    page = visit(address_of(site, spec)).page
    expect(page.locator("#st-link-notice")).to_contain_text("colour, zones, labels")
    wait_for_picture(page, title="Giữ lại")


def test_busy_server_is_asked_again(site: str, visit: Opener) -> None:
    page = visit(f"{site}/studio").page
    wait_for_picture(page)
    left = {"count": 2}

    def answer(route: Route) -> None:
        if left["count"] == 0:
            route.continue_()
            return
        left["count"] -= 1
        body = json.dumps({"detail": "18 pictures are being made or wait"})
        route.fulfill(status=503, headers={"Retry-After": "1"}, body=body)

    page.route(re.compile(r"/api/still\?.*newsroom"), answer)
    # What is said for a second is noted down as it is said.
    page.evaluate(
        """() => {
          globalThis.said = [];
          const box = document.getElementById("st-message");
          new MutationObserver(() => said.push(box.textContent)).observe(box, { childList: true });
        }"""
    )
    page.select_option("#st-theme", "newsroom")
    wait_for_picture(page, theme="newsroom")
    assert any("tự thử lại sau 1 giây" in text for text in page.evaluate("said"))
    expect(page.locator("#st-message")).to_be_hidden()


def test_server_that_is_away_does_not_lose_the_spec(site: str, visit: Opener) -> None:
    page = visit(f"{site}/studio").page
    wait_for_picture(page)
    # Only the button asks again here, and not the page by itself after two seconds.
    page.evaluate(
        "() => { const real = setTimeout;"
        " globalThis.setTimeout = (run, ms) => (ms < 2000 ? real(run, ms) : 0); }"
    )
    page.route("**/api/still**", lambda route: route.abort())
    page.fill("#st-subtitle", "Vẫn còn đây")
    expect(page.locator("#st-message")).to_contain_text("Không liên lạc được với máy chủ")
    page.unroute("**/api/still**")
    page.locator("#st-message button").click()
    wait_for_picture(page, subtitle="Vẫn còn đây")


def test_last_spec_is_there_on_the_next_visit(site: str, visit: Opener) -> None:
    page = visit(address_of(site, {"size": "square", "legend": False})).page
    wait_for_picture(page, size="square")
    page.goto(f"{site}/studio")
    page.wait_for_selector("html[data-ready=true]")
    wait_for_picture(page, size="square", legend=False)


def test_page_works_where_storage_is_refused(site: str, visit: Opener) -> None:
    seen = visit(f"{site}/studio")
    seen.page.add_init_script(
        "Object.defineProperty(globalThis, 'localStorage', { get() { throw new Error('no'); } });"
    )
    seen.page.goto(f"{site}/studio?lang=vi")
    seen.page.wait_for_selector("html[data-ready=true]")
    seen.page.select_option("#st-theme", "newsroom")
    wait_for_picture(seen.page, theme="newsroom")
    assert_quiet(seen)


def test_hostile_names_and_words_never_run(site: str, visit: Opener) -> None:
    seen = visit(f"{site}/studio")
    page = seen.page
    escaped = json.dumps(HOSTILE).replace("<", "\\u003c").replace(">", "\\u003e")

    def poison(route: Route) -> None:
        answer = route.fetch()
        text = answer.text().replace('"Khu công nghiệp Châu Đức"', escaped)
        route.fulfill(response=answer, body=text)

    def poison_layout(route: Route) -> None:
        answer = route.fetch()
        if not answer.ok:
            route.fulfill(response=answer)
            return
        document = answer.json()
        for text in document["layout"]["texts"]:
            text["content"] = HOSTILE
        finding = {"code": "a", "severity": "fault", "box": None, "vi": HOSTILE, "en": HOSTILE}
        route.fulfill(response=answer, json={**document, "findings": [finding]})

    page.route(re.compile(r"/studio\?"), poison)
    page.route(re.compile(r"/api/still/layout\?"), poison_layout)
    spec = {
        "zones": [HOSTILE],
        HOSTILE: 1,
        "labels": {HOSTILE: {"dx": 1}, "zone:chau-duc": {"hidden": True}},
    }
    page.goto(address_of(site, spec))
    page.wait_for_selector("html[data-ready=true]")
    expect(page.locator("#st-link-notice")).to_contain_text("<img")
    expect(page.locator(".chips").first).to_contain_text("onerror")
    page.fill("#st-zone", "img src")
    expect(page.locator("#st-zone-list")).to_contain_text("onerror")
    page.goto(address_of(site, {"zones": ["chau-duc"], "title": HOSTILE[:60]}))
    wait_for_picture(page)
    expect(page.locator(".finding")).to_contain_text("onerror")
    assert seen.canary is None
    assert seen.dialogs == []
    assert page.locator("img[onerror], img[src=x]").count() == 0


def test_link_is_copied_or_shown(site: str, visit: Opener) -> None:
    page = visit(address_of(site, {"theme": "newsroom"})).page
    wait_for_picture(page)
    page.evaluate(
        "Object.defineProperty(navigator, 'clipboard', { value: { writeText: async () => "
        "{ throw new Error('no'); } } })"
    )
    page.click("#st-copy")
    link = page.locator("#st-link")
    expect(link).to_be_focused()
    assert json.loads(parse_qs(urlsplit(link.input_value()).query)["spec"][0]) == {
        "theme": "newsroom"
    }


def test_spec_goes_out_as_yaml_that_is_read_back(site: str, visit: Opener, tmp_path: Path) -> None:
    from maps.stills.spec import read_spec

    spec = {
        "template": "locator",
        "zones": ["chau-duc"],
        "title": 'Dấu "nháy": và # thăng\nxuống dòng',
        "labels": {"zone:chau-duc": {"dx": 5, "dy": -3}},
    }
    page = visit(address_of(site, spec)).page
    wait_for_picture(page)
    with page.expect_download() as waiting:
        page.click("#st-yaml")
    file = tmp_path / "spec.yaml"
    waiting.value.save_as(file)
    read = read_spec(file.read_text(encoding="utf-8")).document()
    assert read == {**spec, "labels": {"zone:chau-duc": {"dx": 5.0, "dy": -3.0}}}


def test_every_control_is_reached_by_keyboard(site: str, visit: Opener) -> None:
    page = visit(f"{site}/studio").page
    wait_for_picture(page)
    reached = set()
    for _ in range(90):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate(
                "() => { const n = document.activeElement; return n.id || n.dataset.label || "
                "n.dataset.text || n.dataset.tool || n.name || n.textContent.trim(); }"
            )
        )
    for wanted in (
        "undo", "guides", "title", "subtitle", "zone:chau-duc", "st-get-png", "st-copy",
        "st-template", "st-zone", "st-measure", "st-title", "st-size", "st-legend", "st-qr",
    ):  # fmt: skip
        assert wanted in reached


@pytest.mark.parametrize("width", [360, 819, 1024, 1440])
def test_nothing_is_cut_at_the_side(site: str, visit: Opener, width: int) -> None:
    page = visit(f"{site}/studio", viewport={"width": width, "height": 768}).page
    wait_for_picture(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_label_is_dragged_by_finger(site: str, visit: Opener) -> None:
    page = visit(address_of(site, LOCATOR), viewport=PHONE, touch=True).page
    wait_for_picture(page)
    x, y = middle_of(label(page, "zone:chau-duc"))
    session = page.context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        session.send(
            "Input.dispatchTouchEvent",
            {"type": kind, "touchPoints": [{"x": one, "y": other} for one, other in points]},
        )

    touch("touchStart", (x, y))
    for step in range(1, 5):
        touch("touchMove", (x - 5 * step, y + 4 * step))
    touch("touchEnd")
    moved = move_in_address(page, "zone:chau-duc")
    scale = 1920 / page.locator(FRAME).evaluate("(node) => node.clientWidth")
    assert moved["dx"] == pytest.approx(-20 * scale, abs=6)
    assert moved["dy"] == pytest.approx(16 * scale, abs=6)


def test_page_is_light(site: str, visit: Opener) -> None:
    seen = visit(f"{site}/studio")
    sizes = seen.page.evaluate(
        "performance.getEntriesByType('resource').filter((one) => one.name.includes('/static/'))"
        ".map((one) => one.encodedBodySize)"
    )
    page = seen.page.evaluate("performance.getEntriesByType('navigation')[0].encodedBodySize")
    assert sum(sizes) + page < 200_000
    assert len(sizes) < 32


def test_other_pages_lead_here(site: str, visit: Opener) -> None:
    for path in ("/", "/land", "/ogc?f=html"):
        page = visit(f"{site}{path}").page
        assert page.locator('a[href*="/studio"]').count() >= 1
