"""Words of the pages of the OGC API in Vietnamese and English, beside those of the other pages."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from maps.labels import Language
from maps.land_words import land_word_table

# key -> (Vietnamese, English). `{name}` is filled in.
OGC_WORDS: dict[str, tuple[str, str]] = {
    # every page
    "site": ("Dữ liệu khu công nghiệp vùng TP.HCM", "Industrial zone data, HCMC region"),
    "site_short": ("Zonemap", "Zonemap"),
    "skip_main": ("Tới nội dung chính", "Skip to the content"),
    "nav_site": ("Các trang", "Pages"),
    "nav_map": ("Bản đồ", "Map"),
    "nav_land": ("Sổ đất", "Land book"),
    "nav_studio": ("Xưởng hình", "Studio"),
    "nav_data": ("Dữ liệu mở", "Open data"),
    "crumbs": ("Đường dẫn trang", "Breadcrumbs"),
    "as_json": ("Bản JSON", "This page as JSON"),
    "links_of_document": ("Mọi liên kết của tài liệu này", "Every link of this document"),
    "links_note": (
        "Như tài liệu JSON ghi, cho người viết chương trình.",
        "As the JSON document has them, for those who write programs.",
    ),
    "link_rel": ("Quan hệ", "Relation"),
    "link_type": ("Kiểu", "Type"),
    "link_title": ("Tên", "Title"),
    "link_address": ("Địa chỉ", "Address"),
    "copy": ("Sao chép", "Copy"),
    "copied": ("Đã chép", "Copied"),
    "copy_failed": ("Hãy chọn và chép bằng tay", "Select and copy it by hand"),
    "credit_osm": (
        "© Những người đóng góp OpenStreetMap (ODbL)",
        "© OpenStreetMap contributors (ODbL)",
    ),
    "credit_figures": (
        "Mỗi số liệu có nguồn, thời điểm và độ tin cậy riêng.",
        "Each figure has its own source, date and quality.",
    ),
    "unknown_small": ("chưa rõ", "unknown"),
    "none_small": ("không có", "none"),
    "yes": ("có", "yes"),
    "no": ("không", "no"),
    "table_scroll": ("Bảng, cuộn được", "Table, can be scrolled"),
    # titles of pages
    "title_landing": ("Dữ liệu mở qua OGC API", "Open data by OGC API"),
    "title_conformance": ("Chuẩn mà dịch vụ tuân theo", "Standards this service conforms to"),
    "title_collections": ("Các bộ dữ liệu", "Collections"),
    "title_queryables": ("{collection}: thuộc tính lọc được", "{collection}: queryables"),
    "title_schema": ("{collection}: cấu trúc dữ liệu", "{collection}: schema"),
    "title_tilesets": ("Ô bản đồ vectơ", "Vector tiles"),
    "title_tilesets_of": ("{collection}: ô bản đồ vectơ", "{collection}: vector tiles"),
    "title_tileset": ("Bộ ô {name}", "Tile set {name}"),
    "title_tile_matrix_sets": ("Lưới ô bản đồ", "Tile matrix sets"),
    "title_tile_matrix_set": ("Lưới ô {name}", "Tile matrix set {name}"),
    "title_problem": ("Không thể trả lời yêu cầu này", "This request cannot be answered"),
    "crumb_landing": ("OGC API", "OGC API"),
    "crumb_items": ("Đối tượng", "Features"),
    "crumb_queryables": ("Thuộc tính lọc", "Queryables"),
    "crumb_schema": ("Cấu trúc", "Schema"),
    "crumb_tiles": ("Ô vectơ", "Tiles"),
    # landing
    "landing_lead": (
        "Khu công nghiệp, lô đất, cảng và đường kết nối của Thành phố Hồ Chí Minh sau sáp nhập: "
        "mở bằng trình duyệt, Excel, QGIS hoặc chương trình của bạn. Mỗi số liệu đi kèm nguồn, "
        "thời điểm và độ tin cậy; điều chưa ai công bố được ghi là chưa rõ.",
        "Industrial zones, land parcels, ports and transport links of the merged Ho Chi Minh City: "
        "open them in a browser, a spreadsheet, QGIS or your own program. Each figure comes with "
        "its source, date and quality; what nobody has published is written as unknown.",
    ),
    "for_people": ("Xem và tải về", "Look and download"),
    "for_people_text": (
        "Nhà báo, nhà nghiên cứu: lọc bảng, xem trên bản đồ, tải CSV hoặc Excel.",
        "Journalists and researchers: filter a table, see it on a map, take CSV or Excel.",
    ),
    "for_gis": ("Kết nối GIS", "Connect a GIS"),
    "for_gis_text": (
        "Chuyên viên GIS: thêm vào QGIS hoặc ArcGIS như một lớp sống, hay lấy GeoPackage.",
        "GIS staff: add it to QGIS or ArcGIS as a live layer, or take a GeoPackage.",
    ),
    "for_developers": ("Viết chương trình", "Write a program"),
    "for_developers_text": (
        "Lập trình viên: GeoJSON, lọc CQL2, ô vectơ, mô tả OpenAPI.",
        "Developers: GeoJSON, CQL2 filters, vector tiles, an OpenAPI description.",
    ),
    "collections_here": ("Các bộ dữ liệu", "Collections"),
    "browse": ("Xem bảng và bản đồ", "Table and map"),
    "about_collection": ("Mô tả và cách dùng", "About and how to use"),
    "use_qgis": ("Mở trong QGIS", "Open in QGIS"),
    "qgis_step_1": (
        "Vào Layer ▸ Add Layer ▸ Add WFS / OGC API - Features Layer…",
        "Go to Layer ▸ Add Layer ▸ Add WFS / OGC API - Features Layer…",
    ),
    "qgis_step_2": (
        "Bấm New, dán địa chỉ dưới đây vào ô URL, chọn phiên bản OGC API - Features, rồi OK.",
        "Press New, paste the address below into URL, choose version OGC API - Features, then OK.",
    ),
    "qgis_step_3": (
        "Bấm Connect, chọn bộ dữ liệu, rồi Add.",
        "Press Connect, choose a collection, then Add.",
    ),
    "qgis_address": ("Địa chỉ dịch vụ", "Address of the service"),
    "qgis_tiles": (
        "Ô vectơ: Layer ▸ Add Layer ▸ Add Vector Tile Layer… ▸ New ▸ New Generic Connection",
        "Vector tiles: Layer ▸ Add Layer ▸ Add Vector Tile Layer… ▸ New ▸ New Generic Connection",
    ),
    "use_ogr2ogr": ("Lấy bằng ogr2ogr (GDAL)", "Fetch with ogr2ogr (GDAL)"),
    "use_python": ("Đọc bằng Python (GeoPandas)", "Read with Python (GeoPandas)"),
    "use_table": ("Mở bằng Excel hoặc bảng tính khác", "Open in Excel or another spreadsheet"),
    "how_to_use": ("Cách dùng", "How to use"),
    "more_links": ("Dành cho lập trình viên", "For developers"),
    "link_docs": ("Mô tả API (OpenAPI)", "API description (OpenAPI)"),
    "link_docs_text": ("Mọi địa chỉ và tham số, thử được ngay.", "Every address and parameter."),
    "link_conformance_text": (
        "Các phần của chuẩn OGC đã có.",
        "Which parts of the OGC standards are there.",
    ),
    "link_tiles_text": (
        "Ô Mapbox (MVT) cho bản đồ web và QGIS.",
        "Mapbox vector tiles for web maps and QGIS.",
    ),
    "link_tms_text": ("Lưới mà các ô theo.", "The grids that tiles follow."),
    "licences": ("Giấy phép và ghi nguồn", "Licences and attribution"),
    "licence_osm": (
        "Bờ biển, và ranh giới, đường, cảng ghi openstreetmap: © những người đóng góp "
        "OpenStreetMap, giấy phép ODbL 1.0. Dùng lại thì ghi nguồn như vậy; cơ sở dữ liệu phái "
        "sinh phải mở cùng giấy phép.",
        "The coastline, and outlines, roads and ports marked openstreetmap: © OpenStreetMap "
        "contributors, licence ODbL 1.0. Credit them so when you use them; a derived database "
        "stays under the same licence.",
    ),
    "licence_figures": (
        "Số liệu công bố: trích có ghi nguồn. Hãy ghi nguồn nằm cạnh từng số, kèm thời điểm.",
        "Declared figures are quoted with their source. Name the source beside each figure, with "
        "its date.",
    ),
    "licence_schematic": (
        "Ranh giới sơ đồ và lô minh họa không phải đo đạc: đừng vẽ lại như sự thật.",
        "Schematic outlines and illustrative parcels are no surveys: do not redraw them as fact.",
    ),
    "badges_title": ("Độ tin cậy của số liệu", "Quality of figures"),
    # collection
    "facts": ("Thông tin", "Facts"),
    "extent": ("Phạm vi", "Extent"),
    "extent_value": (
        "{west} – {east} độ kinh đông, {south} – {north} độ vĩ bắc",
        "{west} – {east}° E, {south} – {north}° N",
    ),
    "extent_map": ("Phạm vi trên bản đồ", "Extent on the map"),
    "time_span": ("Thời gian", "Time"),
    "time_open": ("nay", "now"),
    "time_start_open": ("không rõ", "open"),
    "time_to": ("{start} đến {end}", "{start} to {end}"),
    "crs_offered": ("Hệ tọa độ trả về được", "Coordinate systems on offer"),
    "crs_stored": ("Hệ tọa độ lưu trữ", "Stored in"),
    "days_yes": (
        "Có theo ngày: datetime=2025-12-31 trả về như ngày đó.",
        "Kept by day: datetime=2025-12-31 answers as of that day.",
    ),
    "days": ("Theo ngày", "By day"),
    "days_no": ("Không thay đổi theo ngày.", "Does not differ from day to day."),
    "feature_count": ("Số đối tượng", "Features"),
    "property_count": ("Thuộc tính", "Properties"),
    "property_count_value": ("{count} thuộc tính", "{count} properties"),
    # items
    "count_all": ("{shown} đối tượng, là tất cả", "{shown} features, all of them"),
    "count_of": ("Hiện {shown} trên {matched} đối tượng", "{shown} of {matched} features"),
    "count_more": ("Hiện {shown} đối tượng, còn nữa", "{shown} features shown, more follow"),
    "count_last": (
        "Hiện {shown} đối tượng cuối, không còn nữa",
        "{shown} features shown, no more follow",
    ),
    "count_none": ("Không có đối tượng nào khớp.", "No feature matches."),
    "count_none_hint": (
        "Hãy nới bộ lọc, hoặc bỏ bớt điều kiện.",
        "Widen the filter, or take conditions out of it.",
    ),
    "pager": ("Các trang kết quả", "Pages of results"),
    "pager_below": ("Các trang kết quả, dưới bảng", "Pages of results, below the table"),
    "page_first": ("Trang đầu", "First page"),
    "page_previous": ("Trang trước", "Previous page"),
    "page_next": ("Trang sau", "Next page"),
    "downloads": ("Tải về", "Download"),
    "downloads_note": ("tất cả theo bộ lọc", "all that the filter finds"),
    "filter_title": ("Lọc và sắp xếp", "Filter and sort"),
    "filter_active": ("đang lọc", "filtered"),
    "filter_limit": ("Số đối tượng mỗi trang", "Features a page"),
    "filter_limit_default": ("mặc định", "default"),
    "filter_day": ("Như ngày", "As of"),
    "filter_day_help": (
        "Dữ liệu như nó đứng vào ngày này.",
        "The data as they stood on this day.",
    ),
    "filter_cql": ("Điều kiện (CQL2)", "Condition (CQL2)"),
    "filter_cql_help": (
        "Viết với tên thuộc tính như trong cấu trúc dữ liệu. Ví dụ:",
        "Written with the names of properties in the schema. Examples:",
    ),
    "filter_sort": ("Sắp theo", "Sort by"),
    "sort_default": ("thứ tự gốc", "as stored"),
    "sort_up": ("{title}, tăng dần", "{title}, ascending"),
    "sort_down": ("{title}, giảm dần", "{title}, descending"),
    "sort_link_up": ("Sắp tăng dần theo {title}", "Sort by {title}, ascending"),
    "sort_link_down": ("Sắp giảm dần theo {title}", "Sort by {title}, descending"),
    "filter_bbox": ("Khung bản đồ", "Box on the map"),
    "filter_bbox_help": (
        "tây,nam,đông,bắc tính bằng độ",
        "west,south,east,north in degrees",
    ),
    "bbox_from_view": ("Lấy từ khung đang xem", "Take from this view"),
    "filter_apply": ("Áp dụng", "Apply"),
    "filter_reset": ("Bỏ lọc", "Clear"),
    "columns_all": ("Hiện mọi cột ({count})", "Show all columns ({count})"),
    "columns_few": ("Chỉ cột chính", "Main columns only"),
    "items_caption": (
        "{collection}; bấm một hàng để mở đối tượng.",
        "{collection}; choose a row to open the feature.",
    ),
    "not_on_map_count": (
        "{count} đối tượng chưa rõ vị trí, không có trên bản đồ",
        "{count} of unknown place, not on the map",
    ),
    "open_feature": ("Mở đối tượng", "Open the feature"),
    "map_of_items": ("Bản đồ các đối tượng của trang này", "Map of the features of this page"),
    "map_other_crs": (
        "Tọa độ của câu trả lời này không phải kinh độ, vĩ độ, nên không vẽ lên bản đồ.",
        "The coordinates of this answer are not longitude and latitude, so no map is drawn.",
    ),
    "map_whole": ("Thấy tất cả", "Show all"),
    "legend": ("Chú giải", "Legend"),
    "legend_schematic": (
        "Gạch chéo, viền đứt: ranh giới sơ đồ, không phải đo đạc",
        "Hatched, dashed: schematic outline, not a survey",
    ),
    "legend_sketch": ("Nét đứt: vẽ tay, không đo", "Dashed: hand sketch, not measured"),
    "legend_illustrative": ("Chấm: lô minh họa", "Dotted: illustrative parcel"),
    "legend_rough": ("Viền đứt: vị trí gần đúng", "Dashed ring: position is approximate"),
    "class_none": ("Không thuộc dòng nào", "In no line"),
    "features_word": ("Đối tượng", "Features"),
    "notice_schematic": (
        "Trong trang này có ranh giới sơ đồ: hình chữ nhật đúng diện tích công bố, không phải "
        "đo đạc.",
        "Some outlines here are schematic: rectangles of the declared area, not surveys.",
    ),
    "notice_illustrative": (
        "Có lô minh họa: chỉ chia khu cho khớp số công bố, không phải thửa đất thật.",
        "Some parcels here are illustrative: they only split a zone to match declared figures and "
        "are no real plots.",
    ),
    "notice_sketch": (
        "Có nét vẽ tay, chỉ để định hướng.",
        "Some lines here are hand sketches, for orientation only.",
    ),
    "mark_illustrative": ("minh họa", "illustrative"),
    # one feature
    "about_feature": ("Về đối tượng này", "About this feature"),
    "property": ("Thuộc tính", "Property"),
    "value": ("Giá trị", "Value"),
    "figures": ("Số liệu và nguồn", "Figures and their sources"),
    "figures_note": (
        "Mỗi hàng là một số liệu với thời điểm, độ tin cậy và nguồn của nó.",
        "Each row is a figure with its date, quality and sources.",
    ),
    "figure": ("Số liệu", "Figure"),
    "figure_as_of": ("Thời điểm", "As of"),
    "figure_badge": ("Độ tin cậy", "Quality"),
    "figure_sources": ("Nguồn", "Sources"),
    "figure_unknown": (
        "chưa rõ: chưa nguồn nào công bố",
        "unknown: no source has published it",
    ),
    "figure_without_sources": ("không ghi nguồn", "no source named"),
    "distance_table": ("Khoảng cách đường thẳng", "Straight-line distances"),
    "distance_to": ("Tới", "To"),
    "distance_nearest": ("Nơi gần nhất", "Nearest"),
    "distance_value": ("Khoảng cách", "Distance"),
    "distance_rounded": (
        "Làm tròn theo độ chính xác của vị trí khu; bản JSON giữ số mét đo được.",
        "Rounded by how well the zone's place is known; the JSON keeps the metres measured.",
    ),
    "ledger_table": ("Sổ đất, cộng từ các lô", "Land ledger, added up from parcels"),
    "ledger_unknown": (
        "Khu này chưa có lô đất nào, nên sổ đất chưa rõ.",
        "No parcels are known for this zone, so its ledger is unknown.",
    ),
    "feature_map": ("Bản đồ của đối tượng", "Map of this feature"),
    "feature_nowhere": (
        "Chưa rõ vị trí: chưa nguồn nào cho tọa độ.",
        "Place unknown: no source gives a position.",
    ),
    "related": ("Liên quan", "Related"),
    "related_parcels": ("Các lô đất của khu này", "Parcels of this zone"),
    "related_land": ("Khu này trong sổ đất", "This zone in the land book"),
    "related_zone": ("Khu chứa lô này", "The zone of this parcel"),
    "back_to_items": ("Về danh sách", "Back to the list"),
    # queryables, schema
    "queryables_lead": (
        "Các thuộc tính dùng được trong điều kiện lọc, ví dụ {example}.",
        "Properties that a filter may name, such as {example}.",
    ),
    "schema_lead": (
        "Các thuộc tính của từng đối tượng, đơn vị và định nghĩa của chúng.",
        "The properties of each feature, their units and definitions.",
    ),
    "schema_caption": ("Thuộc tính của {collection}", "Properties of {collection}"),
    "column_name": ("Tên", "Name"),
    "column_title": ("Nghĩa", "Title"),
    "column_type": ("Kiểu", "Type"),
    "column_unit": ("Đơn vị", "Unit"),
    "column_words": ("Các giá trị", "Values"),
    "words_any": ("bất kỳ", "any"),
    "may_be_unknown": ("có thể chưa rõ (null)", "may be unknown (null)"),
    "type_string": ("chữ", "text"),
    "type_number": ("số", "number"),
    "type_integer": ("số nguyên", "integer"),
    "type_boolean": ("có/không", "yes/no"),
    "type_date": ("ngày", "date"),
    "type_geometry": ("hình học", "geometry"),
    "type_other": ("khác", "other"),
    # conformance
    "conformance_lead": (
        "Từng lớp yêu cầu của chuẩn mà dịch vụ khai là tuân theo.",
        "Each requirements class that the service declares to follow.",
    ),
    "conformance_caption": ("{standard}: các lớp yêu cầu", "{standard}: requirements classes"),
    "conformance_class": ("Lớp", "Class"),
    "conformance_uri": ("Định danh", "Identifier"),
    # tiles
    "tilesets_lead": (
        "Ô vectơ Mapbox, ghép nhanh vào bản đồ web và QGIS.",
        "Mapbox vector tiles, quick to add to web maps and QGIS.",
    ),
    "tilesets_caption": ("Các bộ ô trên dịch vụ này", "Tile sets on offer"),
    "tileset_grid": ("Lưới", "Grid"),
    "tileset_crs": ("Hệ tọa độ", "Coordinate system"),
    "tileset_content": ("Nội dung", "Content"),
    "tile_template": ("Mẫu địa chỉ của một ô", "Address of one tile, as a template"),
    "tile_template_xyz": (
        "Cùng địa chỉ, viết cho QGIS và thư viện bản đồ web",
        "The same address as QGIS and web map libraries write it",
    ),
    "tile_zooms": ("Mức phóng", "Zoom levels"),
    "tile_zooms_value": ("{first} đến {last}", "{first} to {last}"),
    "tile_limits_caption": ("Giới hạn của từng mức phóng", "Limits of each zoom level"),
    "tile_level": ("Mức", "Level"),
    "tile_rows": ("Hàng", "Rows"),
    "tile_columns": ("Cột", "Columns"),
    "tile_count": ("Số ô", "Tiles"),
    "tile_layers": ("Lớp trong ô", "Layers inside the tiles"),
    "tile_documents": ("TileJSON, kiểu vẽ và liên kết", "TileJSON, styles and links"),
    "tms_caption": ("Các lưới ô", "Tile matrix sets"),
    "tms_levels_caption": ("Các mức của lưới", "Levels of the grid"),
    "tms_id": ("Mã", "Id"),
    "tms_scale": ("Mẫu số tỷ lệ", "Scale denominator"),
    "tms_cell": ("Cỡ điểm ảnh", "Cell size"),
    "tms_tile_size": ("Cỡ ô (px)", "Tile size (px)"),
    "tms_matrix_size": ("Số ô ngang × dọc", "Tiles across × down"),
    "tms_uri": ("Định danh", "Identifier"),
    "tms_axes": ("Thứ tự trục", "Order of axes"),
    # problem
    "problem_status": ("Mã trạng thái {status}", "Status {status}"),
    "problem_received": ("Điều dịch vụ nói", "What the service says"),
    "problem_next": ("Đi tiếp", "Where to go"),
    "problem_404": (
        "Địa chỉ này không có gì. Có thể tên đã đổi, hoặc đối tượng không còn.",
        "There is nothing at this address. Its name may have changed, or the feature is gone.",
    ),
    "problem_400": (
        "Một tham số không dùng được. Sửa nó theo lời dưới đây rồi thử lại.",
        "A parameter cannot be used. Mend it by the words below and try again.",
    ),
    "problem_503": (
        "Cơ sở dữ liệu đang bận hoặc vắng. Hãy thử lại sau ít giây.",
        "The database is busy or away. Try again in a few seconds.",
    ),
    "problem_other": (
        "Dịch vụ không trả lời được yêu cầu này.",
        "The service could not answer this request.",
    ),
    "problem_all": ("Xem các bộ dữ liệu", "See the collections"),
    "problem_start": ("Về trang đầu của dữ liệu", "Back to the data's start page"),
    "problem_plain": ("Bỏ mọi tham số", "Without any parameter"),
    # values that only features have
    "kind_land": ("Đất liền", "Land"),
    "kind_sea": ("Biển", "Sea"),
    "kind_shore": ("Đường bờ", "Shore"),
    "kind_context": ("Đất liền ngoài vùng", "Land beyond the region"),
    "accuracy_surveyed": ("Vị trí đo đạc", "Surveyed position"),
    "outline_surveyed": ("đo đạc", "surveyed"),
    "outline_openstreetmap": ("OpenStreetMap", "OpenStreetMap"),
    "outline_schematic": ("sơ đồ", "schematic"),
    "state_known": ("đã biết", "known"),
    "state_none_left": ("nguồn nói hết đất", "no land left, as a source says"),
    "state_unknown": ("chưa rõ", "unknown"),
    "from_boundary": ("ranh giới", "the boundary"),
    "from_centre": ("tâm khu", "the centre"),
    "unit_year": ("năm", "year"),
    # formats
    "format_csv": ("CSV", "CSV"),
    "format_csv_for": ("bảng tính, mọi chương trình", "spreadsheets, any program"),
    "format_xlsx": ("Excel", "Excel"),
    "format_xlsx_for": ("bảng có kiểu, đơn vị, nguồn", "a typed table with units and sources"),
    "format_gpkg": ("GeoPackage", "GeoPackage"),
    "format_gpkg_for": ("QGIS, ArcGIS", "QGIS, ArcGIS"),
    "format_fgb": ("FlatGeobuf", "FlatGeobuf"),
    "format_fgb_for": ("GIS, tệp lớn", "GIS, large files"),
    "format_kml": ("KML", "KML"),
    "format_kml_for": ("Google Earth", "Google Earth"),
    "format_parquet": ("GeoParquet", "GeoParquet"),
    "format_parquet_for": ("DuckDB, GeoPandas", "DuckDB, GeoPandas"),
    "format_geojson": ("GeoJSON", "GeoJSON"),
    "format_geojson_for": ("web, chương trình", "web, programs"),
    "format_geojsonl": ("GeoJSON Seq", "GeoJSON Seq"),
    "format_geojsonl_for": ("đọc từng dòng", "read line by line"),
    "format_shp": ("Shapefile", "Shapefile"),
    "format_shp_for": ("GIS đời cũ", "older GIS"),
}

_GAP: Final = re.compile(r"\{(\w+)\}")


@cache
def _table() -> dict[Language, dict[str, str]]:
    shared = land_word_table()
    return {
        "vi": {**shared["vi"], **{key: pair[0] for key, pair in OGC_WORDS.items()}},
        "en": {**shared["en"], **{key: pair[1] for key, pair in OGC_WORDS.items()}},
    }


def ogc_word(key: str, language: Language, **values: object) -> str:
    """The word of that key with `{name}` filled in; KeyError if there is none.

    Parameters
    ----------
    values
        What to fill in; taken as it is, so escape the result where it becomes HTML.
    """
    text = _table()[language][key]
    return _GAP.sub(lambda gap: str(values.get(gap[1], gap[0])), text)


def has_word(key: str) -> bool:
    """Whether there is such a word."""
    return key in _table()["vi"]
