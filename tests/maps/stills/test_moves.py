"""Moved labels have to be of something that there is, be it on this picture or not."""

from __future__ import annotations

from typing import Any

import pytest

from geo.errors import InvalidSpec
from maps.stills.compose import compose
from maps.stills.spec import spec_of
from tests.maps.stills.invented_region import invented_material

MATERIAL = invented_material()


def draw(*label_ids: str, **fields: Any) -> None:
    labels = {one: {"dx": 5, "dy": -5} for one in label_ids}
    compose(spec_of({"size": "hd", "labels": labels, **fields}), MATERIAL)


@pytest.mark.parametrize("label_id", ["zone:nope", "nope:khu-1", "road:khu-1", "place:nowhere"])
def test_label_of_nothing_is_refused_with_what_is_there(label_id: str) -> None:
    with pytest.raises(InvalidSpec) as refused:
        draw(label_id, template="locator", zones=["khu-12"])
    told = str(refused.value)
    assert f"there is no label {label_id!r} to be moved; expected one of " in told
    assert "zone:khu-12" in told or label_id != "zone:nope"


def test_the_likeliest_label_is_named_first() -> None:
    with pytest.raises(InvalidSpec, match=r"expected one of zone:khu-12, .*and \d+ more"):
        draw("zone:khu-122", template="overview", zones=["khu-12"], language="en")


def test_picture_without_labels_says_so() -> None:
    with pytest.raises(InvalidSpec, match="no label: this picture has none that can be moved"):
        draw("zone:nope", template="lower_third")


def test_moves_stay_while_people_try_other_fields() -> None:
    moved = ("zone:khu-1", "port:ben-mo", "road:ct-gio", "place:bien-hoa", "end:sea")
    for template in ("overview", "claim"):
        draw(*moved, template=template)
    draw(*moved, template="locator", zones=["khu-12"], layers=["zones"])
