"""The two roles and the extensions of a database: made where that is allowed, told where not."""

from __future__ import annotations

import psycopg
from psycopg import sql

from geo.errors import DatabaseError, DatabaseNotFound, DatabaseUnavailable
from layers.address import OWNER_ROLE, READER_ROLE, safe_url
from layers.postgres_binaries import EXTENSIONS, OLDEST_POSTGIS, OLDEST_POSTGRES

_CONNECT_TIMEOUT_S = 5

Connection = psycopg.Connection[tuple[object, ...]]


def ensure_roles_and_extensions(owner_url: str) -> str:
    """Make a database that the user named ready for us: extensions, reading role, its rights.

    What is there already is left alone, so that a role without the right to create anything can
    use a database that an administrator prepared. Safe to run from several processes at once.

    Parameters
    ----------
    owner_url
        libpq address of the role that owns our tables.

    Returns
    -------
    str
        Version of PostGIS, such as "3.3.2".

    Raises
    ------
    DatabaseUnavailable
        Nothing answers at the address.
    DatabaseNotFound
        It answers, but refuses the login or has no such database.
    DatabaseError
        Too old, or something is missing that this role may not create; the message holds the SQL
        for an administrator.
    """
    with connect(owner_url) as connection:
        if connection.info.server_version // 10_000 < OLDEST_POSTGRES:
            raise DatabaseError(
                f"{safe_url(owner_url)} is PostgreSQL {connection.info.server_version // 10_000}",
                expected=f"PostgreSQL {OLDEST_POSTGRES} or newer",
                remedy="name a newer server in DATABASE_URL",
            )
        # Two first starts would both find the role missing and both create it.
        connection.execute("SELECT pg_advisory_lock(hashtext('zonemap.setup'))")
        missing = _find_missing(connection)
        try:
            for statement in missing:
                connection.execute(statement)
            # A role that can only read is enough to serve what another one has loaded.
            if connection.execute("SHOW transaction_read_only").fetchone() == ("off",):
                grant_reading(connection)
        except psycopg.Error as error:
            raise _ask_administrator(connection, owner_url, missing, error) from error
        return _check_postgis(connection, owner_url)


def create_cluster_roles(admin: Connection, *, statement_timeout_ms: int) -> None:
    """Make the two roles of the managed cluster, or bring them up to date.

    Parameters
    ----------
    admin
        Connection of the cluster's superuser, in autocommit.
    statement_timeout_ms
        Milliseconds after which a query of the reading role is ended.
    """
    for role in (OWNER_ROLE, READER_ROLE):
        found = admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
        if found is None:
            admin.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
    reader = sql.Identifier(READER_ROLE)
    admin.execute(
        sql.SQL("ALTER ROLE {} SET statement_timeout = {}").format(
            reader, sql.Literal(f"{statement_timeout_ms}ms")
        )
    )
    admin.execute(sql.SQL("ALTER ROLE {} SET default_transaction_read_only = on").format(reader))
    admin.execute(
        sql.SQL("ALTER ROLE {} SET idle_in_transaction_session_timeout = '60s'").format(reader)
    )


def create_extensions(admin: Connection) -> None:
    """Create the extensions in the database that a superuser is connected to."""
    for extension in EXTENSIONS:
        admin.execute(
            sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension))
        )


def grant_reading(owner: Connection) -> None:
    """Let the reading role read every table that the connected role makes from now on.

    Parameters
    ----------
    owner
        Connection of the role that migrates and imports, in autocommit.
    """
    granted = owner.execute(
        "SELECT count(*) FROM pg_default_acl "
        "WHERE defaclrole = CAST(current_user AS regrole) AND defaclnamespace = 0 "
        "AND defaclobjtype IN ('r', 'n') AND strpos(CAST(defaclacl AS text), %s) > 0",
        [f"{READER_ROLE}="],
    ).fetchone()
    if granted == (2,):
        return
    for rights in ("USAGE ON SCHEMAS", "SELECT ON TABLES"):
        owner.execute(
            sql.SQL("ALTER DEFAULT PRIVILEGES GRANT {} TO {}").format(
                sql.SQL(rights), sql.Identifier(READER_ROLE)
            )
        )


