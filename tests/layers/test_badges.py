"""The rule that gives a figure its letter."""

import pytest

from geo.errors import SourceError
from layers.badges import badge_for, best, is_dated, worst


@pytest.mark.parametrize(
    ("kind", "as_of", "badge"),
    [
        ("official", "2015", "A"),
        ("official", None, "C"),
        ("official", "", "C"),
        ("official", "~2015", "C"),
        ("press_quoting_official", "2019-04-08", "B"),
        ("press_quoting_official", "2024-11/2025-03", "B"),
        ("press_quoting_official", "~2024-01-24", "C"),
        ("press_quoting_official", None, "C"),
        ("press", "2023-07", "C"),
        ("broker", "2026", "C"),
        ("developer", None, "C"),
        ("securities_report", "2025-06-30", "C"),
        ("list", None, "C"),
        ("openstreetmap", "2026-08-11", "C"),
        ("general_knowledge", None, "D"),
        ("general_knowledge", "2026", "D"),
        ("estimate", None, "D"),
    ],
)
def test_badge_for_kind_and_date(kind: str, as_of: str | None, badge: str) -> None:
    assert badge_for(kind, as_of) == badge


def test_badge_for_unknown_kind_names_the_known_ones() -> None:
    with pytest.raises(SourceError, match=r"'blog' has no badge.*press_quoting_official"):
        badge_for("blog", "2024")


def test_badge_for_computed_asks_for_the_inputs() -> None:
    with pytest.raises(SourceError, match="worst badge of the inputs"):
        badge_for("computed", "2024")


def test_is_dated_interval_and_approximate() -> None:
    assert is_dated("2023-01/2023-06")
    assert not is_dated("~2023-01/2023-06")
    assert not is_dated(None)


def test_best_of_agreeing_sources() -> None:
    assert best(["C", "B", "D"]) == "B"


def test_worst_of_inputs() -> None:
    assert worst(["A", "D", "B"]) == "D"


def test_worst_of_nothing_is_refused() -> None:
    with pytest.raises(SourceError, match="a figure without sources"):
        worst([])
