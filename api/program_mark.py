"""What tells one version of the program from another, for caches of what it makes."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Final

_CHECKOUT: Final = Path(__file__).resolve().parent.parent
_PACKAGES: Final = ("api", "geo", "layers", "maps")
_KINDS: Final = (".py", ".sql", ".html", ".toml")


@cache
def program_mark() -> bytes:
    """Digest of the program's own files, 16 bytes; read once.

    Not the number of the version: that stays the same from one release to the next.
    """
    digest = hashlib.blake2b(digest_size=16)
    for package in _PACKAGES:
        for path in sorted((_CHECKOUT / package).rglob("*")):
            if path.suffix in _KINDS and path.is_file():
                digest.update(path.read_bytes())
    return digest.digest()


def mark_of(base_url: str) -> bytes:
    """Mark of a program whose answers have links that begin with an address."""
    return hashlib.blake2b(base_url.encode(), key=program_mark(), digest_size=16).digest()
