from __future__ import annotations

import json

import pytest

from maps.embed import json_for_script


@pytest.mark.parametrize("character", ["<", ">", "&", "\u2028", "\u2029"])
def test_json_for_script_escapes_what_could_end_the_element(character: str) -> None:
    text = json_for_script({character: character})

    assert character not in text
    assert json.loads(text) == {character: character}


def test_json_for_script_keeps_vietnamese_readable() -> None:
    assert json_for_script({"name": "Đất Đỏ 1"}) == '{"name":"Đất Đỏ 1"}'


def test_json_for_script_writes_nan_as_null() -> None:
    assert json_for_script([float("nan"), float("inf")]) == "[null,null]"
