"""KML as the rows come (OGC 12-007r2): placemarks with typed data, one document.

It is written here and not by GDAL, which drops signs that XML cannot hold without a word, turns
flags into numbers and days into text with slashes, has no place for the note, and takes 40 µs a
feature.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from layers.catalog import Property
from layers.downloads.layer import Batch, DownloadLayer
from layers.downloads.shapes import kml_texts
from layers.exports import printable_text

NAMED_BY: Final = "name_vi"
"""Property that labels a placemark; where it is not chosen, the id does."""

_TYPES: Final = {
    "text": "string",
    "number": "double",
    "integer": "int",
    "boolean": "bool",
    "date": "string",
}

_BEGIN: Final = """<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2">
<Document>
<name>{name}</name>
<description>{note}</description>
<Style id="shape"><LineStyle><color>ff696e0b</color><width>2</width></LineStyle>\
<PolyStyle><color>40696e0b</color></PolyStyle></Style>
<Schema name="{layer}" id="{layer}">
{fields}
</Schema>
"""
_END: Final = b"</Document>\n</kml>\n"


class KmlWriter:
    """One document; features without a geometry are placemarks without one."""

    def __init__(self, layer: DownloadLayer) -> None:
        self._layer = layer
        names = layer.names
        self._label_at = names.index(NAMED_BY) if NAMED_BY in names else 0
        self._tags = [f"<SimpleData name={quoteattr(name)}>" for name in names]
        self._data = f'<ExtendedData><SchemaData schemaUrl="#{layer.name}">'

    def begin(self) -> bytes:
        """The head of the document: its note, and the types of its data."""
        return _BEGIN.format(
            name=xml_text(f"{self._layer.collection.title_vi} / {self._layer.collection.title_en}"),
            note=xml_text(self._layer.note),
            layer=self._layer.name,
            fields="\n".join(map(_field, self._layer.properties)),
        ).encode()

    def write(self, batch: Batch) -> bytes:
        """Placemarks of the features."""
        outlines = kml_texts([row[-1] for row in batch], self._layer.crs)
        return "".join(
            self._placemark(row, outline) for row, outline in zip(batch, outlines, strict=True)
        ).encode()

    def end(self) -> bytes:
        """The end of the document."""
        return _END

    def _placemark(self, row: tuple[Any, ...], outline: str | None) -> str:
        label = row[self._label_at]
        data = "".join(
            f"{tag}{_value(value)}</SimpleData>"
            for tag, value in zip(self._tags, row[:-1], strict=True)
            if value is not None
        )
        return (
            f"<Placemark><name>{_value(row[0] if label is None else label)}</name>"
            f"<styleUrl>#shape</styleUrl>{self._data}{data}</SchemaData></ExtendedData>"
            f"{outline or ''}</Placemark>\n"
        )


def xml_text(text: str) -> str:
    """Text between tags; a return is written as a number, or a reader would make it a line end."""
    return escape(printable_text(text)).replace("\r", "&#13;")


def _field(item: Property) -> str:
    title = xml_text(f"{item.title_vi} / {item.title_en}")
    return (
        f'<SimpleField name={quoteattr(item.name)} type="{_TYPES[item.kind]}">'
        f"<displayName>{title}</displayName></SimpleField>"
    )


def _value(value: Any) -> str:
    match value:
        case str():
            return xml_text(value)
        case bool():
            # Both forms of a flag are right (XML Schema 2, 3.3.2); GDAL reads only this one.
            return "1" if value else "0"
        case date():
            return value.isoformat()
    return str(value)
