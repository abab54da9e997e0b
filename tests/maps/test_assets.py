from __future__ import annotations

import re
from pathlib import Path

import pytest

from geo.errors import StaticAssetError
from maps import assets

VENDORED = ("leaflet", "fonts", "protomaps-leaflet", "swagger-ui")
MODULES = sorted((assets.STATIC_DIR / "js").glob("*.js"))


def test_verify_checksums_accepts_the_vendored_files() -> None:
    checked = assets.verify_checksums()

    assert "leaflet/leaflet.js" in checked
    assert len(checked) == 31


def test_verify_checksums_covers_every_vendored_file() -> None:
    files = {
        path.relative_to(assets.STATIC_DIR).as_posix()
        for folder in VENDORED
        for path in (assets.STATIC_DIR / folder).rglob("*")
        if path.is_file()
    }

    assert files == set(assets.verify_checksums())


def test_verify_checksums_names_an_altered_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.js").write_text("altered")
    (tmp_path / assets.CHECKSUMS).write_text(f"{'0' * 64}  a.js\n")
    monkeypatch.setattr(assets, "STATIC_DIR", tmp_path)

    with pytest.raises(StaticAssetError, match=r"a\.js has the checksum"):
        assets.verify_checksums()


def test_read_text_names_a_missing_file() -> None:
    with pytest.raises(StaticAssetError, match=r"nothing\.css cannot be read"):
        assets.read_text("css/nothing.css")


def test_leaflet_is_the_version_the_licence_stands_for() -> None:
    assert 'version="1.9.4"' in assets.read_text("leaflet/leaflet.js")
    assert "BSD 2-Clause" in assets.read_text("leaflet/LICENSE")
    assert "SIL OPEN FONT LICENSE Version 1.1" in assets.read_text("fonts/OFL.txt")


def test_swagger_ui_comes_with_its_licences() -> None:
    assert "Apache License" in assets.read_text("swagger-ui/LICENSE")
    assert "SmartBear" in assets.read_text("swagger-ui/NOTICE")
    for script in ("swagger-ui-bundle.js", "swagger-ui-standalone-preset.js"):
        assert f"{script}.LICENSE.txt" in assets.read_text(f"swagger-ui/{script}")[:200]
        assert assets.read_text(f"swagger-ui/{script}.LICENSE.txt")


def test_versioned_url_changes_with_the_file() -> None:
    first = assets.versioned_url("/static/", "css/map.css")
    second = assets.versioned_url("/static", "css/page.css")

    assert re.fullmatch(r"/static/css/map\.css\?v=[0-9a-f]{10}", first)
    assert first.split("=")[1] != second.split("=")[1]


def test_inline_css_carries_fonts_and_images_inside() -> None:
    fonts = assets.inline_css("css/fonts.css")
    leaflet = assets.inline_css("leaflet/leaflet.css")

    assert fonts.count("data:font/woff2;base64,") == 4
    assert leaflet.count("data:image/png;base64,") == 3
    assert "../" not in fonts + leaflet


def test_import_map_names_every_module() -> None:
    imports = assets.import_map("/static", standalone=False)["imports"]

    assert imports.keys() == {f"zonemap/{path.stem}" for path in MODULES}
    assert imports["zonemap/main"].startswith("/static/js/main.js?v=")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_module_imports_only_our_bare_names(path: Path) -> None:
    names = re.findall(r"from \"([^\"]+)\"", path.read_text(encoding="utf-8"))

    known = {f"zonemap/{one.stem}" for one in MODULES}
    assert set(names) <= known


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_module_is_small_and_makes_no_html_text(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert len(text.splitlines()) < 300
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function"
        r"|bindPopup|bindTooltip|setAttribute\(\"style\"",
        text,
    )
