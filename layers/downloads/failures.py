"""What libraries say when a file cannot be written, as one error of ours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pyogrio.errors import DataLayerError, DataSourceError, FeatureError, FieldError

from geo.errors import DownloadFailed

_CAUSES = (OSError, DataLayerError, DataSourceError, FeatureError, FieldError)


@contextmanager
def failed_to_write(suffix: str) -> Iterator[None]:
    """Turn the errors of drivers and of the disk into `DownloadFailed`.

    Parameters
    ----------
    suffix
        Of the file, for the message.

    Raises
    ------
    DownloadFailed
        In their place.
    """
    try:
        yield
    except _CAUSES as error:
        raise DownloadFailed(
            f"the {suffix} file could not be written to its end",
            expected="a disk with room for it",
            remedy="see whether the disk is full, and ask again",
        ) from error
