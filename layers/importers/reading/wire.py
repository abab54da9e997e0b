"""What passes from the reading process to ours: JSON and WKB, nothing that runs.

The reading process has met a stranger's bytes, so its answer is checked like a stranger's.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any, Final

import numpy as np
import orjson
import shapely

from geo.errors import Fault, ImportRejected
from layers.importers.raw import RawFeature, RawFinding, RawLayer, Value

MAGIC: Final = b"ZMRAW1"
_HEAD: Final = struct.Struct("<6sQ")
_PLAIN: Final = (
    "file",
    "sha256",
    "format",
    "layer",
    "crs_found",
    "crs_note",
    "encoding",
    "kind",
)


def encode_layer(raw: RawLayer) -> bytes:
    """Bytes of a layer."""
    geometries = np.array([feature.geometry for feature in raw.features], dtype=object)
    blobs = [blob or b"" for blob in shapely.to_wkb(geometries, output_dimension=3, flavor="iso")]
    header = {
        "answer": "layer",
        **{name: getattr(raw, name) for name in _PLAIN},
        "layers": raw.layers,
        "columns": raw.columns,
        "findings": [[item.code, item.place, item.detail] for item in raw.findings],
        "features": [
            [item.number, item.place, len(blob), _encode_properties(item.properties)]
            for item, blob in zip(raw.features, blobs, strict=True)
        ],
    }
    return _pack(header, b"".join(blobs))


def encode_faults(faults: list[Fault]) -> bytes:
    """Bytes of a refusal."""
    return _pack({"answer": "faults", "faults": [asdict(fault) for fault in faults]}, b"")


def decode(answer: bytes) -> RawLayer:
    """Layer of an answer.

    Raises
    ------
    ImportRejected
        If the answer is a refusal.
    ValueError
        If it is not an answer.
    """
    try:
        magic, length = _HEAD.unpack_from(answer)
        end = _HEAD.size + length
        if magic != MAGIC or end > len(answer):
            raise ValueError("the reading process gave no complete answer")
        header = orjson.loads(memoryview(answer)[_HEAD.size : end])
        if header["answer"] == "faults":
            raise ImportRejected([Fault(**fault) for fault in header["faults"]])
        return _decode_layer(header, memoryview(answer)[end:])
    except (struct.error, KeyError, TypeError, shapely.errors.GEOSException) as error:
        raise ValueError("the reading process gave no answer that can be read") from error


def _pack(header: Mapping[str, Any], body: bytes) -> bytes:
    text = orjson.dumps(header)
    return b"".join((_HEAD.pack(MAGIC, len(text)), text, body))


def _encode_properties(properties: Mapping[str, Value]) -> dict[str, Any]:
    return {
        name: {"date": value.isoformat()} if isinstance(value, date) else value
        for name, value in properties.items()
    }


def _decode_layer(header: dict[str, Any], body: memoryview) -> RawLayer:
    blobs: list[bytes | None] = []
    begin = 0
    for _, _, length, _ in header["features"]:
        blobs.append(bytes(body[begin : begin + length]) if length else None)
        begin += length
    if begin != len(body):
        raise ValueError("the reading process gave an answer of the wrong length")
    with np.errstate(all="ignore"):
        geometries = shapely.from_wkb(np.array(blobs, dtype=object))
    features = tuple(
        RawFeature(number, place, geometry, _decode_properties(properties))
        for (number, place, _, properties), geometry in zip(
            header["features"], geometries, strict=True
        )
    )
    return RawLayer(
        **{name: header[name] for name in _PLAIN},
        layers=tuple(header["layers"]),
        columns=tuple(header["columns"]),
        features=features,
        findings=tuple(RawFinding(*item) for item in header["findings"]),
    )


def _decode_properties(properties: dict[str, Any]) -> dict[str, Value]:
    return {
        name: date.fromisoformat(value["date"]) if isinstance(value, dict) else value
        for name, value in properties.items()
    }
