from __future__ import annotations

from pathlib import Path

import pytest
from defusedxml.ElementTree import fromstring

from geo.errors import InvalidSpec
from maps.stills.logo import MOST_BYTES, check_logo, read_logo, view_box

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 10"'
GOOD = f'{HEAD} width="5" height="9"><title>x</title><g fill="#fff"><path d="M0 0h9v9z"/></g></svg>'


def refusal(svg: str) -> str:
    with pytest.raises(InvalidSpec) as caught:
        check_logo(svg.encode(), "mark.svg")
    message = str(caught.value)
    assert message.startswith("the logo mark.svg is refused: ")
    assert message.endswith("save it as plain SVG, its texts as paths")
    return message


def test_a_logo_of_shapes_is_kept_without_its_size() -> None:
    logo = check_logo(GOOD.encode(), "mark.svg")
    assert logo.startswith("<svg ")
    assert view_box(logo) == (30, 10)
    root = fromstring(logo)
    assert root.get("width") is None
    assert [child.tag.split("}")[-1] for child in root] == ["g"]


@pytest.mark.parametrize(
    ("inside", "told"),
    [
        ("<script>alert(1)</script>", "it has the element 'script'"),
        ("<style>*{fill:red}</style>", "it has the element 'style'"),
        ("<foreignObject/>", "it has the element 'foreignObject'"),
        ('<use href="#a"/>', "it has the element 'use'"),
        ('<image href="file:///etc/passwd"/>', "it has the element 'image'"),
        ("<text>a</text>", "it has the element 'text'"),
        ('<a href="https://x.example"><path d="M0 0"/></a>', "it has the element 'a'"),
        ("<animate/>", "it has the element 'animate'"),
        ('<x:path xmlns:x="urn:x" d="M0 0"/>', "it has the element 'path'"),
        ('<path onload="alert(1)" d="M0 0"/>', "it has the attribute 'onload'"),
        ('<path style="fill:red" d="M0 0"/>', "it has the attribute 'style'"),
        ('<path href="#a"/>', "it has the attribute 'href'"),
        ('<path xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="#a"/>',
         "it has the attribute 'href'"),
        ('<path fill="url(#a)"/>', "fill refers to something else"),
        ('<path fill="URL(http://x.example/a.svg#b)"/>', "fill refers to something else"),
        ('<path class="a"/>', "it has the attribute 'class'"),
        ("<g>" * 50 + "</g>" * 50, "its groups are too deep"),
        ("<g>" * 9000 + "</g>" * 9000, "its groups are too deep"),
    ],
)  # fmt: skip
def test_anything_but_shapes_is_refused(inside: str, told: str) -> None:
    assert told in refusal(f"{HEAD}>{inside}</svg>")


@pytest.mark.parametrize(
    ("svg", "told"),
    [
        ("", "it cannot be read"),
        ("<svg", "it cannot be read"),
        ("<html/>", "it is not SVG"),
        ("<svg viewBox='0 0 1 1'/>", "it is not SVG"),
        ('<svg xmlns="http://www.w3.org/2000/svg"/>', "it has no viewBox"),
        (GOOD.replace("0 0 30 10", "0 0 0 10"), "it has no viewBox"),
        (GOOD.replace("0 0 30 10", "0 0 1.2.3 10"), "it has no viewBox"),
        (GOOD.replace("0 0 30 10", "0 0 nan 10"), "it has no viewBox"),
        (GOOD.replace("0 0 30 10", "0 0 900 1"), "it is 900 times as wide as high"),
        (f"<!DOCTYPE svg SYSTEM 'http://x.example/a.dtd'>{GOOD}", "it cannot be read"),
        ('<!DOCTYPE s [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + GOOD, "it cannot be read"),
        ('<!DOCTYPE s [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + GOOD, "it cannot be read"),
        (GOOD + " " * MOST_BYTES, "it is too large; expected at most 200,000 bytes"),
    ],
)  # fmt: skip
def test_what_is_no_plain_svg_is_refused(svg: str, told: str) -> None:
    assert told in refusal(svg)


@pytest.mark.parametrize(
    "name", ["../mark.svg", "/etc/passwd", "a/mark.svg", "mark.png", ".svg", "Mark.svg",
             "mark.svg\0", "mark．svg", "..\\mark.svg"]
)  # fmt: skip
def test_names_that_lead_elsewhere_are_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "mark.svg").write_text(GOOD)
    inner = tmp_path / "theme"
    inner.mkdir()
    with pytest.raises(InvalidSpec, match="is not a plain file name"):
        read_logo(inner, name)


def test_links_folders_and_large_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "real.svg").write_text(GOOD)
    assert read_logo(tmp_path, "real.svg").startswith("<svg ")
    (tmp_path / "link.svg").symlink_to(tmp_path / "real.svg")
    (tmp_path / "folder.svg").mkdir()
    for name in ("link.svg", "folder.svg", "missing.svg"):
        with pytest.raises(InvalidSpec, match=f"the logo {name} is not there"):
            read_logo(tmp_path, name)
    (tmp_path / "large.svg").write_bytes(b" " * 10_000_000)
    with pytest.raises(InvalidSpec, match="it is too large"):
        read_logo(tmp_path, "large.svg")
