"""How good a figure is: one letter, given by the kind of its source and by whether it is dated.

    A  official, and dated
    B  the press quoting an official, and dated
    C  developer, broker, securities report, press, list, OpenStreetMap; A or B without a sure date
    D  general knowledge, estimate

Several sources that agree on one figure earn the best of their letters; a computed figure has the
worst letter of its inputs. The rule in words is in `data/README.md`.
"""

from __future__ import annotations

from collections.abc import Iterable

from geo.errors import SourceError
from layers.records import Badge

_WHEN_DATED: dict[str, Badge] = {"official": "A", "press_quoting_official": "B"}

_ALWAYS: dict[str, Badge] = {
    "developer": "C",
    "broker": "C",
    "securities_report": "C",
    "press": "C",
    "list": "C",
    "openstreetmap": "C",
    "general_knowledge": "D",
    "estimate": "D",
}


def is_dated(as_of: str | None) -> bool:
    """Whether a figure has a date that is sure.

    Parameters
    ----------
    as_of
        ISO partial date, an interval of two of them, or either with `~` before it when it is
        approximate; None or empty when unknown. Its form is not checked here.
    """
    return bool(as_of) and not str(as_of).startswith("~")


def badge_for(kind: str, as_of: str | None) -> Badge:
    """Badge of a figure that one source gives.

    Parameters
    ----------
    kind
        Kind of the source, as in `data/sources.toml`.
    as_of
        Date of the figure; an approximate one (`~`) counts as none.

    Raises
    ------
    SourceError
        If the rule knows no such kind. `computed` is one of them: such a figure has the worst
        badge of its inputs.
    """
    if kind in _WHEN_DATED:
        return _WHEN_DATED[kind] if is_dated(as_of) else "C"
    try:
        return _ALWAYS[kind]
    except KeyError:
        known = ", ".join([*_WHEN_DATED, *_ALWAYS])
        raise SourceError(
            f"the source kind {kind!r} has no badge of its own",
            expected=f"one of {known}",
            remedy="correct the kind, or take the worst badge of the inputs if it is computed",
        ) from None


def best(badges: Iterable[Badge]) -> Badge:
    """Badge of a figure on which several sources agree.

    Raises
    ------
    SourceError
        If there is no badge among them.
    """
    return _first_of(sorted(badges))


def worst(badges: Iterable[Badge]) -> Badge:
    """Badge of a figure computed from others.

    Raises
    ------
    SourceError
        If there is no badge among them.
    """
    return _first_of(sorted(badges, reverse=True))


def _first_of(badges: list[Badge]) -> Badge:
    if not badges:
        raise SourceError(
            "a figure without sources",
            expected="at least one badge",
            remedy="name the source of each figure, or of each input",
        )
    return badges[0]
