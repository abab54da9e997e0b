"""Answers kept under the version of the data that they were made from."""

from __future__ import annotations

import gzip
import hashlib
from collections import OrderedDict
from dataclasses import dataclass, field

from api.program_mark import program_mark

SMALLEST_COMPRESSED = 1_000
"""Bytes below which compressing an answer is not worth it."""


@dataclass(slots=True)
class Answer:
    """An answer as it was made.

    Attributes
    ----------
    tag
        Version of the data.
    body
        Not compressed.
    headers
        Beside its media type.
    """

    tag: str
    body: bytes
    media_type: str
    status: int = 200
    headers: tuple[tuple[bytes, bytes], ...] = ()
    _packed: bytes | None = field(default=None, init=False)

    def packed(self) -> bytes:
        """The body compressed with gzip; done once. Tiles come in at half their size."""
        if self._packed is None:
            self._packed = gzip.compress(self.body, 6, mtime=0)
        return self._packed

    @property
    def size(self) -> int:
        """Bytes that it takes up in memory, once compressed too."""
        return 2 * len(self.body) + 1_000


class AnswerCache:
    """The answers given last, up to a number of bytes.

    Whoever takes one compares its tag with the database's first.

    Parameters
    ----------
    max_bytes
        0 keeps none.
    """

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._bytes = 0
        self._answers: OrderedDict[str, Answer] = OrderedDict()

    def get(self, key: str) -> Answer | None:
        """Answer kept under a key, of whatever version."""
        answer = self._answers.get(key)
        if answer is not None:
            self._answers.move_to_end(key)
        return answer

    def put(self, key: str, answer: Answer) -> None:
        """Keep an answer, and drop those that nobody asked for the longest."""
        old = self._answers.pop(key, None)
        if old is not None:
            self._bytes -= old.size
        # One large answer must not drive out all the others.
        if answer.size * 4 > self._max_bytes:
            return
        self._answers[key] = answer
        self._bytes += answer.size
        while self._bytes > self._max_bytes:
            self._bytes -= self._answers.popitem(last=False)[1].size


def etag_of(tag: str, key: str, mark: bytes | None = None) -> str:
    """Entity tag of what a key gives under a version of the data.

    Weak: what is made again says another time of making.

    Parameters
    ----------
    mark
        Of the program, and of the address that its links begin with; of the program alone if it
        is not given.
    """
    text = f"{tag} {key}".encode("utf-8", "surrogatepass")
    digest = hashlib.blake2b(text, key=program_mark() if mark is None else mark, digest_size=9)
    return f'W/"{digest.hexdigest()}"'


def is_known(etag: str, if_none_match: str) -> bool:
    """Whether a client has an entity already, by its If-None-Match (RFC 9110, 13.1.2)."""
    if if_none_match.strip() == "*":
        return True
    wanted = etag.removeprefix("W/")
    return any(part.strip().removeprefix("W/") == wanted for part in if_none_match.split(","))
