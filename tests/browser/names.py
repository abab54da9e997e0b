"""Names on the map as the browser laid them out."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

_VISIBLE = """
Array.from(document.querySelectorAll(".name:not(.cut)"), (node) => {
  const { left, right, top, bottom } = node.getBoundingClientRect();
  return { text: node.textContent, left, right, top, bottom };
})
"""


def visible_names(page: Page) -> list[dict[str, Any]]:
    """Text and box, in pixels, of every name a reader can see."""
    names: list[dict[str, Any]] = page.evaluate(_VISIBLE)
    return names


def overlapping(names: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Pairs of names whose boxes share more than half a pixel."""
    return [
        (a["text"], b["text"])
        for index, a in enumerate(names)
        for b in names[index + 1 :]
        if min(a["right"], b["right"]) - max(a["left"], b["left"]) > 0.5
        and min(a["bottom"], b["bottom"]) - max(a["top"], b["top"]) > 0.5
    ]
