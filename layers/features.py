"""Records as GeoJSON features and as the one document a map is drawn from.

Pages and the API both hand these out; numbers stay in the units of their names, null is unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from geo.bbox import REGION
from layers.metrics import METRICS
from layers.records import (
    Figure,
    Headline,
    IndustrialZone,
    Link,
    Parcel,
    Port,
    RegionData,
    Source,
    ZoneDetail,
)

MapDocument = Mapping[str, Any]
"""Everything one map shows, ready to be written as JSON."""

DOCUMENT_VERSION = 1

CREDITS = (
    {
        "text_vi": "Bờ biển, vị trí khu: © người đóng góp OpenStreetMap (ODbL)",
        "text_en": "Coastline, zone positions: © OpenStreetMap contributors (ODbL)",
        "href": "https://www.openstreetmap.org/copyright",
    },
)


def map_document(region: RegionData) -> MapDocument:
    """The document that a page embeds and draws.

    Returns
    -------
    JSON-ready mapping: metrics, sources, credits, land, and a FeatureCollection each of zones,
    ports, links and parcels; EPSG:4326.
    """
    return {
        "document_version": DOCUMENT_VERSION,
        "data_version": str(region.data_version),
        "data_from": region.data_dates[0] if region.data_dates else None,
        "data_date": region.data_dates[1] if region.data_dates else None,
        "region_bbox": list(REGION),
        "illustrative": any(parcel.illustrative for parcel in region.parcels),
        "counts": {
            "zones": len(region.zones),
            "zones_on_map": sum(zone.location is not None for zone in region.zones),
            "ports": len(region.ports),
            "links": len(region.links),
            "parcels": len(region.parcels),
        },
        "metrics": {metric: asdict(definition) for metric, definition in METRICS.items()},
        "sources": sources_named(region.sources, region.zones, region.ports),
        "credits": list(CREDITS),
        "land": region.coast.land,
        "land_context": region.coast.context,
        "zones": feature_collection(zone_feature(zone) for zone in region.zones),
        "ports": feature_collection(port_feature(port) for port in region.ports),
        "links": feature_collection(link_feature(link) for link in region.links),
        "parcels": feature_collection(parcel_feature(parcel) for parcel in region.parcels),
    }


def feature_collection(features: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """A GeoJSON FeatureCollection."""
    return {"type": "FeatureCollection", "features": list(features)}


def zone_feature(zone: IndustrialZone) -> dict[str, Any]:
    """GeoJSON feature of one zone: its outline, else its centre, else no geometry."""
    geometry: Mapping[str, Any] | None = zone.boundary
    if geometry is None and zone.location is not None:
        geometry = {"type": "Point", "coordinates": list(zone.location)}
    return _feature(zone.zone_id, geometry, zone_properties(zone))


def zone_properties(zone: IndustrialZone) -> dict[str, Any]:
    """All that is shown of one zone, without its outline."""
    ledger = zone.ledger
    return {
        "zone_id": zone.zone_id,
        "name_vi": zone.name_vi,
        "name_en": zone.name_en,
        "kind": zone.kind,
        "status": zone.status,
        "former_province": zone.former_province,
        "district": zone.district,
        "official_unit": zone.official_unit,
        "note": zone.note,
        "location": list(zone.location) if zone.location else None,
        "location_accuracy": zone.location_accuracy,
        "location_badge": zone.location_badge,
        "boundary_quality": zone.boundary_quality,
        "measured_area_ha": _rounded(zone.measured_area_ha, 2),
        "figures": _figures(zone.figures),
        "distances": {
            measure: {**asdict(distance), "distance_m": round(distance.distance_m, 1)}
            for measure, distance in zone.distances.items()
        },
        "ledger": {**asdict(ledger), "as_of": ledger.as_of.isoformat()} if ledger else None,
        "remaining_ha": headline_dict(zone.remaining),
        "occupancy": headline_dict(zone.occupancy),
    }


def zone_detail(detail: ZoneDetail) -> dict[str, Any]:
    """One zone with every figure and the whole passport of each."""
    return {
        **zone_properties(detail.zone),
        "geometry": zone_feature(detail.zone)["geometry"],
        "all_figures": [
            {**figure_dict(figure), "definition": _definition(figure.metric)}
            for figure in detail.figures
        ],
        "parcels": feature_collection(parcel_feature(parcel) for parcel in detail.parcels),
        "sources": {key: source_dict(source) for key, source in detail.sources.items()},
    }


def port_feature(port: Port) -> dict[str, Any]:
    """GeoJSON feature of one port."""
    properties = {
        "port_id": port.port_id,
        "name_vi": port.name_vi,
        "name_en": port.name_en,
        "kind": port.kind,
        "status": port.status,
        "cluster": port.cluster,
        "inside_region": port.inside_region,
        "location_accuracy": port.location_accuracy,
        "badge": port.badge,
        "note": port.note,
        "figures": _figures(port.figures),
    }
    return _feature(port.port_id, {"type": "Point", "coordinates": list(port.location)}, properties)


def link_feature(link: Link) -> dict[str, Any]:
    """GeoJSON feature of one airport, station, road, railway or waterway."""
    properties = asdict(link)
    geometry = properties.pop("geometry")
    return _feature(link.link_id, geometry, properties)


def parcel_feature(parcel: Parcel) -> dict[str, Any]:
    """GeoJSON feature of one parcel."""
    properties = asdict(parcel)
    geometry = properties.pop("geometry")
    return _feature(parcel.parcel_id, geometry, properties)


def figure_dict(figure: Figure) -> dict[str, Any]:
    """A figure with its passport."""
    return {**asdict(figure), "source_keys": list(figure.source_keys)}


def headline_dict(headline: Headline) -> dict[str, Any]:
    """The figure that a map shows for a zone."""
    return {**asdict(headline), "source_keys": list(headline.source_keys)}


def source_dict(source: Source) -> dict[str, Any]:
    """A source as its readers need it."""
    return {
        "publisher": source.publisher,
        "address": source.address,
        "kind": source.kind,
        "licence": source.licence,
        "retrieved": source.retrieved.isoformat() if source.retrieved else None,
    }


def sources_named(
    sources: Mapping[str, Source], zones: Iterable[IndustrialZone], ports: Iterable[Port]
) -> dict[str, Any]:
    """The sources that the picked figures of some zones and ports name."""
    named: set[str] = set()
    for zone in zones:
        named.update(zone.remaining.source_keys, zone.occupancy.source_keys)
        for figure in zone.figures.values():
            named.update(figure.source_keys)
    for port in ports:
        for figure in port.figures.values():
            named.update(figure.source_keys)
    return {key: source_dict(source) for key, source in sources.items() if key in named}


def _figures(figures: Mapping[str, Figure]) -> dict[str, Any]:
    return {metric: figure_dict(figure) for metric, figure in figures.items()}


def _definition(metric: str) -> dict[str, Any]:
    definition = METRICS[metric]
    return {
        "label_vi": definition.label_vi,
        "label_en": definition.label_en,
        "definition_vi": definition.definition_vi,
        "definition_en": definition.definition_en,
    }


def _feature(
    identifier: str, geometry: Mapping[str, Any] | None, properties: dict[str, Any]
) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": identifier,
        "geometry": geometry,
        "properties": properties,
    }


def _rounded(value: float | None, decimals: int) -> float | None:
    return None if value is None else round(value, decimals)
