"""Alembic environment: runs inside the connection that `layers.migrate` hands over."""

from __future__ import annotations

from alembic import context

from layers.tables import metadata
from layers.vocabulary import SCHEMA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table_schema=SCHEMA,
)
context.run_migrations()
