"""`/api/rank` and `/api/compare`: zones ordered by weighted criteria, and some side by side."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import orjson
from fastapi import APIRouter, Depends, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from api.dependencies import Day, Pool, only_parameters
from api.ogc.answering import door_of
from api.problems import describe_problems
from api.rank_parameters import (
    LEAST_COMPARED,
    MOST_COMPARED,
    MOST_RANKED,
    read_weights,
    read_zone_ids,
)
from api.rank_schemas import CompareShape, RankShape
from api.zone_memory import ZoneMemory, ZonesOfDay, zones_passing
from geo.errors import InvalidParameter
from layers.database import ReadPool
from layers.features import source_dict
from layers.ranking.comparing import compare
from layers.ranking.criteria import Preset
from layers.ranking.documents import (
    RankAnswer,
    compare_dict,
    rank_dict,
    source_keys_of,
)
from layers.ranking.explaining import explain
from layers.ranking.leasing import find_nothing_to_lease
from layers.ranking.scoring import Weights, WorthTable, rank
from layers.ranking.stability import Chances, chances, weight_intervals
from layers.ranking.topsis import cross_check
from maps.labels import LANGUAGES, Language
from maps.rank_words import doubt_sentence, lead_sentence, missing_sentence

router = APIRouter(prefix="/api", tags=["rank"])

_PROBLEMS = describe_problems(400, 404, 503)

Lang = Annotated[
    Language, Query(description="Language of `sentence`; both languages are sent in any case.")
]


@router.get(
    "/rank",
    summary="Zones ordered by weighted criteria, with doubt and reasons",
    dependencies=[
        Depends(
            only_parameters(
                "zones", "filter", "land", "weights", "preset", "passports", "as_of", "lang"
            )
        )
    ],
    responses={200: {"model": RankShape}, **_PROBLEMS},
)
async def read_rank(
    request: Request,
    pool: Pool,
    day: Day,
    zones: Annotated[
        str | None,
        Query(description=f"Ids joined by commas, at most {MOST_RANKED}. Default all zones."),
    ] = None,
    cql2: Annotated[
        str | None,
        Query(
            alias="filter",
            description="CQL2 text, or JSON if it begins with a brace, on the queryables of "
            "`/ogc/collections/zones`. With `zones`, both hold.",
        ),
    ] = None,
    land: Annotated[
        Literal["any", "to_lease"],
        Query(
            description="`to_lease` leaves out zones with no land left and those that are only "
            "planned; `any`, the default, leaves out nothing that you did not ask to leave out. "
            "Either way `nothing_to_lease` names them."
        ),
    ] = "any",
    weights: Annotated[
        str | None,
        Query(
            description="criterion:number joined by commas, as `remaining_ha:3,rent:1`, on any "
            "common scale. Criteria that are not named have the preset's weight (percent), or "
            "none if no preset is named.",
        ),
    ] = None,
    preset: Annotated[
        Preset | None,
        Query(description="Weights to begin with. Default `balanced` if there are no weights."),
    ] = None,
    passports: Annotated[
        Literal["true", "false"],
        Query(
            description="`false` leaves out the figures behind the contributions, which do not "
            "change with the weights, and their sources: half the size."
        ),
    ] = "true",
    lang: Lang = "vi",
) -> Response:
    """Answer with scores as intervals, the reasons of the first, and how firm its place is.

    A score is the weighted sum of worths between 0 and 1. Unknown figures may be worth anything,
    so a score has a certain and a possible end; zones are ordered by the certain one.
    """
    wanted = read_weights(weights, preset)
    ids = None if zones is None else read_zone_ids(zones, least=1, most=MOST_RANKED)
    kept = await _zones_of(request, pool, day)
    table = await _choose(pool, kept, ids, cql2)
    nothing = find_nothing_to_lease(table.zones)
    if land == "to_lease":
        table = table.only(set(table.zone_ids) - nothing.zone_ids)
    known_chances = kept.chances.get((table.zone_ids, wanted.in_play))
    answer = await run_in_threadpool(_rank, table, wanted, known_chances)
    kept.chances.put((table.zone_ids, wanted.in_play), answer.chances)
    with_passports = passports == "true"
    body = {
        **_about(kept, lang),
        "preset": _preset_told(weights, preset),
        "nothing_to_lease": {
            "left_out": land == "to_lease",
            "no_land_left": list(nothing.no_land_left),
            "planned": list(nothing.planned),
        },
        **rank_dict(answer, with_passports=with_passports),
        "sources": _sources(kept, table) if with_passports else {},
    }
    if answer.explanation is not None:
        body["explanation"] |= _sentences(answer, lang)
    return _json(body, lang)


@router.get(
    "/compare",
    summary="Two to six zones side by side",
    dependencies=[Depends(only_parameters("zones", "as_of", "lang"))],
    responses={200: {"model": CompareShape}, **_PROBLEMS},
)
async def read_compare(
    request: Request,
    pool: Pool,
    day: Day,
    zones: Annotated[
        str | None, Query(description="Two to six ids joined by commas. Needed.")
    ] = None,
    lang: Lang = "vi",
) -> Response:
    """Answer with rows by group: each figure with its passport, the best marked, differences."""
    if zones is None:
        raise InvalidParameter(
            "zones is missing",
            expected="two to six ids joined by commas",
            remedy="name the zones to compare",
        )
    ids = read_zone_ids(zones, least=LEAST_COMPARED, most=MOST_COMPARED)
    kept = await _zones_of(request, pool, day)
    for zone_id in ids:
        kept.require(zone_id)
    chosen = [kept.table.zones[kept.table.row_of[zone_id]] for zone_id in ids]
    rows = compare(chosen, day)
    named = source_keys_of(cell.known for row in rows for cell in row.cells)
    body = {
        **_about(kept, lang),
        **compare_dict(chosen, rows),
        "sources": _source_dicts(kept, named),
    }
    return _json(body, lang)


async def _zones_of(request: Request, pool: ReadPool, day: Any) -> ZonesOfDay:
    memory: ZoneMemory = request.app.state.zone_memory
    return await memory.get(pool, door_of(request).watch, day)


async def _choose(
    pool: ReadPool, kept: ZonesOfDay, ids: tuple[str, ...] | None, cql2: str | None
) -> WorthTable:
    """Rows of the zones that are named and pass the filter; all where nothing is asked."""
    for zone_id in ids or ():
        kept.require(zone_id)
    chosen = set(kept.table.zone_ids if ids is None else ids)
    if cql2 is not None:
        chosen &= await zones_passing(pool, kept, cql2)
    return kept.table.only(chosen)


def _rank(table: WorthTable, wanted: Weights, known_chances: Chances | None) -> RankAnswer:
    ranking = rank(table, wanted)
    return RankAnswer(
        ranking,
        explain(ranking),
        weight_intervals(ranking),
        known_chances or chances(table, wanted.in_play),
        cross_check(ranking),
    )


def _sentences(answer: RankAnswer, lang: Language) -> dict[str, str]:
    explanation = answer.explanation
    assert explanation is not None  # noqa: S101 - asked for only where there is one
    told = {}
    for language in LANGUAGES:
        told[f"sentence_{language}"] = lead_sentence(explanation, language)
        told[f"missing_{language}"] = missing_sentence(explanation, language)
        told[f"doubt_{language}"] = doubt_sentence(
            explanation, answer.chances, answer.ranking, language
        )
    return {**told, **{kind: told[f"{kind}_{lang}"] for kind in ("sentence", "doubt")}}


def _about(kept: ZonesOfDay, lang: Language) -> dict[str, Any]:
    return {
        "data_version": str(kept.data_version),
        "data_date": kept.data_date,
        "as_of": kept.day.isoformat(),
        "lang": lang,
    }


def _preset_told(weights: str | None, preset: Preset | None) -> Preset | None:
    """Name the preset whose weights hold as they are; None where any was replaced."""
    return None if weights is not None else preset or "balanced"


def _sources(kept: ZonesOfDay, table: WorthTable) -> dict[str, Any]:
    return _source_dicts(kept, source_keys_of(one for row in table.known for one in row))


def _source_dicts(kept: ZonesOfDay, named: set[str]) -> dict[str, Any]:
    return {key: source_dict(source) for key, source in kept.sources.items() if key in named}


def _json(body: dict[str, Any], lang: Language) -> Response:
    return Response(
        orjson.dumps(body), media_type="application/json", headers={"Content-Language": lang}
    )
