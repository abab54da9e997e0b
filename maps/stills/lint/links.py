"""QR codes that lead nowhere but on the machine that drew them."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from maps.stills.layout import Layout
from maps.stills.lint.findings import Finding

_PRIVATE: Final = ("localhost", "local", "lan", "internal", "intranet", "home.arpa", "test")
"""Ends of names that no phone of a viewer finds (RFC 6761, 6762, 8375), and usual ones at home."""


def find_private_codes(layout: Layout, base_url: str) -> Iterator[Finding]:
    """QR codes whose address is not one of the internet."""
    code = next(layout.marks_of("qr"), None)
    if code is None or is_public(base_url):
        return
    yield Finding(
        "qr-not-public",
        "fault",
        code.box,
        f"Mã QR dẫn tới {base_url}, địa chỉ mà điện thoại người xem không mở được; phải là địa chỉ "
        f"công khai: đặt ZONEMAP_BASE_URL hoặc bỏ mã (qr).",
        f"The QR code leads to {base_url}, which no viewer's phone can open; it takes a public "
        f"address: set ZONEMAP_BASE_URL, or leave the code out (qr).",
    )


def is_public(base_url: str) -> bool:
    """Whether an address may be reached from anywhere, by its host alone."""
    host = (urlsplit(base_url).hostname or "").rstrip(".").lower()
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return "." in host and not any(host.endswith(f".{one}") for one in _PRIVATE)
