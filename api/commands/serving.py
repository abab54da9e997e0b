"""Commands that show the map: serve it, write it to a file, or do the whole set-up and serve."""

from __future__ import annotations

import asyncio
import gc
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from api.commands.console import say, step
from api.commands.data import (
    BUNDLED,
    DataDirectory,
    Illustrative,
    load_data,
    measure_distances,
    open_database,
)

if TYPE_CHECKING:
    from api.settings import ServerSettings
    from layers.address import DatabaseAddress
    from layers.features import MapDocument

NEW_OBJECTS_LOOKED_OVER: Final = 20_000
"""How many more objects than before make the server look for garbage that refers to itself."""

Port = Annotated[
    int | None,
    typer.Option("--port", "-p", min=1, max=65535, help="TCP port; default PORT or 8000."),
]


def run(
    *, port: Port = None, data: DataDirectory = BUNDLED, illustrative: Illustrative = True
) -> None:
    """Do all the set-up that is still to be done, then serve the map. Ctrl-C ends it."""
    from layers.readiness import is_loaded, is_measured

    settings = _server_settings(port)
    address = open_database()
    if is_loaded(address.owner_url, data, illustrative=illustrative):
        say("The bundled facts are loaded already.")
    else:
        load_data(address, data, illustrative=illustrative)
    if not is_measured(address.owner_url):
        measure_distances(address)
    _serve(address, settings)


def serve(*, port: Port = None) -> None:
    """Serve the map and the API from what is loaded. Ctrl-C ends it."""
    from layers.cluster import find_database
    from layers.settings import read_database_settings

    settings = _server_settings(port)
    with step("Finding the database") as progress:
        address = find_database(read_database_settings(), progress=progress)
    _serve(address, settings)


def write_map(
    *,
    output: Annotated[Path, typer.Option("--output", "-o", help="HTML file to write.")],
    force: Annotated[
        bool, typer.Option("--force", help="Write over a file that is there already.")
    ] = False,
) -> None:
    """Write the map as one HTML file that opens from disk with no network."""
    from geo.errors import InvalidParameter
    from layers.cluster import find_database
    from layers.settings import read_database_settings
    from maps.interactive import build_page

    if output.exists() and not force:
        raise InvalidParameter(f"{output} is there already", remedy="name another, or use --force")
    if not output.parent.is_dir():
        raise InvalidParameter(
            f"the folder {output.parent} is not there", remedy="make it, or name another"
        )
    with step("Finding the database") as progress:
        address = find_database(read_database_settings(), progress=progress)
    with step("Drawing the map"):
        _write_whole(output, build_page(_read_document(address), standalone=True))
    say(f"Wrote {output} ({output.stat().st_size / 1e6:.1f} MB)")


def _write_whole(output: Path, page: str) -> None:
    """Write a file that appears whole or not at all."""
    from geo.errors import InvalidParameter

    unfinished = output.with_name(f".{output.name}.part")
    try:
        try:
            unfinished.write_text(page, encoding="utf-8")
            unfinished.replace(output)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise InvalidParameter(
            f"{output} cannot be written ({error.strerror})", remedy="name another file"
        ) from error


def _read_document(address: DatabaseAddress) -> MapDocument:
    from geo.vietnam_time import today_in_vietnam
    from layers.database import create_read_pool
    from layers.features import map_document
    from layers.queries import get_region
    from layers.settings import read_database_settings

    async def ask() -> MapDocument:
        pool = create_read_pool(address.reader_url, read_database_settings())
        async with pool:
            return map_document(await get_region(pool, on_day=today_in_vietnam()))

    return asyncio.run(ask())


def _server_settings(port: int | None) -> ServerSettings:
    """Settings of the server, refused before any work is done if the port is taken."""
    from api.settings import read_server_settings

    settings = read_server_settings()
    if port is not None:
        settings = settings.model_copy(update={"port": port})
    _require_free(settings.host, settings.port)
    return settings


def _serve(address: DatabaseAddress, settings: ServerSettings) -> None:
    import uvicorn

    from api.app import create_app
    from layers.settings import read_database_settings

    app = create_app(settings, read_database_settings(), address)
    _look_for_garbage_less()
    say(f"Serving the map on http://{settings.host}:{settings.port} - Ctrl-C ends it.")
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        log_level="warning",
        server_header=False,
        access_log=False,  # ours tells more, and less of what may be secret
        proxy_headers=False,  # a client's word for where it comes from
    )


def _look_for_garbage_less() -> None:
    """Spare the server looking for cycles that are not there, a twentieth of its time.

    What is there now stays as long as the server. An answer makes some hundred objects and leaves
    no cycle behind.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS_LOOKED_OVER)


def _require_free(host: str, port: int) -> None:
    """Refuse a port that something else listens on."""
    import socket

    from geo.errors import InvalidParameter

    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise InvalidParameter(
                f"port {port} on {host} cannot be used ({error.strerror})",
                remedy="end what uses it, or name another with PORT=8001",
            ) from error
