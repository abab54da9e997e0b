"""What the broadcast linter finds wrong with a picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from maps.labels import Language
from maps.stills.sizes import Box

Severity = Literal["fault", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong.

    Attributes
    ----------
    code
        Name of the rule, as `text-too-small`.
    severity
        A `fault` keeps the picture off air; a `warning` is for a person to weigh.
    box
        Where, units; None for the whole picture.
    vi, en
        What is wrong, what was expected and what to do, one sentence each.
    """

    code: str
    severity: Severity
    box: Box | None
    vi: str
    en: str

    def text(self, language: Language) -> str:
        """The sentence in a language."""
        return self.vi if language == "vi" else self.en

    def document(self) -> Mapping[str, Any]:
        """The finding as plain values."""
        box = self.box
        return {
            "code": self.code,
            "severity": self.severity,
            "box": None
            if box is None
            else [round(one, 2) for one in (box.left, box.top, box.right, box.bottom)],
            "vi": self.vi,
            "en": self.en,
        }
