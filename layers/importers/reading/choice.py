"""The choice among the layers of a file, and the layer that is handed on."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from layers.importers.raw import RawLayer, Value
from layers.importers.reading.notebook import Notebook, shorten

if TYPE_CHECKING:
    from layers.importers.reading.dispatch import Job

_SHOWN_LAYERS = 20


def choose_layer(names: Sequence[str], what: str, notes: Notebook) -> int:
    """Position of the layer to read.

    Parameters
    ----------
    names
        Layers that can be read, in file order.
    what
        Word for a layer in this format, such as ``sheet``.
    notes
        Holds the person's choice.

    Raises
    ------
    ImportRejected
        If there is none, if there are several and no choice, or if the choice is not among them.
    """
    listed = "; ".join(shorten(name) for name in names[:_SHOWN_LAYERS])
    if len(names) > _SHOWN_LAYERS:
        listed += f"; and {len(names) - _SHOWN_LAYERS} more"
    wanted = notes.options.layer
    if not names:
        notes.refuse(
            "layer_none",
            f"the file has no {what} with anything that can be read",
            remedy="check the file in the program that made it",
        )
    if wanted is not None:
        for same in (_plain, _folded):
            found = [at for at, name in enumerate(names) if same(name) == same(wanted)]
            if len(found) == 1:
                return found[0]
        notes.refuse(
            "layer_unknown",
            f"the file has no such {what}",
            value=wanted,
            expected=f"one of: {listed}",
            remedy="choose one of them",
        )
    if len(names) > 1:
        notes.refuse(
            "layer_choice",
            f"the file has {len(names)} layers that can be read ({what}s) and none was chosen",
            expected=f"one of: {listed}",
            remedy="choose one by its name",
        )
    return 0


def finish(
    job: Job,
    *,
    format_: str,
    layer: str,
    layers: Sequence[str],
    crs_found: str | None,
    crs_note: str | None,
    encoding: str | None,
    columns: Sequence[str],
    kind: str = "features",
    is_unicode: bool = False,
) -> RawLayer:
    """Layer of what was written down, its text freed from old fonts.

    Parameters
    ----------
    job
        The file, with the features in its notes.
    format_
        Format as `RawLayer.format` names it.
    layer
        Layer that was read.
    layers
        All that could be.
    crs_found
        As `RawLayer.crs_found`.
    crs_note
        As `RawLayer.crs_note`.
    encoding
        Encoding of the bytes.
    columns
        Names of the attributes.
    kind
        As `RawLayer.kind`.
    is_unicode
        Whether the text was already freed from old fonts.
    """
    notes, legacy = job.notes, job.legacy
    notes.check_geometries()
    notes.settle()
    features = tuple(notes.features)
    if not is_unicode:
        texts = (
            value
            for feature in features
            for value in feature.properties.values()
            if isinstance(value, str)
        )
        legacy.learn([*columns, layer, *texts])
        if legacy.encoding is not None:
            encoding = legacy.encoding
            features = tuple(
                replace(
                    feature,
                    properties={
                        clean(job, key): _mend(job, value)
                        for key, value in feature.properties.items()
                    },
                )
                for feature in features
            )
            columns = [clean(job, column) for column in columns]
            layer, layers = clean(job, layer), [clean(job, name) for name in layers]
    return RawLayer(
        file=notes.file,
        sha256=job.sha256,
        format=format_,
        layer=layer,
        layers=tuple(layers),
        crs_found=crs_found,
        crs_note=crs_note,
        encoding=encoding,
        columns=tuple(columns),
        features=features,
        findings=notes.findings(),
        kind=kind,
    )


def clean(job: Job, text: str) -> str:
    """Text freed from old fonts, NFC."""
    return unicodedata.normalize("NFC", job.legacy.convert(text))


def _mend(job: Job, value: Value) -> Value:
    return clean(job, value) if isinstance(value, str) else value


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", name.strip())


def _folded(name: str) -> str:
    return _plain(name).casefold()
