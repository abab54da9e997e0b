"""What the description says about filters."""

from __future__ import annotations

from typing import Final

from layers.cql.reading import DEEPEST, MOST_CHARACTERS

FILTER_NOTE: Final = (
    "CQL2 on the queryables of the collection; the geometry is called `geometry`. At most "
    f"{MOST_CHARACTERS} characters, brackets {DEEPEST} deep. Examples: "
    "`leasable_area_ha > 50 AND leasable_area_ha_badge IN ('A','B')`, "
    "`ACCENTI(CASEI(name_vi)) LIKE '%my phuoc%'`, "
    "`S_INTERSECTS(geometry, BBOX(106.9, 10.4, 107.2, 10.7))`."
)
