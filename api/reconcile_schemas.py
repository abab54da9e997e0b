"""Shapes of the reconcile board on the wire."""
# ruff: noqa: N815 - numberMatched, numberReturned and timeStamp are OGC's names

from __future__ import annotations

from typing import Literal

from pydantic import Field

from api.schemas import Shape, SourceShape
from layers.records import Badge


class ReadingShape(Shape):
    """One side of a disagreement with its passport; null is unknown, never zero."""

    value: float | None
    low: float | None
    high: float | None
    text: str | None
    unit: str
    method: str
    scope: str
    definition_vi: str
    definition_en: str
    source_keys: list[str]
    as_of: str | None
    badge: Badge | None
    note: str | None
    counted: int | None
    missing: int | None
    bound: Literal["lower", "partial"] | None


class DisagreementShape(Shape):
    """One row of the board."""

    family: Literal["outline", "rivals", "land", "ledger", "counts", "sums", "occupancy", "claims"]
    subject_kind: Literal["zone", "province", "region", "country"]
    subject_id: str
    subject_vi: str
    subject_en: str
    quantity: str
    quantity_vi: str
    quantity_en: str
    unit: str
    declared: ReadingShape
    computed: ReadingShape
    difference: float | None
    relative: float | None
    size: float | None = Field(ge=0, le=1)
    is_open: bool
    cause_code: str
    cause_vi: str
    cause_en: str
    spread_low: float | None
    spread_high: float | None
    spread_count: int | None


class CauseShape(Shape):
    """A likely cause, the rule that names it, and how many rows have it."""

    words_vi: str
    words_en: str
    rule: str
    rows: int


class ReconcileShape(Shape):
    """The board, the largest disagreement first."""

    disagreements: list[DisagreementShape]
    causes: dict[str, CauseShape]
    sources: dict[str, SourceShape]
    numberMatched: int
    numberReturned: int
    data_version: str
    data_date: str | None
    as_of: str
    timeStamp: str
