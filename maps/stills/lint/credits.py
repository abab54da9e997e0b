"""What a picture has to say of where it comes from: map, figures, date.

Notes
-----
The Open Database License (ODbL 1.0, 4.3) asks that a picture made from OpenStreetMap says so to
whoever sees it, wherever it is shown. Figures without source and date are not put on air here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import Final

from maps.stills.layout import Layout
from maps.stills.lint.findings import Finding
from maps.stills.spec import Template
from maps.stills.words import phrase

_DATED: Final = re.compile(r"\d{4}")
_DIGIT: Final = re.compile(r"\d")
_CLASSED: Final[frozenset[Template]] = frozenset(("overview", "before_after"))
"""Templates whose legend has figures; in others it has names, some of which have a number."""


def find_missing_credits(layout: Layout) -> Iterator[Finding]:
    """Attribution, source line and date that are not there."""
    credit = " ".join(one.content for one in layout.texts_of("credit"))
    if layout.has_map and "OpenStreetMap" not in credit:
        yield Finding(
            "credit-missing",
            "fault",
            None,
            "Hình có bản đồ nhưng không ghi công OpenStreetMap; giấy phép ODbL buộc ghi “© cộng "
            "đồng OpenStreetMap”: thêm vào dòng ghi nguồn.",
            "The picture shows a map without crediting OpenStreetMap; its licence, the ODbL, asks "
            "for “© OpenStreetMap contributors”: put it into the credit line.",
        )
    if _has_figures(layout) and phrase("sources", layout.language, names="").strip() not in credit:
        yield Finding(
            "source-missing",
            "fault",
            None,
            "Hình nêu số liệu nhưng không có dòng nguồn; cần ghi “Nguồn: …” với cơ quan công bố: "
            "bật lại dòng nguồn (source_line).",
            "The picture shows figures without a source line; it takes “Sources: …” with who "
            "published them: switch the source line on again (source_line).",
        )
    dated = " ".join(one.content for one in layout.texts_of("date"))
    if (_has_figures(layout) or layout.has_map) and not _DATED.search(dated):
        yield Finding(
            "date-missing",
            "fault",
            None,
            "Hình không ghi ngày của số liệu; người xem phải biết số liệu tính đến khi nào: bật "
            "lại ngày số liệu (data_date).",
            "The picture does not say of what date its data are; viewers have to know: switch the "
            "date on again (data_date).",
        )


def _has_figures(layout: Layout) -> bool:
    """Whether it says a figure that somebody published; “unknown” is none."""
    told = layout.texts_of("value", "number")
    if layout.template in _CLASSED:
        told = chain(told, layout.texts_of("legend"))
    return any(_DIGIT.search(one.content) for one in told)
