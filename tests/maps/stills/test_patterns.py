"""File names of batches: what patterns may say, and that no name leads anywhere else."""

from __future__ import annotations

import unicodedata

import pytest

from geo.errors import InvalidParameter
from maps.stills.patterns import FIELDS, check_distinct, harmless, read_pattern, slug

PATH_TRICKS = {
    "up": "../{zone_id}.png",
    "up-within": "a/../../{zone_id}.png",
    "up-hidden": "..{zone_id}.png",
    "absolute": "/etc/{zone_id}.png",
    "home": "~/{zone_id}.png",
    "folder": "stills/{zone_id}.png",
    "backslash": "..\\{zone_id}.png",
    "drive": "C:{zone_id}.png",
    "drive-path": "C:\\{zone_id}.png",
    "stream": "{zone_id}.png:hidden.png",
    "network": "\\\\host\\share\\{zone_id}.png",
    "nul": "a\0/{zone_id}.png",
    "line-end": "a\n{zone_id}.png",
    "full-width-dots": "\uff0e\uff0e/{zone_id}.png",
    "full-width-slash": "a\uff0f{zone_id}.png",
    "full-width-backslash": "a\uff3c{zone_id}.png",
    "one-dot-leader": "\u2024\u2024{zone_id}.png",
    "fraction-slash": "a\u2044{zone_id}.png",
    "division-slash": "a\u2215{zone_id}.png",
    "turned": "a\u202egnp.{zone_id}.png",
    "no-width": "a\u200b{zone_id}.png",
    "hidden": ".{zone_id}.png",
    "wildcard": "*{zone_id}.png",
    "surrogate": "a\ud800{zone_id}.png",
    "no-suffix": "{zone_id}",
    "program": "{zone_id}.sh",
    "only-suffix": ".png",
    "field-as-suffix": "x.{zone_id}",
    "unknown-field": "{password}.png",
    "attribute": "{zone_id.__class__}.png",
    "open": "{zone_id.png",
    "closed": "zone_id}.png",
    "long": f"{'a' * 197}.png",
}


@pytest.mark.parametrize("pattern", PATH_TRICKS.values(), ids=PATH_TRICKS)
def test_read_pattern_refuses(pattern: str) -> None:
    with pytest.raises(InvalidParameter, match="the pattern ") as refused:
        read_pattern(pattern)
    assert "{zone_id}-{language}-{size}.png" in str(refused.value)


@pytest.mark.parametrize(
    ("pattern", "zone_id", "name"),
    [
        ("{zone_id}-{size}.png", "my-xuan-a2", "my-xuan-a2-hd.png"),
        ("Bản đồ {zone_id} (1).PDF", "a", "Bản đồ a (1).PDF"),
        ("z-{zone_id}.svg", "../../etc/passwd", "z-etc-passwd.svg"),
        ("z-{zone_id}.svg", "a\0b\\c:d", "z-a-b-c-d.svg"),
        ("z-{zone_id}.png", "\uff0e\uff0e\uff0fx", "z-x.png"),
        ("z-{zone_id}.png", "...", "z-x.png"),
        ("{zone_id}.png", ".ssh", "ssh.png"),
        ("{zone_id}.png", "z" * 300, f"{'z' * 80}.png"),
    ],
)
def test_file_name_makes_values_harmless(pattern: str, zone_id: str, name: str) -> None:
    assert read_pattern(pattern).file_name({"zone_id": zone_id, "size": "hd"}) == name


@pytest.mark.parametrize("zone_id", ["con", "NUL", "com1", "lpt9", "aux"])
def test_file_name_of_a_device_is_refused(zone_id: str) -> None:
    with pytest.raises(InvalidParameter, match="which Windows keeps for a device"):
        read_pattern("{zone_id}.png").file_name({"zone_id": zone_id})
    assert read_pattern("{zone_id}.tar.png").suffix == "png"
    with pytest.raises(InvalidParameter, match="which Windows keeps for a device"):
        read_pattern("{zone_id}.tar.png").file_name({"zone_id": zone_id})


def test_file_name_too_long_for_a_file_system_is_refused() -> None:
    pattern = read_pattern("{zone_id}-{name}-{theme}.png")
    with pytest.raises(InvalidParameter, match="longer than 180 bytes"):
        pattern.file_name({"zone_id": "a" * 80, "name": "b" * 80, "theme": "c" * 80})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a.png", "a.png"),
        ("a.png", "A.PNG"),
        (unicodedata.normalize("NFC", "Mỹ.png"), unicodedata.normalize("NFD", "MỸ.png")),
        ("straße.png", "STRASSE.png"),
    ],
)
def test_check_distinct_refuses_names_that_a_system_takes_for_one(one: str, other: str) -> None:
    with pytest.raises(InvalidParameter, match="Mây and Gió the same file name"):
        check_distinct([(one, "Mây"), (other, "Gió")])


def test_check_distinct_keeps_the_names_of_the_index() -> None:
    with pytest.raises(InvalidParameter, match="the index and Mây the same file name 'INDEX-1"):
        check_distinct([("INDEX-1.png", "Mây")], kept=["index-1.png"])
    check_distinct([("a.png", "Mây"), ("b.png", "Mây")], kept=["index-1.png"])


def test_slug_of_vietnamese_names() -> None:
    assert slug("Mỹ Xuân A2 – mở rộng (Đợt Ế)") == "my-xuan-a2-mo-rong-dot-e"
    assert slug("…") == ""
    assert harmless("") == "x"
    assert {read_pattern(f"{{{one}}}.png").fields for one in FIELDS} == {
        frozenset([one]) for one in FIELDS
    }
