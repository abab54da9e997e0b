"""The five collections of features, described: zones, parcels, ports, links and the coastline.

`layers.catalog_properties` describes what figures have in common.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from layers.catalog import Collection, Property
from layers.catalog_properties import (
    badge_property,
    distance_properties,
    figure_properties,
    headline_properties,
    ledger_property,
    text_property,
)
from layers.metrics import METRICS
from layers.vocabulary import (
    BOUNDARY_QUALITIES,
    DISTANCE_MEASURES,
    FORMER_PROVINCES,
    LINK_KINDS,
    LINK_STATUSES,
    LOCATION_ACCURACIES,
    PARCEL_AXES,
    PORT_KINDS,
    PORT_STATUSES,
    ZONE_KINDS,
    ZONE_STATUSES,
)

LEDGER_LINES: Final = (
    "leased",
    "reserved",
    "not_cleared",
    "in_preparation",
    "constrained",
    "available_now",
    "unclassified",
)


_NAMES = (
    text_property("name_vi", "Tên", "Name, in Vietnamese", nullable=False),
    text_property("name_en", "Tên tiếng Anh", "Name", nullable=False),
)
_NOTE = text_property("note", "Lưu ý", "Note")
_LOCATION_ACCURACY = text_property(
    "location_accuracy",
    "Độ chính xác vị trí",
    "How well the place is known",
    words=LOCATION_ACCURACIES,
)
_MEASURED_AREA = METRICS["measured_area_ha"]

ZONES: Final = Collection(
    collection_id="zones",
    relation="zone_feature",
    id_property="zone_id",
    geometry="any",
    title_vi="Khu và cụm công nghiệp",
    title_en="Industrial zones and clusters",
    description_vi="Khu công nghiệp, khu chế xuất, khu công nghệ cao và cụm công nghiệp của "
    "Thành phố Hồ Chí Minh sau sáp nhập, với số liệu công bố, khoảng cách đo được và sổ đất; mỗi "
    "số liệu có thời điểm, chất lượng và nguồn. Ranh giới schematic là sơ đồ, không phải đo đạc.",
    description_en="Industrial zones (khu công nghiệp), export processing zones, high-tech parks "
    "and clusters of the merged Ho Chi Minh City, with declared figures, measured distances and "
    "the land ledger; each figure has its date, quality and sources. A schematic boundary is a "
    "rectangle of the declared area, not a survey.",
    properties=(
        text_property("zone_id", "Mã", "Id", nullable=False),
        *_NAMES,
        text_property("kind", "Loại", "Kind", words=ZONE_KINDS, nullable=False),
        text_property("status", "Tình trạng", "Status", words=ZONE_STATUSES, nullable=False),
        text_property(
            "former_province",
            "Tỉnh cũ",
            "Former province",
            words=FORMER_PROVINCES,
            nullable=False,
        ),
        text_property("district", "Huyện cũ", "Former district"),
        text_property(
            "official_unit", "Khu trong danh mục chính thức", "Zone of the official count"
        ),
        _NOTE,
        _LOCATION_ACCURACY,
        badge_property("location_badge", of=("Vị trí", "Place")),
        text_property("location_source", "Nguồn của vị trí", "Source of the place"),
        text_property("location_as_of", "Thời điểm của vị trí", "Date of the place"),
        text_property(
            "boundary_quality", "Loại ranh giới", "Kind of outline", words=BOUNDARY_QUALITIES
        ),
        badge_property("boundary_badge", of=("Ranh giới", "Outline")),
        Property(
            "measured_area_ha",
            "number",
            _MEASURED_AREA.label_vi,
            _MEASURED_AREA.label_en,
            _MEASURED_AREA.definition_vi,
            _MEASURED_AREA.definition_en,
            "ha",
        ),
        *headline_properties("remaining_ha", "remaining_area_ha", unit_last=True),
        *headline_properties("occupancy_rate", "occupancy_rate"),
        *figure_properties("total_area_ha", "number"),
        *figure_properties("mapped_area_ha", "number"),
        *figure_properties("leasable_area_ha", "number"),
        *figure_properties("leased_area_ha", "number"),
        *figure_properties("lease_price_usd_m2", "number", is_range=True),
        *figure_properties("lease_expiry_year", "integer"),
        *figure_properties("established_year", "integer"),
        *figure_properties("tenants", "integer"),
        *figure_properties("workers", "integer"),
        *figure_properties("wastewater_capacity_m3_day", "number"),
        *figure_properties("power_mva", "number"),
        *figure_properties("developer", "text"),
        *figure_properties("main_sectors", "text"),
        *figure_properties("no_land_left", "text"),
        *(item for measure in DISTANCE_MEASURES for item in distance_properties(measure)),
        text_property(
            "distance_measured_from",
            "Khoảng cách đo từ",
            "Distances are measured from",
            words=("boundary", "centre"),
        ),
        *(
            ledger_property(key, f"ledger_{key}")
            for key in (
                "gross_ha",
                "net_ha",
                "leased_ha",
                "remaining_ha",
                "available_now_ha",
                "constrained_ha",
                "in_preparation_ha",
                "not_cleared_ha",
                "reserved_ha",
                "unclassified_ha",
            )
        ),
        ledger_property("occupancy_decree35"),
        ledger_property("occupancy_industrial"),
        ledger_property("largest_block_ha"),
        ledger_property("blocks_3_ha"),
        ledger_property("blocks_5_ha"),
        ledger_property("blocks_10_ha"),
        ledger_property("blocks_25_ha"),
        Property(
            "ledger_complete",
            "boolean",
            "Các lô phủ kín khu",
            "Parcels cover the zone",
            "Chênh lệch với ranh giới không quá 0,05 ha hoặc 0,1 %.",
            "They differ from the outline by at most 0.05 ha or 0.1 %.",
        ),
        Property(
            "ledger_illustrative",
            "boolean",
            "Lô minh họa",
            "Parcels are illustrative",
            "Các lô chỉ chia khu cho khớp số công bố, không phải lô thật.",
            "They only split the zone to agree with declared figures, and are no real plots.",
        ),
        badge_property("ledger_badge", of=("Sổ đất", "Land ledger")),
    ),
    tile_properties=(
        "zone_id",
        "name_vi",
        "name_en",
        "kind",
        "status",
        "boundary_quality",
        "total_area_ha",
        "remaining_ha",
        "occupancy_rate",
    ),
    is_placed=False,
    table_properties=(
        "name_vi",
        "name_en",
        "kind",
        "status",
        "former_province",
        "total_area_ha",
        "remaining_ha",
        "occupancy_rate",
        "distance_to_deep_sea_berth_m",
        "boundary_quality",
    ),
)

PARCELS: Final = Collection(
    collection_id="parcels",
    relation="parcel_feature",
    id_property="parcel_id",
    geometry="multipolygon",
    title_vi="Lô đất",
    title_en="Land parcels",
    description_vi="Lô đất (thửa đất) trong các khu, với các trục trạng thái và dòng của sổ đất. "
    "Lô có illustrative = true chỉ chia khu cho khớp số công bố, không phải lô thật.",
    description_en="Land parcels (thửa đất) of the zones with the axes of their state and their "
    "line of the land ledger. Parcels with illustrative = true only split a zone to agree with "
    "declared figures; they are no real plots.",
    properties=(
        text_property("parcel_id", "Mã lô", "Id", nullable=False),
        text_property("zone_id", "Mã khu", "Zone", nullable=False),
        text_property("use", "Mục đích", "Use", words=PARCEL_AXES["use"], nullable=False),
        text_property(
            "clearance",
            "Giải phóng mặt bằng",
            "Clearance",
            words=PARCEL_AXES["clearance"],
            nullable=False,
        ),
        text_property(
            "servicing",
            "Hạ tầng",
            "Servicing",
            words=PARCEL_AXES["servicing"],
            nullable=False,
        ),
        text_property(
            "commercial",
            "Tình trạng cho thuê",
            "Commercial state",
            words=PARCEL_AXES["commercial"],
            nullable=False,
        ),
        text_property(
            "occupation",
            "Sử dụng",
            "Occupation",
            words=PARCEL_AXES["occupation"],
            nullable=False,
        ),
        text_property("constraint_kind", "Ràng buộc", "Constraint", nullable=False),
        Property("option_expires", "date", "Hạn giữ chỗ", "Last day of an option to lease"),
        text_property("land_use_code", "Mã đất", "Land-use code"),
        Property(
            "area_m2",
            "number",
            "Diện tích",
            "Area",
            "Diện tích trắc địa trên elipxoit WGS 84, làm tròn đến 0,1 m².",
            "Geodesic area on the WGS 84 ellipsoid, rounded to 0.1 m².",
            "m2",
            is_nullable=False,
        ),
        Property(
            "ledger_line",
            "text",
            "Dòng của sổ đất",
            "Line of the ledger",
            "Đất ngoài công nghiệp và dịch vụ không thuộc dòng nào.",
            "Null for land outside industry and services.",
            words=LEDGER_LINES,
        ),
        Property(
            "illustrative",
            "boolean",
            "Minh họa",
            "Illustrative",
            "Chỉ chia khu cho khớp số công bố, không phải lô thật.",
            "Only splits a zone to agree with declared figures; no real plot.",
            is_nullable=False,
        ),
        badge_property(),
        Property("holds_from", "date", "Có hiệu lực từ", "First day of this state"),
        text_property("source_key", "Nguồn", "Source"),
        text_property("as_of", "Thời điểm của tệp", "Day of the file"),
    ),
    tile_properties=("parcel_id", "zone_id", "use", "ledger_line", "area_m2", "illustrative"),
    min_zoom=13,
    table_properties=(
        "parcel_id",
        "zone_id",
        "use",
        "ledger_line",
        "area_m2",
        "illustrative",
        "badge",
    ),
)

PORTS: Final = Collection(
    collection_id="ports",
    relation="port_feature",
    id_property="port_id",
    geometry="point",
    title_vi="Cảng và cảng cạn",
    title_en="Ports and inland depots",
    description_vi="Bến cảng biển, cảng sông và cảng cạn, với số liệu công bố và nguồn.",
    description_en="Seaport terminals, river ports and inland container depots with declared "
    "figures and their sources.",
    properties=(
        text_property("port_id", "Mã", "Id", nullable=False),
        *_NAMES,
        text_property("kind", "Loại", "Kind", words=PORT_KINDS, nullable=False),
        text_property("status", "Tình trạng", "Status", words=PORT_STATUSES, nullable=False),
        text_property("cluster", "Cụm cảng", "Group of terminals"),
        text_property("un_locode", "UN/LOCODE", "UN/LOCODE"),
        Property("inside_region", "boolean", "Trong vùng", "Inside the region", is_nullable=False),
        _LOCATION_ACCURACY,
        text_property("location_source", "Nguồn của vị trí", "Source of the place", nullable=False),
        badge_property("location_badge", of=("Vị trí", "Place")),
        _NOTE,
        *figure_properties("max_vessel_dwt", "number"),
        *figure_properties("berth_length_m", "number"),
        *figure_properties("annual_capacity_teu", "number"),
        *figure_properties("operator", "text"),
    ),
    tile_properties=("port_id", "name_vi", "name_en", "kind", "status", "max_vessel_dwt"),
    table_properties=(
        "name_vi",
        "name_en",
        "kind",
        "status",
        "max_vessel_dwt",
        "berth_length_m",
        "location_accuracy",
    ),
)

LINKS: Final = Collection(
    collection_id="links",
    relation="link_feature",
    id_property="link_id",
    geometry="any",
    title_vi="Sân bay, đường, đường sắt, đường thủy",
    title_en="Airports, roads, railways and waterways",
    description_vi="Kết nối giao thông của vùng. Nét có geometry_quality = schematic vẽ tay, "
    "không dùng để đo chính xác.",
    description_en="Transport links of the region. Lines with geometry_quality = schematic are "
    "hand sketches.",
    properties=(
        text_property("link_id", "Mã", "Id", nullable=False),
        *_NAMES,
        text_property("kind", "Loại", "Kind", words=LINK_KINDS, nullable=False),
        text_property("status", "Tình trạng", "Status", words=LINK_STATUSES, nullable=False),
        Property(
            "opened_or_planned_year",
            "integer",
            "Năm thông xe hoặc dự kiến",
            "Year it opened or is planned to",
            "Năm dương lịch.",
            "Calendar year.",
            "year",
        ),
        text_property("geometry_accuracy", "Độ chính xác của nét", "How well the line is known"),
        text_property("geometry_quality", "Loại nét", "Kind of line", words=BOUNDARY_QUALITIES),
        badge_property(),
        text_property("sources", "Nguồn", "Sources, joined by +", nullable=False),
        _NOTE,
    ),
    tile_properties=("link_id", "name_vi", "name_en", "kind", "status", "geometry_quality"),
    has_days=False,
    table_properties=(
        "name_vi",
        "name_en",
        "kind",
        "status",
        "opened_or_planned_year",
        "geometry_quality",
        "badge",
    ),
)

COASTLINE: Final = Collection(
    collection_id="coastline",
    relation="coastline_feature",
    id_property="part_id",
    geometry="any",
    title_vi="Bờ biển",
    title_en="Coastline",
    description_vi="Đất liền, biển và đường bờ (shore) mà khoảng cách ra biển được đo đến; "
    "context là đất liền giản lược bên ngoài vùng, chỉ để vẽ. Cửa sông coi như đất liền.",
    description_en="Land, sea and the shore that distances to the sea are measured to; context is "
    "simplified land beyond the region, for drawing only. River mouths are closed.",
    properties=(
        text_property("part_id", "Mã", "Id", nullable=False),
        text_property(
            "kind", "Loại", "Kind", words=("land", "sea", "shore", "context"), nullable=False
        ),
        text_property("source_key", "Nguồn", "Source", nullable=False),
        badge_property(),
    ),
    tile_properties=("part_id", "kind"),
    has_days=False,
    # The shore first; land beyond the region last.
    falling="kind",
    table_properties=("part_id", "kind", "source_key", "badge"),
)

COLLECTIONS: Final = MappingProxyType(
    {item.collection_id: item for item in (ZONES, PARCELS, PORTS, LINKS, COASTLINE)}
)
"""Every collection by its id, in the order in which they are listed."""
