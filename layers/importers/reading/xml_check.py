"""XML from strangers: no document type, no entity, no address outside the file."""

from __future__ import annotations

from typing import NoReturn
from xml.parsers import expat

from layers.importers.reading.notebook import Notebook, shorten

DEEPEST = 60
"""Elements in each other; the formats read here nest less than half as deep."""


class _RefusedError(Exception):
    """A document type or an entity was met."""


def check_xml(content: bytes, place: str | None, notes: Notebook) -> frozenset[str]:
    """Refuse XML with a document type or entities, nested too deep, or not well-formed.

    Returns
    -------
    Names of the elements that were met, as written.

    Raises
    ------
    ImportRejected
        In each of these cases, with line and column.
    """
    parser = expat.ParserCreate()
    depth = 0
    names: set[str] = set()

    def refuse(*_: object) -> NoReturn:
        raise _RefusedError

    def begin(name: str, _: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        names.add(name)
        if depth > DEEPEST:
            notes.refuse(
                "xml_broken",
                f"elements are nested more than {DEEPEST} deep",
                place=place,
                value=name,
                remedy="export the file again from the program that made it",
            )

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.UnparsedEntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse
    parser.StartElementHandler = begin
    parser.EndElementHandler = end
    try:
        parser.Parse(content, True)
    except _RefusedError:
        notes.refuse(
            "xml_doctype",
            "the XML declares a document type or entities",
            place=place or f"row {parser.CurrentLineNumber}",
            expected="plain elements; files with a document type can harm who reads them",
            remedy="export the file again, or delete the DOCTYPE",
        )
    except (expat.ExpatError, LookupError, ValueError) as error:
        where = f"row {parser.CurrentLineNumber}, character {parser.CurrentColumnNumber + 1}"
        notes.refuse(
            "xml_broken",
            f"the XML is broken or cut off: {shorten(str(error))}",
            place=f"{place}, {where}" if place else where,
            remedy="copy or export the file again",
        )
    return frozenset(names)
