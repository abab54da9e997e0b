"""Addresses of databases: the pair the program works with, and how one is shown or derived."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

from geo.errors import DatabaseError

OWNER_ROLE = "zonemap_owner"
READER_ROLE = "zonemap_reader"
DATABASE_NAME = "zonemap"

_SCHEMES = ("postgresql", "postgres", "postgresql+psycopg")
_SECRET_PARAMETERS = frozenset({"password", "sslpassword", "passfile", "sslkey"})


@dataclass(frozen=True, slots=True)
class DatabaseAddress:
    """How to reach one database, as its owner and as a reader.

    Attributes
    ----------
    owner_url
        libpq address (`postgresql://...`) of the role that migrates and imports.
    reader_url
        libpq address of the role that can only SELECT, with its statement timeout.
    found_by
        Which rung of the ladder gave it: the environment, or the managed cluster.
    detail
        The place in words for people, without any password.
    """

    owner_url: str
    reader_url: str
    found_by: Literal["DATABASE_URL", "managed cluster"]
    detail: str

    def __repr__(self) -> str:
        """Show the address without its passwords."""
        return f"DatabaseAddress({safe_url(self.owner_url)!r}, found_by={self.found_by!r})"


def safe_url(url: str) -> str:
    """Give an address that may be shown: the same without passwords.

    Parameters
    ----------
    url
        Any text; what cannot be read as an address is hidden whole.

    Returns
    -------
    str
        The address with `***` in the place of each secret.
    """
    try:
        parts = urlsplit(url)
        if "," not in parts.netloc:  # libpq takes a list of hosts, urlsplit no list of ports
            _ = parts.port
    except ValueError:
        return "an address that cannot be read"
    # A password that was not escaped tears the address: what follows its / ? or # still holds @.
    rest = f"{parts.path}{parts.query}{parts.fragment}"
    if parts.scheme not in _SCHEMES or "@" in rest:
        return "an address that cannot be read"
    login, at, host = parts.netloc.rpartition("@")
    user, colon, _ = login.partition(":")
    netloc = f"{user}{':***' if colon else ''}{at}{host}"
    query = "&".join(
        f"{name}=***" if name.lower() in _SECRET_PARAMETERS else f"{name}={quote(value, '/:,-=')}"
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
    )
    return urlunsplit((parts.scheme, netloc, parts.path, query, ""))


def read_url(url: str, *, variable: str) -> str:
    """Check an address from the environment and write it as libpq wants it.

    Parameters
    ----------
    url
        Address as the user gave it; SQLAlchemy's `postgresql+psycopg://` is understood.
    variable
        Name of the environment variable, for the message.

    Returns
    -------
    str
        The same address with the scheme `postgresql`.

    Raises
    ------
    DatabaseError
        It is no PostgreSQL address, or names no database.
    """
    shape = "postgresql://user:password@host:port/name"
    try:
        parts = urlsplit(url.strip())
        if "," not in parts.netloc:
            _ = parts.port
    except ValueError as error:
        raise DatabaseError(
            f"{variable} cannot be read as an address",
            expected=shape,
            remedy="escape special characters in user and password as %40 for @, %2F for /",
        ) from error
    if parts.scheme not in _SCHEMES:
        raise DatabaseError(
            f"{variable} begins with {parts.scheme or 'no scheme'!r}"[:80],
            expected=shape,
            remedy="correct it, or unset it to use the private local database",
        )
    if not parts.path.strip("/") and "dbname" not in dict(parse_qsl(parts.query)):
        raise DatabaseError(
            f"{variable} names no database: {safe_url(url)}",
            expected=shape,
            remedy="add the name of the database after the last slash",
        )
    return urlunsplit(("postgresql", parts.netloc, parts.path, parts.query, ""))


def reader_url_from(owner_url: str, *, statement_timeout_ms: int) -> str:
    """Derive a reading address from the owner's.

    Parameters
    ----------
    owner_url
        libpq address of a role that is a member of `zonemap_reader`.
    statement_timeout_ms
        Milliseconds after which a query is ended.

    Returns
    -------
    str
        The same address with start-up options that take the role `zonemap_reader`, open every
        transaction read-only and bound each statement.

    Notes
    -----
    A setting made by ALTER ROLE holds for the role that logs in, not for one taken by `role`, so
    the options say all three. Options that the address already carries are kept before them.
    """
    parts = urlsplit(owner_url)
    query = parse_qsl(parts.query, keep_blank_values=True)
    given = [value for name, value in query if name == "options"]
    ours = (
        f"-c role={READER_ROLE} -c default_transaction_read_only=on "
        f"-c statement_timeout={statement_timeout_ms}"
    )
    kept = [(name, value) for name, value in query if name != "options"]
    kept.append(("options", " ".join([*given, ours])))
    return urlunsplit(parts._replace(query=urlencode(kept, quote_via=quote)))


def socket_url(socket_dir: Path, *, port: int, role: str, database: str) -> str:
    """Write the address of a database behind a unix socket.

    Parameters
    ----------
    socket_dir
        Folder that holds the socket.
    port
        Number at the end of the socket's name; no TCP port.
    role, database
        Who connects, and to what.

    Returns
    -------
    str
        libpq address; SQLAlchemy reads it too.
    """
    query = urlencode({"host": str(socket_dir), "port": port}, quote_via=quote, safe="/")
    return f"postgresql://{quote(role)}@/{quote(database)}?{query}"


def database_name_of(url: str) -> str:
    """Read the database's name out of an address; empty when it names none."""
    return unquote(urlsplit(url).path.lstrip("/"))