def connect(url: str) -> Connection:
    """Open a connection in autocommit, with our errors for what can go wrong.

    Parameters
    ----------
    url
        libpq address.

    Returns
    -------
    psycopg.Connection
        To be closed by the caller.

    Raises
    ------
    DatabaseUnavailable
        Nothing answers within 5 s.
    DatabaseNotFound
        It answers, but refuses the login or has no such database.
    """
    shown = safe_url(url)
    try:
        return psycopg.connect(url, autocommit=True, connect_timeout=_CONNECT_TIMEOUT_S)
    except psycopg.OperationalError as error:
        # A refused login has no SQLSTATE while connecting: libpq only gives the server's words.
        if "FATAL:" in str(error) and "starting up" not in str(error):
            raise DatabaseNotFound(
                f"the server at {shown} refused the connection: {_last_words(error)}",
                expected="an existing database, and a role that may log in",
                remedy="correct DATABASE_URL, or unset it to use the private local database",
            ) from error
        raise DatabaseUnavailable(
            f"nothing answers at {shown}",
            remedy="start that server, or unset DATABASE_URL to use the private local database",
        ) from error
    except psycopg.ProgrammingError as error:
        raise DatabaseNotFound(
            f"{shown} cannot be used as an address",
            expected="postgresql://user:password@host:port/name",
            remedy="correct DATABASE_URL",
        ) from error


def _find_missing(connection: Connection) -> list[sql.Composed]:
    """List the statements that would complete this database, in order."""
    statements: list[sql.Composed] = []
    for extension in EXTENSIONS:
        query = "SELECT 1 FROM pg_extension WHERE extname = %s"
        if connection.execute(query, [extension]).fetchone() is None:
            create = sql.SQL("CREATE EXTENSION IF NOT EXISTS {}")
            statements.append(create.format(sql.Identifier(extension)))
    reader = sql.Identifier(READER_ROLE)
    query = "SELECT 1 FROM pg_roles WHERE rolname = %s"
    if connection.execute(query, [READER_ROLE]).fetchone() is None:
        statements.append(sql.SQL("CREATE ROLE {} NOLOGIN").format(reader))
        is_member = False
    else:
        row = connection.execute(
            "SELECT pg_has_role(current_user, %s, 'MEMBER')", [READER_ROLE]
        ).fetchone()
        is_member = row == (True,)
    if not is_member:
        # From PostgreSQL 16 on, creating a role no longer lets its creator take it.
        owner = sql.Identifier(connection.info.user)
        statements.append(sql.SQL("GRANT {} TO {}").format(reader, owner))
    return statements


def _ask_administrator(
    connection: Connection, owner_url: str, missing: list[sql.Composed], error: psycopg.Error
) -> DatabaseError:
    """Word the error for a role that may not create what is missing."""
    statements = " ".join(f"{statement.as_string(connection)};" for statement in missing)
    if isinstance(error, psycopg.errors.FeatureNotSupported | psycopg.errors.UndefinedFile):
        return DatabaseNotFound(
            f"the server at {safe_url(owner_url)} has no PostGIS installed",
            expected=f"PostGIS {'.'.join(map(str, OLDEST_POSTGIS))} or newer",
            remedy="install PostGIS on that server, or name another in DATABASE_URL",
        )
    return DatabaseError(
        f"role {connection.info.user!r} may not complete the database {safe_url(owner_url)}",
        expected="the extensions postgis and btree_gist, and membership in role zonemap_reader",
        remedy=f"let an administrator run there, connected to this database: {statements}",
    )


def _check_postgis(connection: Connection, owner_url: str) -> str:
    """Version of PostGIS; refuse one that is too old."""
    row = connection.execute(
        "SELECT extversion FROM pg_extension WHERE extname = 'postgis'"
    ).fetchone()
    version = str(row[0]) if row else ""
    numbers = tuple(int(part) for part in version.split(".")[:2] if part.isdigit())
    if numbers < OLDEST_POSTGIS:
        raise DatabaseError(
            f"{safe_url(owner_url)} has PostGIS {version or 'of no known version'}",
            expected=f"PostGIS {'.'.join(map(str, OLDEST_POSTGIS))} or newer",
            remedy="update PostGIS there: ALTER EXTENSION postgis UPDATE;",
        )
    return version


def _last_words(error: psycopg.Error) -> str:
    """Give what the server said after FATAL, on one line; it never repeats a password."""
    return " ".join(str(error).rpartition("FATAL:")[2].split())
