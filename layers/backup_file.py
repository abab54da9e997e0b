"""The file of a backup: a manifest, the rows, and a checksum over both, checked before use.

It is a plain tar archive of three members in a fixed order and of one possible form:

    manifest.json     what the rows must come to: versions, counts, hashes, areas
    rows.dump         pg_dump's custom format, rows only
    SHA256            checksum of every byte before this member

A byte that differs anywhere, or is missing, is found by reading the file once. That finds damage,
not malice: whoever writes the file can write its checksum too, so the manifest's fields and what
the dump holds are checked for themselves, here and in `layers.restore`.
"""

from __future__ import annotations

import hashlib
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, BinaryIO, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from geo.errors import SourceError

FORMAT_VERSION: Final = 1

_BLOCK = 512
_CHUNK = 1 << 20
_MEMBERS = ("manifest.json", "rows.dump", "SHA256")
_LARGEST_MANIFEST = 1_000_000
# Header and one block of checksum, and the two empty blocks that end a tar archive.
_TAIL = 4 * _BLOCK

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,62}$")]
ColumnName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,62}\.[a-z][a-z0-9_]{0,62}$")]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Words = Annotated[str, Field(max_length=200)]
Count = Annotated[int, Field(ge=0, le=10**12)]
Area = Annotated[float, Field(ge=0, le=1e15, allow_inf_nan=False)]


