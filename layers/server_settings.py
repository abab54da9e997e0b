"""Settings of the managed cluster's server, and where its socket is."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

# Number at the end of the socket's name; the cluster opens no TCP port.
SOCKET_NUMBER = 5432
# sun_path holds 108 bytes on Linux and 104 on macOS, the closing zero included.
LONGEST_SOCKET_PATH = 103


def socket_folder_of(home: Path) -> Path:
    """Choose the folder of a cluster's socket.

    Parameters
    ----------
    home
        Folder of the cluster.

    Returns
    -------
    Path
        `socket` in that folder; where the kernel would not take its path, a folder of the
        temporary one that is always the same for this cluster.
    """
    own = home / "socket"
    if _fits(own):
        return own
    digest = hashlib.sha256(os.fsencode(home)).hexdigest()[:12]
    temporary = Path(tempfile.gettempdir()) / f"zonemap-{digest}"
    if _fits(temporary):
        return temporary
    # A TMPDIR of its own may be long too; the folder's owner and mode are checked when used.
    return Path("/tmp") / temporary.name  # noqa: S108


def configuration_of(socket_dir: Path, *, is_durable: bool) -> str:
    """Write the server's settings.

    They go into a file: on the command line they would be lost to a bare `pg_ctl start`, which
    would then listen on TCP port 5432.

    Parameters
    ----------
    socket_dir
        Folder of the socket.
    is_durable
        False for a throw-away cluster that never waits for the disk.

    Returns
    -------
    str
        Text of a file that postgresql.conf includes.
    """
    settings = {
        "cluster_name": "'zonemap'",
        "listen_addresses": "''",
        "unix_socket_directories": _quote(socket_dir),
        "unix_socket_permissions": "0700",
        "port": str(SOCKET_NUMBER),
        "max_connections": "40",
        "shared_buffers": "128MB",
        "work_mem": "16MB",
        "maintenance_work_mem": "128MB",
        "effective_cache_size": "1GB",
        "random_page_cost": "1.1",
        # Compiling takes longer than any query of ours; requests already run side by side.
        "jit": "off",
        "max_parallel_workers_per_gather": "0",
        # Nothing replicates this cluster, so loads need not write everything twice.
        "wal_level": "minimal",
        "max_wal_senders": "0",
        "max_wal_size": "256MB",
        "min_wal_size": "32MB",
        "autovacuum": "on",
        "timezone": "'UTC'",
        "log_timezone": "'UTC'",
        "log_min_messages": "warning",
        "log_checkpoints": "off",
    }
    if not is_durable:
        settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    lines = [f"{name} = {value}" for name, value in settings.items()]
    head = "# Written anew at each start of the local database; changes here are lost."
    return "\n".join([head, *lines, ""])


def _fits(folder: Path) -> bool:
    """Whether a socket in the folder has a path that the kernel and libpq take."""
    if "," in str(folder):  # libpq reads a list of hosts
        return False
    return len(os.fsencode(folder / f".s.PGSQL.{SOCKET_NUMBER}")) <= LONGEST_SOCKET_PATH


def _quote(path: Path) -> str:
    """Write a path as a value of postgresql.conf, in which unix_socket_directories is a list."""
    listed = str(path).replace('"', '""')
    return "'\"" + listed.replace("\\", "\\\\").replace("'", "''") + "\"'"
