"""Pieces of a filter in SQL: what kind of value each is, and the values that are bound."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from psycopg import sql

TermKind = Literal["text", "number", "boolean", "date", "timestamp", "geometry"]


@dataclass(frozen=True, slots=True)
class Term:
    """A piece of SQL and the kind of its value."""

    sql: sql.Composable
    kind: TermKind


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition on the rows `f` of a relation.

    Attributes
    ----------
    condition
        SQL with named placeholders.
    values
        What is bound to them.
    is_simple
        Whether it does no more than compare properties with a value each.
    """

    condition: sql.Composable
    values: dict[str, Any]
    is_simple: bool = False


@dataclass(slots=True)
class Bound:
    """Values bound so far; each has a name of its own."""

    values: dict[str, Any] = field(default_factory=dict)

    def bind(self, value: Any, sql_type: str) -> sql.Composable:
        """Placeholder of a value, with its type said."""
        name = f"filter_{len(self.values)}"
        self.values[name] = value
        return sql.SQL("CAST({} AS {})").format(sql.Placeholder(name), sql.SQL(sql_type))


def call(name: str, *parts: sql.Composable) -> sql.Composed:
    """A call of one of our or PostgreSQL's functions."""
    return sql.SQL("{}({})").format(sql.SQL(name), sql.SQL(", ").join(parts))


def infix(left: sql.Composable, operator: str, right: sql.Composable) -> sql.Composed:
    """Two operands with an operator between, in brackets."""
    return sql.SQL("({} {} {})").format(left, sql.SQL(operator), right)
