"""The doctor's report as one HTML file: what was found, and the map before and after.

It opens from disk and asks nothing of any host. Text of the file reaches the page only escaped by
the template or as JSON, and the script makes every element with its text set as text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import jinja2
import numpy as np
import orjson
import shapely
from markupsafe import Markup

from geo.bbox import REGION
from layers.importers.doctor.readings import whereabouts
from layers.importers.doctor.records import SEVERITIES, Diagnosis
from layers.importers.doctor.wording import Words, amount, area_m2, count, shown
from maps import assets
from maps.embed import json_for_script
from maps.style import PAPER

if TYPE_CHECKING:
    from shapely import Geometry

MOST_ROWS: Final = 2_000
"""Findings, and repairs, that are written out; the rest are counted."""

MOST_DRAWN: Final = 5_000
MOST_VERTICES: Final = 200_000
"""Bounds of what the map draws: more features are left out, more vertices simplified."""

_TEMPLATE: Final = Path(__file__).parent / "templates" / "doctor_report.html"
_STYLES: Final = ("leaflet/leaflet.css", "css/fonts.css", "css/doctor.css")
_MODULES: Final = ("leaflet", "dom", "doctor/report")
_FINEST_DEG: Final = 1e-6
_DECIMALS: Final = 7
_UNKNOWN: Final = Words("không rõ", "unknown")
_NONE: Final = Words("không có", "none")

# key -> (Vietnamese, English)
LABELS: Final[Mapping[str, Words]] = {
    "title": Words("Báo cáo kiểm tra tệp", "Report on a file"),
    "refused": Words("Từ chối, chưa lưu gì", "Refused, nothing stored"),
    "accepted": Words("Nhận được", "Can be taken"),
    "file": Words("Tệp", "File"),
    "layer": Words("Lớp", "Layer"),
    "checksum": Words("SHA-256", "SHA-256"),
    "found": Words("Hệ tọa độ ghi trong tệp", "CRS found in the file"),
    "declared": Words("Hệ tọa độ khai báo", "CRS declared"),
    "used": Words("Hệ tọa độ được dùng", "CRS used"),
    "features": Words("Số đối tượng", "Features"),
    "before_ha": Words("Diện tích trước", "Area before"),
    "after_ha": Words("Diện tích sau", "Area after"),
    "map": Words("Bản đồ trước và sau", "Map before and after"),
    "before": Words("Trước: như trong tệp", "Before: as in the file"),
    "after": Words("Sau: như sẽ được lưu", "After: as it would be stored"),
    "zones": Words("Khu đã biết", "Known zones"),
    "landings": Words("Các cách đọc tọa độ rơi vào vùng", "Readings that land in the region"),
    "swapped": Words("khi đổi chỗ hai cột", "with the two columns swapped"),
    "drawn": Words("Vẽ {drawn} trên {total} đối tượng", "{drawn} of {total} features drawn"),
    "nothing_drawn": Words(
        "Chưa biết hệ tọa độ nên chưa đặt được ranh giới lên bản đồ.",
        "Without a coordinate reference system no boundary can be placed on the map.",
    ),
    "findings": Words("Phát hiện", "Findings"),
    "no_findings": Words("Không phát hiện gì.", "Nothing was found."),
    "more": Words("… và {count} dòng nữa", "… and {count} more rows"),
    "severity": Words("Mức", "Severity"),
    "code": Words("Mã", "Code"),
    "place": Words("Ở đâu", "Where"),
    "what": Words("Nội dung và cách xử lý", "What and what to do"),
    "whole_file": Words("cả tệp", "whole file"),
    "show": Words("Xem trên bản đồ", "Show on the map"),
    "repair_list": Words("Sửa chữa", "Repairs"),
    "repairs": Words("sửa chữa", "repairs"),
    "area_before": Words("Trước", "Before"),
    "area_after": Words("Sau", "After"),
    "state": Words("Tình trạng", "State"),
    "applied": Words("đã sửa", "made"),
    "proposed": Words("đề nghị, cần --accept-repairs", "proposed, needs --accept-repairs"),
    "denied": Words("không sửa", "refused"),
    "error": Words("lỗi", "error"),
    "question": Words("câu hỏi", "question"),
    "repair": Words("sửa chữa", "repair"),
    "note": Words("ghi chú", "note"),
    "errors": Words("lỗi", "errors"),
    "questions": Words("câu hỏi", "questions"),
    "notes": Words("ghi chú", "notes"),
    "middle": Words("Giữa tệp", "Middle of the file"),
    "language": Words("Ngôn ngữ", "Language"),
    "no_script": Words(
        "Bản đồ cần JavaScript để hiển thị.", "The map needs JavaScript to be drawn."
    ),
}


def build_report(diagnosis: Diagnosis, *, land: Mapping[str, Any] | None = None) -> str:
    """Report of a diagnosis as one self-contained HTML text.

    Parameters
    ----------
    diagnosis
        Of `layers.importers.doctor.examination.examine`, refused or not.
    land
        GeoJSON geometry of the land to draw beneath, EPSG:4326; None = no land is drawn.

    Returns
    -------
    str
        A page in Vietnamese and English that forbids itself every request. The same diagnosis
        gives the same text.

    Raises
    ------
    StaticAssetError
        If a file of the page is missing.
    """
    data = json_for_script(_map_data(diagnosis, land))
    # Of the file and all that is drawn: no text in a file can hold its own hash.
    nonce = hashlib.sha256(f"{diagnosis.raw.sha256}{data}".encode()).hexdigest()[:32]
    return _template().render(
        nonce=nonce,
        policy=(
            f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; "
            "img-src data:; font-src data:; base-uri 'none'; form-action 'none'"
        ),
        icon=assets.data_url("icon.svg"),
        styles=[Markup(assets.inline_css(name)) for name in _STYLES],  # noqa: S704 - our own files
        leaflet=Markup(assets.inline_script("leaflet/leaflet.js")),  # noqa: S704 - our own file
        import_map=json_for_script(
            {
                "imports": {
                    f"{assets.MODULE_PREFIX}{name}": assets.data_url(f"js/{name}.js")
                    for name in _MODULES
                }
            }
        ),
        paper=PAPER,
        data=data,
        t=LABELS,
        refused=diagnosis.is_refused,
        facts=_facts(diagnosis),
        counts=[(one, LABELS[f"{one}s"], diagnosis.count(one)) for one in SEVERITIES],
        findings=diagnosis.findings[:MOST_ROWS],
        findings_left=_left(diagnosis.findings),
        repairs=_repair_rows(diagnosis),
        repairs_left=_left(diagnosis.repairs),
        landings=_landing_rows(diagnosis),
        drawable=_is_drawable(diagnosis),
        in_doubt=diagnosis.hectares_before is None,
    )


def _template() -> jinja2.Template:
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    return environment.from_string(_TEMPLATE.read_text(encoding="utf-8"))


def _facts(diagnosis: Diagnosis) -> list[tuple[Words, Words]]:
    raw = diagnosis.raw
    return [
        (LABELS["file"], _same(f"{shown(raw.file)} ({raw.format})")),
        (LABELS["layer"], _same(f"{shown(raw.layer)} → {diagnosis.declaration.layer}")),
        (LABELS["found"], _same(shown(raw.crs_found)) if raw.crs_found else _NONE),
        (
            LABELS["declared"],
            _same(shown(diagnosis.crs_declared)) if diagnosis.crs_declared else _NONE,
        ),
        (LABELS["used"], _same(diagnosis.crs_used) if diagnosis.crs_used else _UNKNOWN),
        (LABELS["features"], count(len(raw.features))),
        (LABELS["before_ha"], _hectares(diagnosis.hectares_before)),
        (LABELS["after_ha"], _hectares(diagnosis.hectares_after)),
        (LABELS["checksum"], _same(raw.sha256)),
    ]


def _repair_rows(diagnosis: Diagnosis) -> list[dict[str, Any]]:
    rows = []
    for repair in diagnosis.repairs[:MOST_ROWS]:
        state = "denied" if repair.is_refused else "applied" if repair.is_applied else "proposed"
        rows.append(
            {
                "number": repair.number,
                "place": shown(repair.place),
                "code": repair.code,
                "before": _square_metres(repair.area_before_m2),
                "after": _square_metres(repair.area_after_m2),
                "state": LABELS[state],
            }
        )
    return rows


def _landing_rows(diagnosis: Diagnosis) -> list[dict[str, Any]]:
    return [
        {
            "crs": landing.crs,
            "name": landing.name,
            "swapped": landing.change == "swapped",
            "at": whereabouts(landing),
        }
        for landing in diagnosis.landings
    ]


def _map_data(diagnosis: Diagnosis, land: Mapping[str, Any] | None) -> dict[str, Any]:
    """All that the script needs, as plain values."""
    chosen = _chosen(diagnosis)
    before = _drawings([diagnosis.before[index] for index in chosen])
    after = _drawings([diagnosis.after[index] for index in chosen])
    worst = _worst_by_number(diagnosis)
    features = []
    for index, was, becomes in zip(chosen, before, after, strict=True):
        feature = diagnosis.raw.features[index]
        features.append(
            {
                "number": feature.number,
                "place": shown(feature.place),
                "severity": worst.get(feature.number),
                "before": was,
                "after": becomes,
            }
        )
    outlines = _drawings([zone.outline for zone in diagnosis.nearby])
    return {
        "region": list(REGION),
        "land": land,
        "features": features,
        "total": len(diagnosis.raw.features),
        "zones": [
            {
                "name": {"vi": shown(zone.name_vi), "en": shown(zone.name_en)},
                "outline": outline,
                "centre": zone.centre,
                "schematic": not zone.is_trusted,
            }
            for zone, outline in zip(diagnosis.nearby, outlines, strict=True)
        ],
        "landings": [
            {
                "crs": landing.crs,
                "at": [landing.lon, landing.lat],
                "used": landing.crs == diagnosis.crs_used and landing.change == "none",
                "swapped": landing.change == "swapped",
            }
            for landing in diagnosis.landings
        ],
        "words": {
            key: {"vi": LABELS[key].vi, "en": LABELS[key].en}
            for key in ("map", "drawn", "swapped", *SEVERITIES)
        },
        "paper": PAPER,
    }


def _is_drawable(diagnosis: Diagnosis) -> bool:
    return any(geometry is not None for geometry in diagnosis.before)


def _chosen(diagnosis: Diagnosis) -> list[int]:
    """Features to draw, in file order: all, or those with findings and an even choice of others."""
    number = len(diagnosis.before)
    if number <= MOST_DRAWN:
        return list(range(number))
    worst = _worst_by_number(diagnosis)
    with_findings = [
        index for index in range(number) if diagnosis.raw.features[index].number in worst
    ][: MOST_DRAWN // 2]
    evenly = np.linspace(0, number - 1, MOST_DRAWN - len(with_findings)).astype(int).tolist()
    return sorted({*with_findings, *evenly})


def _worst_by_number(diagnosis: Diagnosis) -> dict[int, str]:
    """Gravest severity of each feature that has a finding."""
    worst: dict[int, str] = {}
    for severity in reversed(SEVERITIES):
        for finding in diagnosis.findings:
            if finding.severity == severity and finding.number is not None:
                worst[finding.number] = severity
    return worst


def _drawings(geometries: Sequence[Geometry | None]) -> list[Any]:
    """GeoJSON of geometries, simplified where they have very many vertices together."""
    shapes = np.empty(len(geometries), dtype=object)
    shapes[:] = list(geometries)
    tolerance = _FINEST_DEG
    while int(shapely.get_num_coordinates(shapes).sum()) > MOST_VERTICES and tolerance < 1:
        shapes = shapely.simplify(shapes, tolerance, preserve_topology=False)
        tolerance *= 4
    rounded = shapely.transform(shapes, lambda xy: np.round(xy, _DECIMALS))
    return [None if text is None else orjson.loads(text) for text in shapely.to_geojson(rounded)]


def _left(rows: Sequence[object]) -> Words | None:
    """How many rows are not written out."""
    left = len(rows) - MOST_ROWS
    if left <= 0:
        return None
    words = count(left)
    return Words(LABELS["more"].vi.format(count=words.vi), LABELS["more"].en.format(count=words.en))


def _same(text: str) -> Words:
    return Words(text, text)


def _hectares(value: float | None) -> Words:
    return _UNKNOWN if value is None else amount(value, "ha", 2)


def _square_metres(value: float | None) -> Words:
    return _UNKNOWN if value is None else area_m2(value)
