"""What an answer holds, for comparing the servers before they are measured."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import httpx


@dataclass(frozen=True, slots=True)
class Holding:
    """Contents of one answer.

    Attributes
    ----------
    features
        How many.
    ids
        Their ids in order; empty for a tile.
    """

    features: int
    ids: tuple[str, ...]


def read_answer(answer: httpx.Response) -> Holding:
    """Read a feature, a collection of features or a vector tile."""
    if "mapbox-vector-tile" in answer.headers["content-type"]:
        return Holding(_count_tile_features(answer.content), ())
    document = answer.json()
    features = document["features"] if document["type"] == "FeatureCollection" else [document]
    assert all(feature["geometry"]["coordinates"] for feature in features)
    return Holding(len(features), tuple(str(feature["id"]) for feature in features))


def _count_tile_features(tile: bytes) -> int:
    """Features in all layers: field 2 of each field 3 (Mapbox Vector Tile 2.1, section 4.1)."""
    layers = [layer for number, layer in _fields(tile) if number == 3]
    return sum(number == 2 for layer in layers for number, _ in _fields(layer))


def _fields(message: bytes) -> Iterator[tuple[int, bytes]]:
    """Fields of a protocol buffer that carry bytes, by number."""
    position = 0

    def varint() -> int:
        nonlocal position
        value = shift = 0
        while True:
            byte = message[position]
            position += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    while position < len(message):
        key = varint()
        if key & 7 == 2:
            length = varint()
            yield key >> 3, message[position : position + length]
            position += length
        else:
            assert key & 7 == 0, "a vector tile has no other kind of field at these levels"
            varint()
