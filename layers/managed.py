"""The managed cluster: a private PostGIS that this program creates, starts and stops itself.

It listens on a unix socket in a folder that only its own user may enter, and on nothing else.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from psycopg import sql

from geo.errors import DatabaseError, DatabaseUnavailable
from layers.address import DATABASE_NAME, OWNER_ROLE, READER_ROLE, DatabaseAddress, socket_url
from layers.postgres_binaries import PostgresBinaries, find_postgres_binaries
from layers.roles import (
    Connection,
    connect,
    create_cluster_roles,
    create_extensions,
    grant_reading,
)
from layers.server_settings import SOCKET_NUMBER, configuration_of, socket_folder_of
from layers.server_user import ServerUser, find_server_user

FALLBACK_ROOT = Path("/var/lib/zonemap")

_ADMIN = "postgres"
# Raised when what is prepared below changes, so that existing clusters are brought up to date.
_PREPARED_VERSION = 1
_START_TIMEOUT_S = 60.0
_STOP_TIMEOUT_S = 30
# After kill -9 of the postmaster its children live on for up to 5 s and hold the shared memory.
_RECOVERY_TIMEOUT_S = 20.0
_LARGEST_LOG_BYTES = 5_000_000

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class ClusterStatus:
    """State of the managed cluster at one moment.

    Attributes
    ----------
    home
        Folder of the cluster.
    is_created, is_running
        Whether it exists, and whether it answers.
    postgres
        Major version of PostgreSQL.
    postgis
        Version of PostGIS.
    """

    home: Path
    is_created: bool
    is_running: bool
    postgres: int
    postgis: str


@dataclass(frozen=True, slots=True)
class ManagedCluster:
    """A private PostgreSQL cluster in one folder.

    Attributes
    ----------
    home
        Folder of the cluster: data, socket, log and lock.
    binaries
        Programs that made it and run it.
    user
        Whom the server runs as; PostgreSQL refuses to run as root.
    statement_timeout_ms
        Milliseconds after which a query of the reading role is ended.
    database
        Name of the database that `address` gives.
    is_durable
        False for throw-away clusters of tests, which never wait for the disk.
    """

    home: Path
    binaries: PostgresBinaries
    user: ServerUser
    statement_timeout_ms: int = 15_000
    database: str = DATABASE_NAME
    is_durable: bool = True

    @classmethod
    def locate(
        cls,
        state_dir: Path,
        *,
        statement_timeout_ms: int = 15_000,
        database: str = DATABASE_NAME,
        is_durable: bool = True,
        binaries: PostgresBinaries | None = None,
    ) -> ManagedCluster:
        """Find where the cluster of a state folder is or will be, and what runs it.

        Parameters
        ----------
        state_dir
            Folder of the checkout's state; the cluster is in `postgres` below it.
        statement_timeout_ms, database, is_durable
            As the attributes.
        binaries
            Programs to use; those that made the cluster, or the newest, if not given.

        Returns
        -------
        ManagedCluster
            Not created and not started by this.

        Raises
        ------
        DatabaseNotFound
            No PostgreSQL with PostGIS is installed.
        DatabaseError
            The folder cannot be used by the user whom the server has to run as.

        Notes
        -----
        Root's checkout is often below a folder that only root may enter. The cluster is then in
        `/var/lib/zonemap/<hash of the state folder>`, because the user postgres could not reach it.
        """
        home = state_dir / "postgres"
        user = find_server_user(home / "data")
        if not user.can_enter(_nearest_existing(state_dir)):
            if (home / "data").exists():
                raise DatabaseError(
                    f"user {user.name!r} can no longer enter {state_dir}, "
                    "where the local database is",
                    remedy="open the folders above it again with chmod a+x",
                )
            digest = hashlib.sha256(os.fsencode(state_dir)).hexdigest()[:12]
            home = FALLBACK_ROOT / digest
        if home.is_dir() and not os.access(home, os.X_OK):
            raise DatabaseError(
                f"the local database in {home} belongs to another user",
                remedy="become the user who made it, or set ZONEMAP_STATE_DIR to another folder",
            )
        if binaries is None:
            binaries = find_postgres_binaries(major=_read_major(home / "data"))
        return cls(home, binaries, user, statement_timeout_ms, database, is_durable)

    @property
    def data(self) -> Path:
        """Folder that PostgreSQL keeps."""
        return self.home / "data"

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.home / "postgres.log"

    @property
    def socket_dir(self) -> Path:
        """Folder of the socket: in the cluster's own, or a short one in the temporary folder."""
        return socket_folder_of(self.home)

    def address(self, database: str | None = None) -> DatabaseAddress:
        """Give the addresses of one of its databases, for the owner and for the reader."""
        name = database or self.database
        return DatabaseAddress(
            owner_url=self._url(OWNER_ROLE, name),
            reader_url=self._url(READER_ROLE, name),
            found_by="managed cluster",
            detail=f"PostgreSQL {self.binaries.major} with PostGIS {self.binaries.postgis} "
            f"in {self.home}",
        )

    def admin_url(self, database: str) -> str:
        """Address for the cluster's superuser, for what the owner may not do."""
        return self._url(_ADMIN, database)

    def status(self) -> ClusterStatus:
        """Look at the cluster without changing anything."""
        return ClusterStatus(
            home=self.home,
            is_created=self._is_created(),
            is_running=self._is_created() and self._is_answering(),
            postgres=self.binaries.major,
            postgis=self.binaries.postgis,
        )

    def start(self, *, progress: Progress | None = None) -> None:
        """Have the cluster running and prepared; create it if it is not there.

        Safe to call at any time, from several processes, and after a crash.

        Parameters
        ----------
        progress
            Called with a few words before each step that takes over half a second.

        Raises
        ------
        DatabaseUnavailable
            It cannot be created or does not start; the message has the server's last words.
        DatabaseError
            Its folder belongs to another user.
        """
        if self._is_prepared() and self._is_answering():
            return
        tell = progress or (lambda words: None)
        self._make_home()
        with self.user.lock(self.home / "lock", timeout_s=_START_TIMEOUT_S):
            if not self._is_created():
                tell("creating the local database")
                self._create()
            if not self._is_answering():
                tell("starting the local database")
                self._launch()
            if not self._is_prepared():
                tell("preparing PostGIS")
                self._prepare()

    def stop(self) -> bool:
        """Stop the server; running queries are ended and rolled back.

        Returns
        -------
        bool
            Whether there was a server to stop.

        Raises
        ------
        DatabaseUnavailable
            It did not stop in 30 s.
        """
        if not self._is_created():
            return False
        with self.user.lock(self.home / "lock", timeout_s=_START_TIMEOUT_S):
            if self._postmaster() is None:
                return False
            self._pg_ctl("stop", "-m", "fast", "-w", "-t", str(_STOP_TIMEOUT_S))
            if self._postmaster() is not None:
                raise DatabaseUnavailable(
                    f"the local database did not stop within {_STOP_TIMEOUT_S} s",
                    remedy=f"see {self.log}",
                )
            return True

    def destroy(self) -> None:
        """Stop the server at once and delete the cluster with all that is in it."""
        if self._postmaster() is not None:
            self._pg_ctl("stop", "-m", "immediate", "-w", "-t", str(_STOP_TIMEOUT_S))
        shutil.rmtree(self.home, ignore_errors=True)
        shutil.rmtree(self.socket_dir, ignore_errors=True)

    def create_database(self, name: str, *, template: str | None = None) -> DatabaseAddress:
        """Create a database of the owner in the running cluster.

        Parameters
        ----------
        name
            Name that is not taken yet.
        template
            Database to copy, which nobody may be connected to; an empty one with the extensions
            and the reader's rights if not given.

        Returns
        -------
        DatabaseAddress
            Addresses of the new database.
        """
        with connect(self.admin_url("postgres")) as admin:
            admin.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(
                    sql.Identifier(name),
                    sql.Identifier(OWNER_ROLE),
                    sql.Identifier(template or "template0"),
                )
            )
        if template is None:
            self._prepare_database(name)
        return self.address(name)

    def drop_database(self, name: str) -> None:
        """Delete a database, and end the connections to it."""
        with connect(self.admin_url("postgres")) as admin:
            statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
            admin.execute(statement.format(sql.Identifier(name)))

    def _url(self, role: str, database: str) -> str:
        return socket_url(self.socket_dir, port=SOCKET_NUMBER, role=role, database=database)

    def _is_created(self) -> bool:
        # initdb works in another folder, which is renamed when it is complete.
        return os.path.isfile(self.data / "PG_VERSION")

    def _is_prepared(self) -> bool:
        with contextlib.suppress(OSError):
            return (self.data / "zonemap.prepared").read_text() == self._prepared_text()
        return False

    def _prepared_text(self) -> str:
        return f"{_PREPARED_VERSION} {self.database} {self.statement_timeout_ms} ms\n"

    def _is_answering(self) -> bool:
        # pg_ctl status trusts the pid file, which lies for seconds after kill -9.
        command = [self.binaries.program("pg_isready"), "-q", "-t", "2"]
        command += ["-h", str(self.socket_dir), "-p", str(SOCKET_NUMBER), "-d", "postgres"]
        return self.user.run(command, timeout_s=10).returncode == 0

    def _postmaster(self) -> int | None:
        """Process number of the running server; None if the pid file is stale or absent."""
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
            pid = int(lines[0])
        except (OSError, ValueError, IndexError):
            return None
        return pid if self.user.is_server(pid, self.data) else None

    def _make_home(self) -> None:
        """Make the cluster's folder and the socket's, for the server's user alone."""
        try:
            self.user.open_passage(self.home.parent)
            self.user.own_folder(self.home)
            self.user.own_folder(self.socket_dir)
        except OSError as error:
            raise DatabaseError(
                f"the folder {error.filename or self.home} cannot be made or used: "
                f"{error.strerror}",
                expected=f"a folder that {self.user.name!r} may write",
                remedy="set ZONEMAP_STATE_DIR to such a folder, or become the user who made it",
            ) from error

    def _create(self) -> None:
        """Run initdb aside and put the result in place in one step."""
        for leftover in self.home.glob("data.partial.*"):
            shutil.rmtree(leftover, ignore_errors=True)
        partial = self.home / f"data.partial.{os.getpid()}"
        # Its programs pass paths through a shell without escaping them: give short relative ones.
        command = [self.binaries.program("initdb"), "-D", partial.name, "-U", _ADMIN]
        command += ["--encoding=UTF8", *self._locale_options(), "--auth=trust"]
        command += ["--data-checksums"] if self.is_durable else ["--no-sync"]
        done = self.user.run(command, timeout_s=120, folder=self.home)
        if done.returncode != 0:
            shutil.rmtree(partial, ignore_errors=True)
            raise DatabaseUnavailable(
                f"the local database cannot be created in {self.home}: {_last_line(done.stderr)}",
                remedy="set ZONEMAP_STATE_DIR to a folder on a local disk with 100 MB free",
            )
        # Trust reaches as far as the socket's folder does: nobody else may enter it.
        self.user.write(partial / "pg_hba.conf", "local all all trust\n")
        conf = partial / "postgresql.conf"
        self.user.write(conf, conf.read_text() + "\ninclude = 'zonemap.conf'\n")
        self.user.write(
            partial / "zonemap.conf", configuration_of(self.socket_dir, is_durable=self.is_durable)
        )
        partial.rename(self.data)

    def _locale_options(self) -> list[str]:
        """Choose code-point order with Unicode's upper and lower case, wherever it is had."""
        if self.binaries.major >= 17:
            return ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        return ["--locale=C.UTF-8"] if os.uname().sysname == "Linux" else ["--locale=en_US.UTF-8"]

    def _launch(self) -> None:
        """Start the server, also when a crash or a reboot left its pid file behind."""
        # A folder that was moved or a newer version of ours changes these.
        self.user.write(
            self.data / "zonemap.conf",
            configuration_of(self.socket_dir, is_durable=self.is_durable),
        )
        if self._log_size() > _LARGEST_LOG_BYTES:
            self.log.unlink()
        deadline = time.monotonic() + _RECOVERY_TIMEOUT_S
        while True:
            if self._postmaster() is None:
                # PostgreSQL believes the file if any process of its user has that number now.
                # A dead server counts too until it is reaped: never, where process 1 is no init.
                # The shared memory still keeps two servers from one folder.
                (self.data / "postmaster.pid").unlink(missing_ok=True)
                (self.socket_dir / f".s.PGSQL.{SOCKET_NUMBER}.lock").unlink(missing_ok=True)
            elif not self._wait_for_answer(5.0 if self._has_socket() else 0.5):
                # It runs behind a socket that is gone, as after a clean-up of the temp folder.
                self._pg_ctl("stop", "-m", "fast", "-w", "-t", str(_STOP_TIMEOUT_S))
            read_from = self._log_size()
            self._pg_ctl(
                "start", "-w", "-t", str(int(_START_TIMEOUT_S)), "-l", f"../{self.log.name}"
            )
            if self._is_answering():
                return
            words = self._last_words(read_from)
            if "in use" not in words or time.monotonic() > deadline:
                raise DatabaseUnavailable(
                    f"the local database does not start: {words}", remedy=f"see {self.log}"
                )
            time.sleep(0.3)

    def _wait_for_answer(self, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self._is_answering():
                return True
            time.sleep(0.2)
        return False

    def _prepare(self) -> None:
        """Make roles, database and extensions; each step finds what is there already."""
        with connect(self.admin_url("postgres")) as admin:
            create_cluster_roles(admin, statement_timeout_ms=self.statement_timeout_ms)
            found = admin.execute(
                "SELECT 1 FROM pg_database WHERE datname = %s", [self.database]
            ).fetchone()
        if found is None:
            self.create_database(self.database)
        else:
            self._prepare_database(self.database)
        self.user.write(self.data / "zonemap.prepared", self._prepared_text())

    def _prepare_database(self, name: str) -> None:
        with connect(self.admin_url(name)) as admin:
            create_extensions(admin)
            _close_to_others(admin)
        with connect(self._url(OWNER_ROLE, name)) as owner:
            grant_reading(owner)

    def _pg_ctl(self, verb: str, *options: str) -> None:
        """Run pg_ctl; what it reports is looked at by asking the server, not by its exit code."""
        command = [self.binaries.program("pg_ctl"), verb, "-D", ".", "-s", *options]
        self.user.run(command, timeout_s=_START_TIMEOUT_S + 30, folder=self.data)

    def _has_socket(self) -> bool:
        return (self.socket_dir / f".s.PGSQL.{SOCKET_NUMBER}").exists()

    def _log_size(self) -> int:
        with contextlib.suppress(OSError):
            return self.log.stat().st_size
        return 0

    def _last_words(self, read_from: int) -> str:
        """Give the line of the log, from a byte on, that says why the server gave up."""
        with contextlib.suppress(OSError), self.log.open("rb") as log:
            log.seek(read_from)
            lines = log.read(100_000).decode(errors="replace").splitlines()
            telling = [line for line in lines if "FATAL" in line or "PANIC" in line]
            if telling or lines:
                return (telling or lines)[-1].strip()
        return "it left no word in its log"


def _close_to_others(admin: Connection) -> None:
    """Let only the owner create things in the public schema, as from PostgreSQL 15 on."""
    admin.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    admin.execute(
        sql.SQL("GRANT CREATE, USAGE ON SCHEMA public TO {}").format(sql.Identifier(OWNER_ROLE))
    )


def _nearest_existing(path: Path) -> Path:
    """The folder itself, or the nearest above it that exists."""
    while not path.is_dir() and path != path.parent:
        path = path.parent
    return path


def _read_major(data: Path) -> int | None:
    """Major version that made a cluster; None if there is none."""
    try:
        return int((data / "PG_VERSION").read_text())
    except (OSError, ValueError):
        return None


def _last_line(text: str) -> str:
    """The last line with something on it."""
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1].strip() if lines else "no reason was given"