class _Part(BaseModel):
    """Base of the manifest's parts: nothing unforeseen, and no text that passes for a number."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class TableContent(_Part):
    """Rows of a table, and SHA-256 over the hashes of its rows in order."""

    rows: Count
    sha256: Sha256


class GeometryContent(_Part):
    """Geometries of a column, SHA-256 over those of their EWKB, and their geodesic area in m2."""

    count: Count
    sha256: Sha256
    area_m2: Area


class LedgerContent(_Part):
    """The land ledger of all zones on a day: SHA-256 over its rows, and sums in hectares.

    Attributes
    ----------
    net_ha, leased_ha
        Over the zones where it is known; how many these are is in `zones_known`.
    """

    on_day: Annotated[date, Field(strict=False)]
    zones: Count
    zones_known: Count
    gross_ha: Area
    net_ha: Area
    leased_ha: Area
    sha256: Sha256


class Contents(_Part):
    """What a database holds, so that two can be compared.

    Attributes
    ----------
    sequences
        Next value of each sequence, by the column that it numbers.
    """

    revision: Annotated[str, Field(pattern=r"^[0-9a-z_]{1,40}$")]
    functions_sha256: Sha256
    tables: Annotated[dict[Name, TableContent], Field(max_length=200)]
    geometries: Annotated[dict[ColumnName, GeometryContent], Field(max_length=200)]
    sequences: Annotated[dict[ColumnName, Count], Field(max_length=200)]
    ledger: LedgerContent


class Manifest(_Part):
    """What a backup says of itself and of the rows in it."""

    format_version: Literal[1]
    created_at: Annotated[datetime, Field(strict=False)]
    program: Words
    postgres: Words
    postgis: Words
    contents: Contents
    dump_bytes: Count
    dump_sha256: Sha256


def write_backup_file(path: Path, manifest: Manifest, dump: Path) -> None:
    """Put manifest and dump together and make sure that they are on the disk.

    Parameters
    ----------
    path
        File that is not there yet; readable for this user alone.
    dump
        What pg_dump wrote; its size and hash are those in the manifest.
    """
    described = manifest.model_dump_json(indent=1).encode()
    digest = hashlib.sha256()
    with path.open("xb") as file, dump.open("rb") as rows:
        path.chmod(0o600)

        def write(data: bytes) -> None:
            digest.update(data)
            file.write(data)

        write(_header(_MEMBERS[0], len(described)) + described + _padding(len(described)))
        write(_header(_MEMBERS[1], manifest.dump_bytes))
        while chunk := rows.read(_CHUNK):
            write(chunk)
        write(_padding(manifest.dump_bytes))
        file.write(_tail(digest.hexdigest()))
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def open_backup_file(path: Path, folder: Path) -> Iterator[tuple[Manifest, Path]]:
    """Check a backup whole, and unpack its dump into a folder.

    Parameters
    ----------
    path
        The backup.
    folder
        Private folder with room for the dump.

    Yields
    ------
    tuple
        Manifest, and the dump in its own file; both as whole as they were when written.

    Raises
    ------
    SourceError
        It is not there, is not a backup of this program or of a newer one, or is damaged.
    """
    dump = folder / _MEMBERS[1]
    try:
        with path.open("rb") as file:
            manifest = _read_manifest(file, path)
            _unpack(file, manifest, dump, path)
    except OSError as error:
        raise SourceError(
            f"{path} cannot be read ({error.strerror})", remedy="name a file of `zonemap backup`"
        ) from error
    try:
        yield manifest, dump
    finally:
        dump.unlink(missing_ok=True)


def sha256_of(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _read_manifest(file: BinaryIO, path: Path) -> Manifest:
    """Check the whole file against its checksum, then read the first member."""
    size = file.seek(0, 2)
    file.seek(0)
    start = file.read(_BLOCK)
    if start.startswith(b"PGDMP"):
        raise SourceError(
            f"{path.name} is a dump of pg_dump, not a backup of this program",
            expected="a file that `zonemap backup` wrote",
            remedy="restore it with pg_restore, if you trust it",
        )
    length = _length_in(start, _MEMBERS[0])
    if length is None:
        raise SourceError(
            f"{path.name} is not a backup of this program",
            expected="a file that `zonemap backup` wrote",
            remedy="name another file",
        )
    digest = hashlib.sha256()
    file.seek(0)
    left = max(size - _TAIL, 0)
    while left and (chunk := file.read(min(left, _CHUNK))):
        digest.update(chunk)
        left -= len(chunk)
    if size < _TAIL or file.read(_TAIL + 1) != _tail(digest.hexdigest()):
        raise _damaged(path, "its checksum does not fit its content")
    if length > _LARGEST_MANIFEST:
        raise _damaged(path, f"its manifest has {length:,} bytes")
    file.seek(_BLOCK)
    text = file.read(length)
    if file.read(len(_padding(length))) != _padding(length):
        raise _damaged(path, "its manifest is followed by something else")
    return _parse_manifest(text, path)


def _parse_manifest(text: bytes, path: Path) -> Manifest:
    try:
        return Manifest.model_validate_json(text)
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part)[:70] for part in fault["loc"])
        if place == "format_version":
            raise SourceError(
                f"{path.name} is of a form that this version does not know",
                expected=f"form {FORMAT_VERSION}",
                remedy="it was made by a newer version of the program: update this checkout",
            ) from error
        raise _damaged(path, f"its manifest is wrong at {place or 'its start'}") from error


def _unpack(file: BinaryIO, manifest: Manifest, dump: Path, path: Path) -> None:
    """Copy the second member out, and check it against the manifest."""
    here = file.tell()
    end = file.seek(0, 2) - _TAIL
    file.seek(here)
    size = manifest.dump_bytes
    is_whole = (
        file.read(_BLOCK) == _header(_MEMBERS[1], size)
        and here + _BLOCK + size + len(_padding(size)) == end
    )
    digest = hashlib.sha256()
    if is_whole:
        with dump.open("xb") as rows:
            left = size
            while left and (chunk := file.read(min(left, _CHUNK))):
                digest.update(chunk)
                rows.write(chunk)
                left -= len(chunk)
    if not is_whole or digest.hexdigest() != manifest.dump_sha256:
        raise _damaged(path, "its rows are not those that its manifest describes")


def _damaged(path: Path, reason: str) -> SourceError:
    return SourceError(
        f"{path.name} is damaged or cut short: {reason}",
        expected="a backup as it was written",
        remedy="copy it again, or take another backup; nothing was changed",
    )


def _header(name: str, size: int) -> bytes:
    """A member's header in the one form that this program writes."""
    member = tarfile.TarInfo(name)
    member.size = size
    member.mode = 0o600
    return member.tobuf(tarfile.GNU_FORMAT)


def _length_in(header: bytes, name: str) -> int | None:
    """Length of the member that a header announces; None if it is not ours."""
    try:
        member = tarfile.TarInfo.frombuf(header, "utf-8", "strict")
    except (tarfile.HeaderError, ValueError):
        return None
    if member.name != name or member.size < 0 or header != _header(name, member.size):
        return None
    return int(member.size)


def _padding(size: int) -> bytes:
    return b"\0" * (-size % _BLOCK)


def _tail(digest: str) -> bytes:
    content = f"{digest}\n".encode()
    return (_header(_MEMBERS[2], len(content)) + content).ljust(_TAIL, b"\0")
