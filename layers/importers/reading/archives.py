"""ZIP archives (zipped shapefiles, KMZ, XLSX): judged whole before a byte is unpacked.

Nothing is extracted to disk. Members that are needed are unpacked in memory, each bounded by the
size it declares.
"""

from __future__ import annotations

import io
import re
import stat
import unicodedata
import zipfile
import zlib
from typing import Final

from layers.importers.reading.notebook import Notebook, shorten

_MIB: Final = 1024 * 1024
_MOST_RATIO: Final = 200
_RATIO_MATTERS_FROM: Final = 5 * _MIB
_END_RECORD: Final = b"PK\x05\x06"
_DRIVE: Final = re.compile(r"[A-Za-z]:")
_NESTED: Final = (
    *(".zip", ".zipx", ".kmz", ".xlsx", ".xlsm", ".docx", ".jar"),
    *(".gz", ".tgz", ".bz2", ".xz", ".zst", ".7z", ".rar", ".tar"),
)
_REMEDY: Final = "pack the files again with an ordinary archiver"


def open_archive(content: bytes, notes: Notebook) -> zipfile.ZipFile:
    """Archive of a file's bytes, after every check on its list of members.

    Raises
    ------
    ImportRejected
        If it is damaged, has too many members, unpacks to too much, or if a member leaves its
        folder, is a link, is encrypted, is an archive, has a name twice or shares bytes.
    """
    _check_count(_declared_count(content), notes)
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError, OSError):
        notes.refuse(
            "archive_truncated",
            "the archive is cut off or damaged",
            expected="a complete ZIP archive",
            remedy="copy or download it again",
        )
    members = archive.infolist()
    _check_count(len(members), notes)
    for member in members:
        _check_member(member, notes)
    _check_names(members, notes)
    _check_overlap(members, notes)
    total = sum(member.file_size for member in members)
    if total > notes.limits.archive_mb * _MIB:
        notes.fault(
            "archive_bomb",
            f"the archive unpacks to {total / _MIB:.0f} MB",
            expected=f"at most {notes.limits.archive_mb} MB",
            remedy="split it",
        )
    notes.settle()
    return archive


def read_member(archive: zipfile.ZipFile, name: str, notes: Notebook) -> bytes:
    """Content of a member.

    Raises
    ------
    ImportRejected
        If it is damaged: a wrong checksum, or cut off.
    """
    try:
        with archive.open(name) as stream:
            return stream.read()
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError):
        notes.refuse(
            "archive_truncated",
            "a part of the archive is damaged",
            place=shorten(name),
            remedy="copy or download it again",
        )


def names_by_suffix(archive: zipfile.ZipFile, suffix: str) -> list[str]:
    """Names of members that end so, without those that macOS adds for itself."""
    return [
        name
        for name in archive.namelist()
        if name.lower().endswith(suffix)
        and not name.startswith("__MACOSX/")
        and not name.rpartition("/")[2].startswith("._")
    ]


def _declared_count(content: bytes) -> int:
    """Members by the end record, so that a list of a million is not parsed; 0 = not told."""
    at = content.rfind(_END_RECORD, max(0, len(content) - 66_000))
    if at < 0 or at + 12 > len(content):
        return 0
    return int.from_bytes(content[at + 10 : at + 12], "little")


def _check_count(count: int, notes: Notebook) -> None:
    if count > notes.limits.archive_members:
        notes.refuse(
            "archive_members",
            f"the archive holds {count} files",
            expected=f"at most {notes.limits.archive_members}",
            remedy="pack only the files that belong to the layer",
        )


def _check_member(member: zipfile.ZipInfo, notes: Notebook) -> None:
    name, place = member.orig_filename, shorten(member.orig_filename)
    parts = name.replace("\\", "/").split("/")
    if name.startswith(("/", "\\")) or _DRIVE.match(name) or ".." in parts or "\x00" in name:
        notes.fault(
            "archive_path",
            "a name in the archive leads out of its folder",
            place=place,
            expected="names without a leading slash, a drive or ..",
            remedy=_REMEDY,
        )
    kind = stat.S_IFMT(member.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        notes.fault(
            "archive_symlink",
            "the archive holds a link or a device",
            place=place,
            expected="files only",
            remedy=_REMEDY,
        )
    if member.flag_bits & 0x1:
        notes.fault(
            "archive_encrypted",
            "the archive is behind a password",
            place=place,
            remedy="pack it again without a password",
        )
    if name.lower().endswith(_NESTED):
        notes.fault(
            "archive_nested",
            "the archive holds an archive",
            place=place,
            remedy="unpack that one and import what it holds",
        )
    ratio = member.file_size / max(1, member.compress_size)
    if member.file_size > _RATIO_MATTERS_FROM and ratio > _MOST_RATIO:
        notes.fault(
            "archive_bomb",
            f"it unpacks to {ratio:.0f} times its size ({member.file_size / _MIB:.0f} MB)",
            place=place,
            expected=f"at most {_MOST_RATIO} times",
            remedy="export the data again; no drawing or table packs so well",
        )


def _check_names(members: list[zipfile.ZipInfo], notes: Notebook) -> None:
    seen: set[str] = set()
    for member in members:
        key = unicodedata.normalize("NFC", member.filename).casefold().rstrip("/")
        if key in seen:
            notes.fault(
                "archive_duplicate",
                "two files in the archive have one name",
                place=shorten(member.filename),
                remedy=_REMEDY,
            )
        seen.add(key)


def _check_overlap(members: list[zipfile.ZipInfo], notes: Notebook) -> None:
    """Refuse members that share bytes: one kernel unpacked many times."""
    end = 0
    for member in sorted(members, key=lambda item: item.header_offset):
        if member.header_offset < end:
            notes.fault(
                "archive_overlap",
                "files in the archive share their bytes",
                place=shorten(member.filename),
                remedy=_REMEDY,
            )
        end = member.header_offset + member.compress_size
