"""Vector tiles and what is said about them."""

from __future__ import annotations

import re
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

from api.ogc.answering import answer_document, answer_kept, door_of, key_of
from api.ogc.cache import Answer
from api.ogc.documents import DOCUMENT_FORMATS, DOCUMENT_PARAMETERS
from api.ogc.items import collection_of
from api.ogc.links import HTML, JSON, STYLE, TILE, TILEJSON
from api.ogc.negotiation import choose_format, choose_language
from api.ogc.parameters import read_choice, read_day, read_parameters
from api.ogc.tile_documents import (
    MATRIX_SET,
    MATRIX_SET_URI,
    matrix_set,
    tilejson,
    tileset,
    tileset_list,
)
from geo.errors import InvalidParameter, UnknownFeature
from geo.vietnam_time import today_in_vietnam
from layers.catalog import Collection
from layers.collections import COLLECTIONS
from layers.tiles import DEEPEST_ZOOM, MAP_LAYERS, TileAddress, read_tile
from maps.tile_style import tile_style

TILESET_FORMATS: Final = {"json": JSON, "html": HTML, "tilejson": TILEJSON}
TILE_PARAMETERS: Final = ("f", "datetime", "collections")
_NUMBER: Final = re.compile(r"0|[1-9]\d{0,8}", re.ASCII)


async def read_collection_tile(request: Request) -> Response:
    """Answer with a tile of one collection."""
    return await _read_tile(request, (collection_of(request).collection_id,))


async def read_map_tile(request: Request) -> Response:
    """Answer with a tile of the whole map, or of the collections that are named."""
    return await _read_tile(request, MAP_LAYERS)


async def _read_tile(request: Request, offered: tuple[str, ...]) -> Response:
    _require_matrix_set(request)
    address = _address_of(request)
    known = TILE_PARAMETERS if len(offered) > 1 else TILE_PARAMETERS[:2]
    parameters = read_parameters(request, known)
    read_choice("f", parameters.get("f"), ("mvt",))
    day = read_day(parameters.get("datetime"))
    collections = offered
    if "collections" in parameters:
        names = parameters["collections"].split(",")
        for name in names:
            read_choice("collections", name, offered)
        collections = tuple(name for name in offered if name in names)
    if day is None:
        # Any time matches what carries none.
        collections = tuple(name for name in collections if not COLLECTIONS[name].has_days)
        day = today_in_vietnam()

    async def make() -> Answer:
        door = door_of(request)
        if not collections:
            return Answer(await door.watch.current(), b"", TILE, status=204)
        tag, tile = await read_tile(door.pool, collections, address, on_day=day)
        return Answer(tag, tile, TILE, status=200 if tile else 204)

    return await answer_kept(request, key_of(request, "mvt", "", day), make)


async def read_tileset(request: Request) -> Response:
    """Answer with what is said of the tiles of a collection, or of the whole map."""
    _require_matrix_set(request)
    collection = _collection_or_map(request)
    parameters = read_parameters(request, DOCUMENT_PARAMETERS)
    chosen = choose_format(request, parameters.get("f"), TILESET_FORMATS)
    language = choose_language(request, parameters.get("lang"))
    links = door_of(request).links
    if chosen == "tilejson":
        document = tilejson(collection, links, language)
        return await answer_document(
            request, document, "tileset", chosen="json", language=language, media_type=TILEJSON
        )
    return await answer_document(
        request,
        tileset(collection, links, language),
        "tileset",
        chosen=chosen,
        language=language,
        media_type=JSON,
        collection=collection,
    )


async def read_tilesets(request: Request) -> Response:
    """Answer with the tilesets of a collection, or of the whole map."""
    collection = _collection_or_map(request)
    parameters = read_parameters(request, DOCUMENT_PARAMETERS)
    language = choose_language(request, parameters.get("lang"))
    return await answer_document(
        request,
        tileset_list(collection, door_of(request).links, language),
        "tilesets",
        chosen=choose_format(request, parameters.get("f"), DOCUMENT_FORMATS),
        language=language,
        media_type=JSON,
        collection=collection,
    )


async def read_matrix_sets(request: Request) -> Response:
    """Answer with the tile matrix sets that tiles come in."""
    parameters = read_parameters(request, DOCUMENT_PARAMETERS)
    links = door_of(request).links
    path = f"/tileMatrixSets/{MATRIX_SET}"
    document: dict[str, Any] = {
        "links": [links.link("self", JSON, "/tileMatrixSets", "Tile matrix sets")],
        "tileMatrixSets": [
            {
                "id": MATRIX_SET,
                "title": "Google Maps Compatible for the World",
                "uri": MATRIX_SET_URI,
                "links": [links.link("self", JSON, path, MATRIX_SET)],
            }
        ],
    }
    return await answer_document(
        request,
        document,
        "tile_matrix_sets",
        chosen=choose_format(request, parameters.get("f"), DOCUMENT_FORMATS),
        language=choose_language(request, parameters.get("lang")),
        media_type=JSON,
    )


async def read_matrix_set(request: Request) -> Response:
    """Answer with the definition of the tile matrix set."""
    _require_matrix_set(request)
    parameters = read_parameters(request, DOCUMENT_PARAMETERS)
    return await answer_document(
        request,
        matrix_set(),
        "tile_matrix_set",
        chosen=choose_format(request, parameters.get("f"), DOCUMENT_FORMATS),
        language=choose_language(request, parameters.get("lang")),
        media_type=JSON,
    )


async def read_style(request: Request) -> Response:
    """Answer with the style of the whole map for MapLibre and the like."""
    parameters = read_parameters(request, DOCUMENT_PARAMETERS)
    read_choice("f", parameters.get("f"), ("json",))
    language = choose_language(request, parameters.get("lang"))
    links = door_of(request).links
    return await answer_document(
        request,
        tile_style(tilejson(None, links, language)),
        "tileset",
        chosen="json",
        language=language,
        media_type=STYLE,
    )


def _collection_or_map(request: Request) -> Collection | None:
    return collection_of(request) if "collection_id" in request.path_params else None


def _require_matrix_set(request: Request) -> None:
    name: str = request.path_params["matrix_set"]
    if name != MATRIX_SET:
        raise UnknownFeature(
            f"there is no tile matrix set {name[:40]!r}",
            expected=MATRIX_SET,
            remedy="see /ogc/tileMatrixSets",
        )


def _address_of(request: Request) -> TileAddress:
    """Address of a tile.

    Raises
    ------
    InvalidParameter
        If there is no such tile in the matrix set.
    """
    numbers = []
    for name in ("tileMatrix", "tileRow", "tileCol"):
        text: str = request.path_params[name]
        if not _NUMBER.fullmatch(text):
            raise InvalidParameter(
                f"{name} is {text[:40]!r}",
                expected="a whole number from 0 on without leading zeros",
            )
        numbers.append(int(text))
    zoom, row, column = numbers
    if zoom > DEEPEST_ZOOM:
        raise InvalidParameter(f"tileMatrix is {zoom}", expected=f"0 to {DEEPEST_ZOOM}")
    for name, value in (("tileRow", row), ("tileCol", column)):
        if value >= 2**zoom:
            raise InvalidParameter(
                f"{name} is {value}", expected=f"0 to {2**zoom - 1} in tileMatrix {zoom}"
            )
    return TileAddress(zoom, column, row)
