"""A small reader of Mapbox Vector Tiles 2.1, for tests: layers with features, nothing else."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Value = int | bytes


@dataclass
class Layer:
    """One layer of a tile.

    Attributes
    ----------
    features
        Properties, kind (1 point, 2 line, 3 area) and commands of each.
    """

    name: str = ""
    version: int = 1
    extent: int = 4096
    features: list[tuple[dict[str, Any], int, list[int]]] = field(default_factory=list)

    @property
    def properties(self) -> list[dict[str, Any]]:
        return [properties for properties, _, _ in self.features]

    def corners(self) -> list[tuple[int, int]]:
        """All points of all features, in units of the tile."""
        return [point for _, _, commands in self.features for point in _points(commands)]


def rings_of(commands: list[int]) -> list[list[tuple[int, int]]]:
    """Rings of an area, each without its closing corner, as the tile has them: y downward."""
    rings: list[list[tuple[int, int]]] = []
    place, points = 0, _points(commands)
    while place < len(commands):
        command, count = commands[place] & 7, commands[place] >> 3
        place += 1 + (0 if command == 7 else 2 * count)
        if command == 1:
            rings.append([])
        if command != 7:
            rings[-1] += [next(points) for _ in range(count)]
    return rings


def read_tile(content: bytes) -> dict[str, Layer]:
    """Layers of a tile by name; fails where the bytes are no tile."""
    layers = {}
    for number, value in _fields(content):
        assert number == 3, "a tile holds layers only"
        assert isinstance(value, bytes)
        layer = _read_layer(value)
        assert layer.name not in layers, "names of layers differ"
        layers[layer.name] = layer
    return layers


def _read_layer(content: bytes) -> Layer:
    layer, keys, values, features = Layer(), [], [], []
    for number, value in _fields(content):
        match number, value:
            case 1, bytes():
                layer.name = value.decode()
            case 2, bytes():
                features.append(value)
            case 3, bytes():
                keys.append(value.decode())
            case 4, bytes():
                values.append(_read_value(value))
            case 5, int():
                layer.extent = value
            case 15, int():
                layer.version = value
    for feature in features:
        tags, kind, commands = [], 0, []
        for number, value in _fields(feature):
            match number, value:
                case 2, bytes():
                    tags = list(_varints(value))
                case 3, int():
                    kind = value
                case 4, bytes():
                    commands = list(_varints(value))
        pairs = zip(tags[::2], tags[1::2], strict=True)
        layer.features.append(({keys[k]: values[v] for k, v in pairs}, kind, commands))
    return layer


def _read_value(content: bytes) -> Any:
    ((number, value),) = _fields(content)
    match number, value:
        case 1, bytes():
            return value.decode()
        case 2, bytes():
            return struct.unpack("<f", value)[0]
        case 3, bytes():
            return struct.unpack("<d", value)[0]
        case 4 | 5, int():
            return value
        case 6, int():
            return _signed(value)
        case 7, int():
            return bool(value)
    raise AssertionError(f"no such kind of value: {number}")


def _points(commands: list[int]) -> Iterator[tuple[int, int]]:
    x = y = place = 0
    while place < len(commands):
        command, count = commands[place] & 7, commands[place] >> 3
        place += 1
        assert command in (1, 2, 7)
        for _ in range(count if command != 7 else 0):
            x, y = x + _signed(commands[place]), y + _signed(commands[place + 1])
            place += 2
            yield x, y


def _signed(value: int) -> int:
    return (value >> 1) ^ -(value & 1)


def _fields(content: bytes) -> Iterator[tuple[int, Value]]:
    place = 0
    while place < len(content):
        key, place = _varint(content, place)
        wire = key & 7
        if wire == 0:
            number, place = _varint(content, place)
            yield key >> 3, number
            continue
        if wire == 2:
            length, place = _varint(content, place)
        else:
            length = {1: 8, 5: 4}[wire]
        assert place + length <= len(content), "the tile is cut off"
        yield key >> 3, content[place : place + length]
        place += length


def _varints(content: bytes) -> Iterator[int]:
    place = 0
    while place < len(content):
        number, place = _varint(content, place)
        yield number


def _varint(content: bytes, place: int) -> tuple[int, int]:
    number = shift = 0
    while True:
        byte = content[place]
        number |= (byte & 127) << shift
        place, shift = place + 1, shift + 7
        if byte < 128:
            return number, place
