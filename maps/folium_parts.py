"""What folium makes of our pages: a bare map, and a figure laid out by a template of ours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import folium
import jinja2
from branca.element import Figure
from folium.template import Template

MAP_ID = "zonemap"
MAP_NAME = f"map_{MAP_ID}"

# First view where the page cannot measure itself; it then fits the zones on the map.
_CENTRE_LON_LAT = (106.85, 10.82)
_ZOOM = 10


class BareMap(folium.Map):
    """A folium map that brings no assets, styles or viewport of its own: the page has them."""

    # Attributes of this class, so folium's own lists of CDN addresses stay as they are.
    default_js: list[tuple[str, str]] = []  # noqa: RUF012 - folium's own form
    default_css: list[tuple[str, str]] = []  # noqa: RUF012 - folium's own form
    _template = Template(
        """
        {% macro html(this, kwargs) %}
        <div class="folium-map" id={{ this.get_name()|tojson }}></div>
        {% endmacro %}
        {% macro script(this, kwargs) %}
        const {{ this.get_name() }} = L.map(
            {{ this.get_name()|tojson }},
            {
                center: {{ this.location|tojson }},
                crs: L.CRS.{{ this.crs }},
                ...{{ this.options|tojavascript }}
            }
        );
        {% endmacro %}
        """
    )


class TemplatePage(Figure):
    """A folium figure laid out by our template, with what the template needs."""

    def __init__(self, template: jinja2.Template, context: Mapping[str, Any]) -> None:
        super().__init__()
        self.context = context
        self._template = template


def render_page(template: jinja2.Template, context: Mapping[str, Any], **options: Any) -> str:
    """Text of a page with one map on it.

    Parameters
    ----------
    template
        Reads `this.context`, and places the map with `this.html` and `this.script`.
    context
        What the template needs beside the map.
    options
        Options of the map in Leaflet's own spelling, over those that all pages share.
    """
    page = TemplatePage(template, context)
    drawn = BareMap(
        location=_lat_lon(*_CENTRE_LON_LAT),
        tiles=None,
        zoom_start=_ZOOM,
        zoom_control=False,
        attribution_control=False,
        zoom_snap=0.25,
        zoom_delta=1,
        wheel_px_per_zoom_level=100,
        **options,
    )
    # folium draws random ids; the same data must give the same bytes.
    drawn._id = MAP_ID
    drawn.add_to(page)
    rendered: str = page.render()
    return rendered


def _lat_lon(lon: float, lat: float) -> tuple[float, float]:
    """The one place where lon, lat becomes folium's lat, lon."""
    return lat, lon
