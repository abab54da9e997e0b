"""Words of the investors' page when there is no network."""

from __future__ import annotations

# key -> (Vietnamese, English). `{name}` is filled in by the page.
OFFLINE_WORDS: dict[str, tuple[str, str]] = {
    "offline_note": ("Ngoại tuyến: dữ liệu ngày {date}.", "Offline: data of {date}."),
}
