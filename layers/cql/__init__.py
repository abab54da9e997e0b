"""Filters in CQL2: read by the library cql2, turned into SQL with bound values."""
