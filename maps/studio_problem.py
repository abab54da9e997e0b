"""The page for people whose address of the studio cannot be answered: what is wrong, what to do."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import jinja2

from maps import assets
from maps.labels import Language
from maps.studio_words import studio_word
from maps.style import DARK, LIGHT, scheme_rules

_TEMPLATES: Final = Path(__file__).parent / "templates"
_STYLES: Final = ("css/fonts.css", "css/studio.css")
_LONGEST_NAME: Final = 40
_LONGEST_HREF: Final = 4_000
_NOT_FOUND: Final = 404
_AWAY: Final = 500


@dataclass(frozen=True, slots=True)
class StudioProblem:
    """An address that cannot be answered.

    Attributes
    ----------
    status
        Of the answer: 400 for its parameters, 404 for its path, 503 while the data is away.
    path
        Of the address.
    query
        Names and values of its parameters, as they came.
    known
        Names that the studio reads.
    """

    status: int
    path: str
    query: Sequence[tuple[str, str]]
    known: Sequence[str]


def build_studio_problem(
    problem: StudioProblem, *, language: Language, nonce: str, static_url: str = "/static"
) -> str:
    """Page that says what is wrong with an address, and leads to one that works.

    Parameters
    ----------
    nonce
        Nonce of the response's content security policy.
    static_url
        Where the files of `maps/static` are served.

    Returns
    -------
    One HTML text in one language, without a script.
    """

    def w(key: str, **values: str) -> str:
        return studio_word(key, language, **values)

    sentences: list[str] = []
    actions: list[tuple[str, str]] = []
    if problem.status >= _AWAY:
        sentences.append(w("bad_away"))
        actions.append((problem.path + _query_text(problem.query), w("try_again")))
    elif problem.status == _NOT_FOUND:
        sentences.append(w("bad_path"))
    else:
        sentences += _faults(problem, language)
        sentences.append(w("bad_known", names=", ".join(problem.known)))
        query = _mended(problem)
        actions.append((f"/studio{_query_text(query)}", w("bad_open_mended")))
    actions.append((f"/studio?lang={language}", w("bad_open")))
    actions.append((f"/#lang={language}", w("bad_map")))
    context = {
        "w": w,
        "nonce": nonce,
        "language": language,
        "light": LIGHT,
        "dark": DARK,
        "schemes": scheme_rules(),
        "icon": assets.versioned_url(static_url, "icon.svg"),
        "styles": [assets.versioned_url(static_url, name) for name in _STYLES],
        "status": str(problem.status),
        "sentences": sentences,
        "actions": [one for one in actions if len(one[0]) <= _LONGEST_HREF],
    }
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
    )
    return environment.get_template("studio_problem.html").render(c=context)


def _faults(problem: StudioProblem, language: Language) -> list[str]:
    """What is wrong with each parameter, with the name that is likely meant."""
    sentences = []
    names = [name for name, _ in problem.query]
    for name in dict.fromkeys(names):
        # A mark that turns the direction of writing would turn what follows as well.
        shown = "".join(one if one.isprintable() else "\ufffd" for one in name[:_LONGEST_NAME])
        if name not in problem.known:
            sentence = studio_word("bad_unknown", language, name=shown)
            meant = _meant(name, problem.known)
            if meant is not None:
                sentence += " " + studio_word("bad_meant", language, name=meant)
            sentences.append(sentence)
        elif names.count(name) > 1:
            sentences.append(studio_word("bad_twice", language, name=shown))
    return sentences[:5]


def _meant(name: str, known: Sequence[str]) -> str | None:
    return next(iter(difflib.get_close_matches(name.lower(), known, n=1)), None)


def _mended(problem: StudioProblem) -> list[tuple[str, str]]:
    """The parameters with likely names for wrong ones, each once, the first value of it."""
    mended: dict[str, str] = {}
    for name, value in problem.query:
        if name in problem.known:
            mended.setdefault(name, value)
    for name, value in problem.query:
        meant = None if name in problem.known else _meant(name, problem.known)
        if meant is not None:
            mended.setdefault(meant, value)
    return list(mended.items())


def _query_text(query: Sequence[tuple[str, str]]) -> str:
    return f"?{urlencode(query)}" if query else ""
