"""A spec and records as a drawing: each template is a function that draws on a page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from maps.stills.drawing import Drawing
from maps.stills.material import Material
from maps.stills.moves import check_moves
from maps.stills.page import Page, View
from maps.stills.sizes import Box
from maps.stills.spec import StillSpec, Template
from maps.stills.templates.before_after import draw_before_after
from maps.stills.templates.claim import draw_claim
from maps.stills.templates.corridor import draw_corridor
from maps.stills.templates.distances import draw_distances
from maps.stills.templates.locator import draw_locator
from maps.stills.templates.lower_third import draw_lower_third
from maps.stills.templates.overview import draw_overview
from maps.stills.templates.ranking import draw_ranking

TEMPLATES: Final[Mapping[Template, Callable[[Page], None]]] = {
    "overview": draw_overview,
    "locator": draw_locator,
    "distances": draw_distances,
    "corridor": draw_corridor,
    "before_after": draw_before_after,
    "claim": draw_claim,
    "ranking": draw_ranking,
    "lower_third": draw_lower_third,
}


def compose(spec: StillSpec, material: Material) -> Drawing:
    """Draw a picture.

    Raises
    ------
    InvalidSpec
        If a text does not fit, or the spec asks for what the template cannot draw, or moves a
        label of something that is not there.
    UnknownZone
        If a zone is not known.
    """
    return compose_page(spec, material).drawing


def compose_page(
    spec: StillSpec, material: Material, view: View | None = None, *, kept: Iterable[Box] = ()
) -> Page:
    """Draw a picture, and say where its map lies.

    Parameters
    ----------
    view
        Map that is drawn instead of the one that the template would fit.
    kept
        Boxes to be kept free for what is drawn later.

    Raises
    ------
    As `compose`.
    """
    page = Page(spec, material, view, kept=kept)
    TEMPLATES[spec.template](page)
    check_moves(page)
    return page
