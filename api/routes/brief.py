"""`/api/brief`: a shortlist as a printed brief for the board."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from api.dependencies import Day, Pool, only_parameters
from api.ogc.answering import door_of
from api.problems import describe_problems
from api.rank_parameters import read_weights, read_zone_ids
from geo.errors import InvalidParameter, ServerBusy, UnknownZone
from geo.vietnam_time import VIETNAM_TIME
from layers.exports import file_name
from layers.queries import get_region
from layers.ranking.criteria import Preset
from layers.ranking.documents import RankAnswer, rank_dict
from layers.ranking.explaining import explain
from layers.ranking.scoring import Weights, build_table, rank
from layers.ranking.stability import chances, weight_intervals
from layers.ranking.topsis import cross_check
from layers.records import IndustrialZone, RegionData
from maps.brief.build import build_brief
from maps.brief.spec import LONGEST_LINK, LONGEST_NOTES, LONGEST_TITLE, MOST_ZONES, BriefSpec
from maps.brief.spec import check_text as check_brief_text
from maps.labels import LANGUAGES, Language
from maps.rank_words import doubt_sentence, lead_sentence, missing_sentence

router = APIRouter(prefix="/api", tags=["brief"])

MOST_AT_ONCE = 2
PDF = "application/pdf"

# Kept as they are in a link; `%` is, because the rest may be encoded already.
_KEPT_IN_LINK = "/?#[]@!$&'()*+,;=:%-._~"


class BriefDesk:
    """Lets only so many briefs be drawn at once: each takes a core for a third of a second."""

    def __init__(self, most: int = MOST_AT_ONCE) -> None:
        self._free = threading.BoundedSemaphore(most)

    async def draw(self, make: Callable[[], bytes]) -> bytes:
        """Draw one in a worker thread.

        Raises
        ------
        ServerBusy
            If as many as may be are being drawn.
        """
        if not self._free.acquire(blocking=False):
            raise ServerBusy(
                f"{MOST_AT_ONCE} briefs are being drawn",
                remedy="ask again in a few seconds",
            )
        started = False

        def work() -> bytes:
            # Its place is free when the thread is done, not when the client leaves.
            nonlocal started
            started = True
            try:
                return make()
            finally:
                self._free.release()

        try:
            return await run_in_threadpool(work)
        except BaseException:
            if not started:
                self._free.release()
            raise


@router.get(
    "/brief",
    summary="One to six zones as a PDF for the board",
    dependencies=[
        Depends(
            only_parameters("zones", "lang", "title", "notes", "weights", "preset", "as_of", "link")
        )
    ],
    response_class=Response,
    responses={
        200: {
            "description": "A4 portrait: cover with map, comparison, ranking if weights are "
            "given, a page a zone with passports, what is not known, sources",
            "content": {PDF: {"schema": {"type": "string", "format": "binary"}}},
        },
        **describe_problems(400, 404, 503),
    },
)
async def read_brief(
    request: Request,
    pool: Pool,
    day: Day,
    zones: Annotated[
        str | None,
        Query(description=f"1 to {MOST_ZONES} ids joined by commas, in order of preference."),
    ] = None,
    lang: Annotated[Language, Query(description="Language of the brief.")] = "vi",
    title: Annotated[
        str | None, Query(description=f"Title, at most {LONGEST_TITLE} characters.")
    ] = None,
    notes: Annotated[
        str | None, Query(description=f"Your notes, at most {LONGEST_NOTES} characters.")
    ] = None,
    weights: Annotated[
        str | None,
        Query(description="As for `/api/rank`; with it or a preset the zones are ranked."),
    ] = None,
    preset: Annotated[Preset | None, Query(description="As for `/api/rank`.")] = None,
    link: Annotated[
        str | None,
        Query(
            description="Page of this site that shows the same, as `/#s=chau-duc,tan-thuan`; "
            "printed, and in the QR code. Default the map with the shortlist."
        ),
    ] = None,
) -> Response:
    """Answer with the brief; the zones are taken as they stood on the day."""
    if zones is None:
        raise InvalidParameter(
            "zones is missing",
            expected=f"1 to {MOST_ZONES} ids joined by commas",
            remedy="name the zones of the brief",
        )
    ids = read_zone_ids(zones, least=1, most=MOST_ZONES)
    is_ranked = weights is not None or preset is not None
    wanted = read_weights(weights, preset) if is_ranked else None
    # Before the database is asked: what cannot be printed is refused at once.
    check_brief_text("title", title, LONGEST_TITLE)
    check_brief_text("notes", notes, LONGEST_NOTES)
    base_url = door_of(request).links.base_url
    address = None if link is None else base_url + read_link(link, base_url)
    region = await get_region(pool, on_day=day, with_parcels=False)
    chosen = _choose(region, ids)
    version = region.data_version
    made_at = datetime.now(VIETNAM_TIME).replace(microsecond=0)

    def make() -> bytes:
        return build_brief(
            BriefSpec(
                zones=chosen,
                sources=region.sources,
                ports=region.ports,
                links=region.links,
                coast=region.coast,
                language=lang,
                title=title,
                notes=notes,
                link=address
                or f"{base_url}/#lang={lang}&s={quote(','.join(ids), ',')}&dv={version}",
                data_version=version,
                data_dates=region.data_dates,
                as_of=day,
                made_at=made_at,
                ranking=None if wanted is None else rank_shortlist(chosen, wanted, day),
            )
        )

    desk: BriefDesk = request.app.state.briefs
    content = await desk.draw(make)
    which = ids[0] if len(ids) == 1 else f"{len(ids)}-zones"
    name = file_name("zonemap", "brief", which, day.isoformat(), lang, extension="pdf")
    return Response(
        content,
        media_type=PDF,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Content-Language": lang,
        },
    )


def read_link(text: str, base_url: str) -> str:
    """Path, query and fragment of a page of our own, percent-encoded.

    Raises
    ------
    InvalidParameter
        If it could lead anywhere else, or is too long for a QR code on paper.
    """
    is_ours = text.startswith("/") and not text.startswith("//") and "\\" not in text
    if not is_ours or not text.isprintable():
        raise InvalidParameter(
            f"link is {text[:40]!r}",
            expected="a page of this site that begins with one slash, without scheme and host",
            remedy="correct it, or leave it out",
        )
    encoded = quote(text, safe=_KEPT_IN_LINK)
    longest = LONGEST_LINK - len(base_url)
    if len(encoded) > longest:
        raise InvalidParameter(
            f"link has {len(encoded):,} characters",
            expected=f"at most {longest:,}: more could not be read from paper",
            remedy="shorten it, or leave it out",
        )
    return encoded


def rank_shortlist(
    zones: Sequence[IndustrialZone], wanted: Weights, day: date
) -> dict[str, Any] | None:
    """What `/api/rank` answers for these zones; None for a single one."""
    if len(zones) < 2:
        return None
    table = build_table(zones, day)
    ranking = rank(table, wanted)
    answer = RankAnswer(
        ranking,
        explain(ranking),
        weight_intervals(ranking),
        chances(table, wanted.in_play),
        cross_check(ranking),
    )
    document = rank_dict(answer, with_passports=False)
    if answer.explanation is not None:
        for language in LANGUAGES:
            document["explanation"] |= {
                f"sentence_{language}": lead_sentence(answer.explanation, language),
                f"missing_{language}": missing_sentence(answer.explanation, language),
                f"doubt_{language}": doubt_sentence(
                    answer.explanation, answer.chances, ranking, language
                ),
            }
    return document


def _choose(region: RegionData, ids: Sequence[str]) -> tuple[IndustrialZone, ...]:
    by_id = {zone.zone_id: zone for zone in region.zones}
    for zone_id in ids:
        if zone_id not in by_id:
            raise UnknownZone(
                f"there is no zone {zone_id[:80]!r}",
                expected="the id of a zone, as in /api/zones",
                remedy="look the zone up in /api/zones",
            )
    return tuple(by_id[zone_id] for zone_id in ids)
