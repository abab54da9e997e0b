"""Finds the database: the one that the user named, or a private PostGIS kept on this machine."""

from __future__ import annotations

from collections.abc import Callable

from layers.address import DATABASE_NAME, DatabaseAddress, read_url, reader_url_from, safe_url
from layers.managed import ManagedCluster
from layers.roles import ensure_roles_and_extensions
from layers.settings import DatabaseSettings

__all__ = ["DatabaseAddress", "find_database", "is_managed", "managed_cluster", "safe_url"]

Progress = Callable[[str], None]


def find_database(
    settings: DatabaseSettings, *, progress: Progress | None = None
) -> DatabaseAddress:
    """Find the database to work with, and have it running.

    The ladder: DATABASE_URL if it is set, else PostgreSQL with PostGIS on this machine, as a
    private cluster that is created and started if need be.

    Parameters
    ----------
    settings
        Where to look, and the limits of the reading role.
    progress
        Called with a few words before each step that takes over half a second.

    Returns
    -------
    DatabaseAddress
        Addresses that answer, with extensions and roles in place; tables are not looked at.

    Raises
    ------
    DatabaseNotFound
        There is nothing to use; the message has the command that installs it.
    DatabaseUnavailable
        The named database does not answer, or the private one does not start.
    DatabaseError
        The named database lacks something that its role may not create.
    """
    if settings.database_url is None:
        cluster = managed_cluster(settings)
        cluster.start(progress=progress)
        return cluster.address()
    owner_url = read_url(settings.database_url.get_secret_value(), variable="DATABASE_URL")
    postgis = ensure_roles_and_extensions(owner_url)
    if settings.database_reader_url is None:
        reader_url = reader_url_from(owner_url, statement_timeout_ms=settings.statement_timeout_ms)
    else:
        reader_url = read_url(
            settings.database_reader_url.get_secret_value(), variable="DATABASE_READER_URL"
        )
    return DatabaseAddress(
        owner_url=owner_url,
        reader_url=reader_url,
        found_by="DATABASE_URL",
        detail=f"{safe_url(owner_url)}, PostGIS {postgis}",
    )


def is_managed(settings: DatabaseSettings) -> bool:
    """Say whether the private cluster is what is used."""
    return settings.database_url is None


def managed_cluster(settings: DatabaseSettings) -> ManagedCluster:
    """Give the private cluster of these settings, running or not.

    Raises
    ------
    DatabaseNotFound
        No PostgreSQL with PostGIS is installed.
    """
    return ManagedCluster.locate(
        settings.state_dir,
        statement_timeout_ms=settings.statement_timeout_ms,
        database=DATABASE_NAME,
    )
