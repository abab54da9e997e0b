"""Fixtures of the doors: the application behind a real server on the loopback."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

from api.app import create_app
from api.settings import ServerSettings
from layers.address import DatabaseAddress
from layers.settings import DatabaseSettings
from tests.patience import PATIENCE_S, PATIENT, wait_for

Serve = Callable[..., httpx.Client]


@contextmanager
def served(
    address: DatabaseAddress,
    *,
    server: ServerSettings | None = None,
    prepare: Callable[[FastAPI], None] | None = None,
    port: int = 0,
    **settings: Any,
) -> Iterator[httpx.Client]:
    """Serve a database on a port of the loopback, in a thread; yields a client of it.

    `prepare` may add routes of the test's own; `settings` are the database's; port 0 is a free
    one. Links lead to the server itself unless `server` says otherwise.
    """
    listener = socket.create_server(("127.0.0.1", port))
    host, bound = listener.getsockname()
    own = ServerSettings(access_log=False, public_url=f"http://{host}:{bound}")
    app = create_app(server or own, DatabaseSettings(**settings), address)
    if prepare is not None:
        prepare(app)
    running = uvicorn.Server(
        uvicorn.Config(
            app,
            log_level="critical",
            server_header=False,
            access_log=False,
            proxy_headers=False,
            ws="none",
            lifespan="on",
        )
    )
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    wait_for(lambda: running.started)
    try:
        with httpx.Client(base_url=f"http://{host}:{bound}", timeout=PATIENCE_S) as client:
            yield client
    finally:
        running.should_exit = True
        thread.join(PATIENCE_S)
        listener.close()


@pytest.fixture(scope="session")
def api(loaded_database: DatabaseAddress) -> Iterator[httpx.Client]:
    """Client of a server of the bundled data."""
    with served(loaded_database, **PATIENT) as client:
        yield client


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Start servers that end with the test."""
    opened: list[Any] = []

    def start(address: DatabaseAddress, **settings: Any) -> httpx.Client:
        context = served(address, **settings)
        opened.append(context)
        return context.__enter__()

    yield start
    for context in reversed(opened):
        context.__exit__(None, None, None)
