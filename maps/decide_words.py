"""Words for deciding: shortlist, zones side by side, ranking, and what is handed on."""

from __future__ import annotations

from layers.ranking.criteria import PRESET_WORDS

# key -> (Vietnamese, English). `{name}` is filled in by the page.
DECIDE_WORDS: dict[str, tuple[str, str]] = {
    # shortlist
    "shortlist_added": ("Đã chọn {name}, vị trí {place}.", "Added {name}, place {place}."),
    "shortlist_removed": ("Đã bỏ {name}.", "Removed {name}."),
    "shortlist_refused": (
        "Trình duyệt không cho lưu: hãy giữ đường dẫn, danh sách nằm trong đó.",
        "The browser refuses to keep the list: keep the link, which carries it.",
    ),
    "shortlist_count": ("Danh sách chọn lọc: {count} khu", "Shortlist: {count} zones"),
    "shortlist_count_one": ("Danh sách chọn lọc: 1 khu", "Shortlist: 1 zone"),
    "shortlist_empty": ("Chưa chọn khu nào", "No zone chosen yet"),
    "shortlist_begin": (
        "Bấm ngôi sao ở một khu để đưa khu đó vào đây: trong danh sách tìm, bảng xếp hạng "
        "hoặc phiếu của khu. Danh sách nằm trong đường dẫn và trong trình duyệt này.",
        "Press the star of a zone to put it here: in the list of finds, in the ranking or in the "
        "zone's sheet. The list is kept in the link and in this browser.",
    ),
    "shortlist_to_find": ("Tìm khu", "Find zones"),
    "shortlist_to_rank": ("Xếp hạng", "Rank zones"),
    "shortlist_up": ("Đưa lên: {name}", "Move up: {name}"),
    "shortlist_down": ("Đưa xuống: {name}", "Move down: {name}"),
    "shortlist_remove_name": ("Bỏ: {name}", "Remove: {name}"),
    "fact_left": ("Còn lại: {value}", "Remaining: {value}"),
    "fact_berth": ("Nước sâu: {value}", "Deep water: {value}"),
    # sharing and files
    "share": ("Chép đường dẫn", "Copy link"),
    "share_send": ("Chia sẻ…", "Share…"),
    "share_link": ("Đường dẫn", "Link"),
    "share_copied": (
        "Đã chép. Đường dẫn giữ bộ lọc, trọng số, khung nhìn, ngôn ngữ và bản dữ liệu.",
        "Copied. The link keeps filters, weights, view, language and data version.",
    ),
    "share_by_hand": ("Hãy chép đường dẫn trong ô trên.", "Copy the link from the field above."),
    "brief": ("Tóm tắt để trình (PDF)", "Brief for the board (PDF)"),
    "brief_title": ("Tiêu đề (không bắt buộc)", "Title (optional)"),
    "brief_notes": ("Ghi chú (không bắt buộc)", "Notes (optional)"),
    "brief_first": (
        "Bản tóm tắt gồm sáu khu đầu.",
        "The brief has the first six zones.",
    ),
    "brief_vi": ("PDF tiếng Việt", "PDF in Vietnamese"),
    "brief_en": ("PDF tiếng Anh", "PDF in English"),
    "download_data": ("Số liệu của các khu", "Figures of the zones"),
    "decide_download_xlsx": ("Excel", "Excel"),
    "decide_download_kml": ("KML", "KML"),
    "decide_download_geojson": ("GeoJSON", "GeoJSON"),
    "download_waiting": ("Đang chuẩn bị…", "Preparing…"),
    "download_done": ("Đã tải xuống.", "Downloaded."),
    "download_failed": (
        "Không tải được. Danh sách vẫn còn; hãy thử lại.",
        "The download failed. Your shortlist is kept; try again.",
    ),
    "download_standalone": (
        "Tải tệp cần máy chủ; trang này mở từ đĩa.",
        "Downloads need the server; this page was opened from disk.",
    ),
    # side by side
    "compare": ("So sánh", "Compare"),
    "compare_this": ("So sánh {name}", "Compare {name}"),
    "compare_count": ("So sánh {count} khu", "Compare {count} zones"),
    "compare_count_one": ("So sánh 1 khu", "Compare 1 zone"),
    "compare_two": ("Chọn thêm khu để so sánh.", "Choose another zone to compare."),
    "compare_begin": (
        "Cần ít nhất hai khu. Chọn thêm ở ô bên trên, hoặc bấm ngôi sao ở các khu.",
        "Two zones at least are needed. Add them above, or press the star of some zones.",
    ),
    "compare_add": ("Thêm khu", "Add a zone"),
    "compare_add_listed": ("Trong danh sách chọn lọc", "On the shortlist"),
    "compare_add_others": ("Các khu khác", "Other zones"),
    "compare_leave": ("Không so sánh {name}", "Leave out {name}"),
    "compare_differs": ("Chỉ những gì khác nhau", "Only what differs"),
    "compare_best": ("tốt nhất", "best"),
    "compare_note": (
        "Tô nền: tốt nhất của hàng. Chưa rõ thì không bao giờ thắng; khoảng số được xét theo đầu "
        "kém nhất; số từ lô minh họa không được xét.",
        "Shaded: best of its row. What is unknown never wins; a range counts by its worst end; "
        "figures from illustrative parcels do not count.",
    ),
    "compare_rows": ("Chỉ tiêu", "Figure"),
    "compare_glance": ("Nhìn nhanh", "At a glance"),
    "compare_map": ("Cùng một tỷ lệ", "All at one scale"),
    "compare_map_of": ("Bản đồ nhỏ: {name}", "Small map: {name}"),
    "compare_land_bar": ("Đất, cùng một thước", "Land, on one scale"),
    "compare_blocks": ("Mảnh đất liền", "Blocks in one piece"),
    "compare_terms": ("Điều kiện thuê", "Terms"),
    "compare_all_same": ("Không có gì khác nhau.", "Nothing differs."),
    "compare_all_unknown": ("Chưa rõ ở mọi khu", "Unknown for all"),
    "bar_leased": ("đã thuê {value}", "leased {value}"),
    "bar_left": ("còn lại {value}", "remaining {value}"),
    "bar_total": ("tổng {value}", "total {value}"),
    "largest_block": ("Mảnh liền lớn nhất", "Largest block"),
    "blocks_of": ("Số mảnh từ {size} ha", "Blocks of {size} ha or more"),
    "at_most": ("nhiều nhất {value}", "at most {value}"),
    "bounded_by_remaining": (
        "chưa có lô đất thật: không quá đất còn lại",
        "no real parcels: at most what remains",
    ),
    "years_from_end": ("năm hết hạn trừ năm nay", "year of the end less this year"),
    "years_left": ("Số năm còn lại", "Years left"),
    "years_count": ("{count} năm", "{count} years"),
    "years_count_one": ("1 năm", "1 year"),
    "decide_at_least": ("ít nhất {value}", "at least {value}"),
    "kind": ("Loại", "Kind"),
    "former_province": ("Tỉnh cũ", "Former province"),
    "former_district": ("Quận, huyện cũ", "Former district"),
    "status": ("Tình trạng", "Status"),
    # ranking
    **{f"preset_{preset}": words for preset, words in PRESET_WORDS.items()},
    "rank_presets": ("Bộ trọng số có sẵn", "Presets of weights"),
    "rank_weights": ("Trọng số", "Weights"),
    "rank_weights_note": (
        "Vạch dưới thanh kéo: khoảng trọng số mà khu đứng đầu vẫn đứng đầu.",
        "Line under a slider: the weights with which the first stays first.",
    ),
    "rank_reset": ("Về bộ có sẵn", "Back to the preset"),
    "rank_weights_bad": (
        "Trọng số này không dùng được ({parts}); đang dùng bộ Cân bằng.",
        "These weights cannot be used ({parts}); Balanced is used instead.",
    ),
    "rank_weights_zero": (
        "Mọi trọng số đều bằng 0. Hãy nâng ít nhất một tiêu chí.",
        "All weights are 0. Raise one criterion at least.",
    ),
    "rank_none_kept": (
        "Bộ lọc không còn khu nào: hãy nới bộ lọc ở phần Tìm.",
        "The filters leave no zone: loosen one under Find.",
    ),
    "rank_away": (
        "Không liên lạc được với máy chủ, và bảng xếp hạng này chưa được giữ để dùng khi không có "
        "mạng.",
        "The server cannot be reached, and this ranking was not kept for use without a network.",
    ),
    "rank_failed": (
        "Máy chủ chưa trả lời được.",
        "The server could not answer.",
    ),
    "rank_refused": (
        "Máy chủ không nhận yêu cầu này: {detail}",
        "The server refused this request: {detail}",
    ),
    "rank_waiting": ("Đang tính…", "Working it out…"),
    "rank_last_stays": (
        "Bảng dưới là kết quả lần trước.",
        "The ranking below is the last one.",
    ),
    "rank_count": (
        "{count} khu, xếp theo điểm chắc chắn (tối đa 100)",
        "{count} zones by their certain score (of 100)",
    ),
    "rank_count_one": (
        "1 khu, theo điểm chắc chắn (tối đa 100)",
        "1 zone by its certain score (of 100)",
    ),
    "rank_filtered": (
        "{count} trong {all} khu, theo bộ lọc của bạn",
        "{count} of {all}, by your filters",
    ),
    "rank_left_out": ("Không xếp: {parts}", "Left out: {parts}"),
    "rank_taken_in": ("Xếp cả: {parts}", "Also ranked: {parts}"),
    "rank_no_land": ("{count} khu hết đất cho thuê", "{count} zones with no land left"),
    "rank_no_land_one": ("1 khu hết đất cho thuê", "1 zone with no land left"),
    "rank_planned": ("{count} khu mới chỉ có trong quy hoạch", "{count} zones only planned"),
    "rank_planned_one": ("1 khu mới chỉ có trong quy hoạch", "1 zone only planned"),
    "rank_show_them": ("xếp cả các khu đó", "show them"),
    "rank_leave_them_out": ("bỏ các khu đó ra", "leave them out"),
    "rank_about": ("Tiêu chí này là gì: {criterion}", "About this criterion: {criterion}"),
    "rank_worth": (
        "Quy ra điểm trên 100: {anchors}. Giữa hai mốc thì chia theo đường thẳng.",
        "Points of 100: {anchors}. In a straight line between these.",
    ),
    "rank_score_title": (
        "Từ điểm chắc chắn đến điểm có thể đạt, nếu mọi số liệu chưa rõ đều tốt nhất",
        "From the certain score to the possible one, with all that is unknown at its best",
    ),
    "rank_all": ("Xem cả {count} khu", "Show all {count} zones"),
    "rank_leader": ("Đứng đầu: {name}, {points} điểm", "First: {name}, {points} points"),
    "rank_missing_note": (
        "Chưa rõ: {parts}. Thiếu số liệu thì điểm thành khoảng, không thay bằng trung bình.",
        "Unknown: {parts}. A missing figure widens the score; no mean takes its place.",
    ),
    "rank_missing_part": ("{criterion} ở {count} khu", "{criterion} for {count} zones"),
    "rank_missing_part_one": ("{criterion} ở 1 khu", "{criterion} for 1 zone"),
    "rank_why": ("Vì sao khu này đứng đầu", "Why the first is first"),
    "rank_waterfall": (
        "Từ điểm của {second} đến điểm của {first}, từng tiêu chí; bảng bên dưới nói như vậy",
        "From {second}'s score to {first}'s, by criterion; the table below says the same",
    ),
    "rank_same": ("Ngang nhau: {criteria}", "Equal: {criteria}"),
    "rank_untold": ("Chưa phân biệt được: {criteria}", "Not told apart: {criteria}"),
    "rank_as_table": ("Xem thành bảng", "As a table"),
    "rank_criterion": ("Tiêu chí", "Criterion"),
    "rank_points": ("Điểm", "Points"),
    "rank_doubt": ("Chắc đến đâu", "How firm it is"),
    "rank_chance": ("Trong 10.000 bộ trọng số ngẫu nhiên", "In 10,000 random weightings"),
    "rank_place": ("Hạng theo điểm", "Place by score"),
    "rank_tie": ("{share} (hòa)", "{share} (tie)"),
    "rank_top": ("đầu {top}", "top {top}"),
    "rank_intervals": (
        "Mỗi trọng số đổi được đến đâu",
        "How far each weight may move",
    ),
    "rank_intervals_note": (
        "Các trọng số khác giữ nguyên tỷ lệ. Ở đầu khoảng nằm giữa 0% và 100%, một khu khác bằng "
        "điểm chắc chắn; (hòa): ở 0% hoặc 100% cũng vậy.",
        "The other weights keep their proportions. At an end between 0% and 100% another zone "
        "draws level in its certain score; (tie): at 0% or 100%, too.",
    ),
    "rank_weight": ("Trọng số", "Weight"),
    "rank_stays": ("Vẫn đứng đầu", "Stays first"),
    "rank_topsis": ("Đối chiếu bằng TOPSIS", "Cross-check by TOPSIS"),
    "rank_ours": ("Ở đây", "Here"),
    "rank_rho": (
        "Tương quan hạng Spearman giữa hai cách: {rho} (1 là giống hệt).",
        "Spearman's rank correlation of the two: {rho} (1 is the same order).",
    ),
    "rank_missing": ("Thiếu gì", "What is missing"),
    "rank_unknown_for": (
        "{criterion}: chưa rõ ở {count} trong {all} khu",
        "{criterion}: unknown for {count} of {all} zones",
    ),
}
