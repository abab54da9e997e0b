"""One line of the table of findings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from layers.importers.doctor.records import Severity


@dataclass(frozen=True, slots=True)
class FindingKind:
    """What one code means.

    Attributes
    ----------
    severity
        How grave it is until somebody answers.
    message_vi, message_en
        What is wrong; `{names}` are filled in with what was seen.
    remedy_vi, remedy_en
        What to do about it.
    may_confirm
        Whether a person may answer the question with "it is meant so". Where the store could not
        take the file anyway, they may not.
    """

    severity: Severity
    message_vi: str
    message_en: str
    remedy_vi: str
    remedy_en: str
    may_confirm: bool = False
