"""The doctor's report for a terminal: plain text, aligned, in Vietnamese or English."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, Literal

from layers.importers.doctor.readings import whereabouts
from layers.importers.doctor.wording import Words, amount, area_m2, count, shown

if TYPE_CHECKING:
    from layers.importers.doctor.records import Diagnosis, Finding, Repair

Language = Literal["vi", "en"]

WIDTH: Final = 100
MOST_OF_A_CODE: Final = 20
"""Findings of one code that are written out; the rest are counted."""

_INDENT: Final = 12
_LABEL: Final = 18

# key -> (Vietnamese, English)
LABELS: Final[dict[str, tuple[str, str]]] = {
    "file": ("Tệp", "File"),
    "layer": ("Lớp", "Layer"),
    "checksum": ("SHA-256", "SHA-256"),
    "found": ("Hệ tọa độ ghi", "CRS found"),
    "declared": ("Hệ khai báo", "CRS declared"),
    "used": ("Hệ được dùng", "CRS used"),
    "features": ("Đối tượng", "Features"),
    "hectares": ("Diện tích", "Area"),
    "before_after": ("trước {before}, sau {after}", "before {before}, after {after}"),
    "result": ("Kết luận", "Result"),
    "refused": ("TỪ CHỐI, chưa lưu gì", "REFUSED, nothing stored"),
    "accepted": ("nhận được", "can be taken"),
    "none": ("không có", "none"),
    "unknown": ("không rõ", "unknown"),
    "error": ("lỗi", "error"),
    "question": ("câu hỏi", "question"),
    "repair": ("sửa chữa", "repair"),
    "note": ("ghi chú", "note"),
    "errors": ("lỗi", "errors"),
    "questions": ("câu hỏi", "questions"),
    "repairs": ("sửa chữa", "repairs"),
    "notes": ("ghi chú", "notes"),
    "whole_file": ("cả tệp", "whole file"),
    "more": ("… và {count} phát hiện {code} nữa", "… and {count} more of {code}"),
    "no_findings": ("Không phát hiện gì.", "Nothing was found."),
    "landings": ("Các cách đọc tọa độ rơi vào vùng", "Readings that land in the region"),
    "swapped": ("khi đổi chỗ hai cột", "with the two columns swapped"),
    "repair_list": ("Sửa chữa", "Repairs"),
    "applied": ("đã sửa", "made"),
    "proposed": ("đề nghị", "proposed"),
    "denied": ("không sửa", "refused"),
}


def write_text_report(diagnosis: Diagnosis, language: Language = "vi") -> str:
    """Report of a diagnosis as lines of plain text.

    Parameters
    ----------
    diagnosis
        Of `layers.importers.doctor.examination.examine`.
    language
        Of all words; findings have both.

    Returns
    -------
    str
        Lines of at most 100 characters where words allow it, with a line feed at the end. Text of
        the file stands in it with control characters written out.
    """
    lines = [
        *_head(diagnosis, language),
        "",
        *_findings(diagnosis, language),
        *_repairs(diagnosis, language),
        *_landings(diagnosis, language),
    ]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _head(diagnosis: Diagnosis, language: Language) -> Iterator[str]:
    raw = diagnosis.raw
    none = _word("none", language)
    yield _row("file", f"{shown(raw.file)} ({raw.format})", language)
    yield _row("layer", f"{shown(raw.layer)} → {diagnosis.declaration.layer}", language)
    yield _row("checksum", raw.sha256, language)
    yield _row("found", shown(raw.crs_found) if raw.crs_found else none, language)
    yield _row("declared", shown(diagnosis.crs_declared or none), language)
    yield _row("used", diagnosis.crs_used or _word("unknown", language), language)
    yield _row("features", _say(count(len(raw.features)), language), language)
    before, after = (
        _hectares(value, language)
        for value in (diagnosis.hectares_before, diagnosis.hectares_after)
    )
    areas = _word("before_after", language).format(before=before, after=after)
    yield _row("hectares", areas, language)
    counts = ", ".join(
        f"{diagnosis.count(severity)} {_word(f'{severity}s', language)}"
        for severity in ("error", "question", "repair", "note")
    )
    result = _word("refused" if diagnosis.is_refused else "accepted", language)
    yield _row("result", f"{result}: {counts}", language)


def _findings(diagnosis: Diagnosis, language: Language) -> Iterator[str]:
    if not diagnosis.findings:
        yield _word("no_findings", language)
    seen: Counter[str] = Counter()
    for finding in diagnosis.findings:
        seen[finding.code] += 1
        if seen[finding.code] <= MOST_OF_A_CODE:
            yield from _finding(finding, language)
    for code, number in seen.items():
        if number > MOST_OF_A_CODE:
            left = _say(count(number - MOST_OF_A_CODE), language)
            yield _word("more", language).format(count=left, code=code)


def _finding(finding: Finding, language: Language) -> Iterator[str]:
    place = finding.place if finding.place is not None else _word("whole_file", language)
    if finding.number is not None:
        place = f"#{finding.number} {place}"
    severity = _word(finding.severity, language)
    yield f"{severity:<{_INDENT}}{finding.code:<28}{place}"
    message, remedy = (
        (finding.message_vi, finding.remedy_vi)
        if language == "vi"
        else (finding.message_en, finding.remedy_en)
    )
    yield from _wrapped(message, "  ")
    yield from _wrapped(remedy, "→ ")


def _repairs(diagnosis: Diagnosis, language: Language) -> Iterator[str]:
    if not diagnosis.repairs:
        return
    yield ""
    yield f"{_word('repair_list', language)} ({len(diagnosis.repairs)})"
    for repair in diagnosis.repairs[:MOST_OF_A_CODE]:
        before, after = (
            _square_metres(value, language)
            for value in (repair.area_before_m2, repair.area_after_m2)
        )
        state = _word(_state(repair), language)
        place = f"#{repair.number} {shown(repair.place)}"
        yield f"  {place:<32}{repair.code:<22}{before:>18} → {after:>18}  {state}"
    if len(diagnosis.repairs) > MOST_OF_A_CODE:
        yield f"  … +{len(diagnosis.repairs) - MOST_OF_A_CODE}"


def _landings(diagnosis: Diagnosis, language: Language) -> Iterator[str]:
    """Other readings, while it is asked which one is right."""
    asks = any(finding.severity == "question" for finding in diagnosis.findings)
    if not diagnosis.landings or not asks:
        return
    yield ""
    yield _word("landings", language)
    for landing in diagnosis.landings:
        words = whereabouts(landing)
        at = _say(words, language)
        if landing.change == "swapped":
            at = f"{at} - {_word('swapped', language)}"
        yield f"  {landing.crs:<12}{landing.name:<28}{at}"


def _state(repair: Repair) -> str:
    if repair.is_refused:
        return "denied"
    return "applied" if repair.is_applied else "proposed"


def _row(key: str, text: str, language: Language) -> str:
    return f"{_word(key, language):<{_LABEL}}{text}"


def _wrapped(text: str, mark: str) -> list[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=" " * _INDENT + mark,
        subsequent_indent=" " * (_INDENT + 2),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _hectares(value: float | None, language: Language) -> str:
    if value is None:
        return _word("unknown", language)
    return _say(amount(value, "ha", 2), language)


def _square_metres(value: float | None, language: Language) -> str:
    return _word("unknown", language) if value is None else _say(area_m2(value), language)


def _say(words: Words, language: Language) -> str:
    return words.vi if language == "vi" else words.en


def _word(key: str, language: Language) -> str:
    return LABELS[key][0 if language == "vi" else 1]
