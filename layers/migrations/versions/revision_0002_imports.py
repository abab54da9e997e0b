"""Record imports: one audit row each, named settings, and the land-use code of a parcel."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables and the column."""
    op.add_column(
        "parcel",
        sa.Column(
            "land_use_code",
            sa.Text(),
            nullable=True,
            comment="code of the land plan, as in data/land_use_codes.csv",
        ),
    )
    op.create_table(
        "import_profile",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "settings", postgresql.JSONB(), nullable=False, comment="options of `zonemap import`"
        ),
        sa.Column(
            "saved_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "name ~ '^[a-z0-9][a-z0-9-]{0,62}$'", name=op.f("import_profile_name_check")
        ),
        sa.PrimaryKeyConstraint("name", name=op.f("import_profile_pkey")),
        comment="Named import settings, so that next month's file needs none of them",
    )
    op.create_table(
        "import_run",
        sa.Column("import_id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "imported_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("imported_by", sa.Text(), nullable=False, comment="account that ran the import"),
        sa.Column("file", sa.Text(), nullable=False, comment="file name, without its folder"),
        sa.Column("sha256", sa.Text(), nullable=False, comment="SHA-256 of the file"),
        sa.Column("layer", sa.Text(), nullable=False, comment="what the file was imported as"),
        sa.Column("profile", sa.Text(), nullable=True, comment="named settings that were used"),
        sa.Column("source_key", sa.Text(), nullable=True, comment="source it was given as"),
        sa.Column(
            "as_of",
            sa.Text(),
            nullable=True,
            comment="day on which the file's state began to hold, ISO partial",
        ),
        sa.Column("options", postgresql.JSONB(), nullable=False, comment="settings of the import"),
        sa.Column(
            "counts",
            postgresql.JSONB(),
            nullable=False,
            comment="rows begun, ended and changed, by table",
        ),
        sa.Column(
            "findings",
            postgresql.JSONB(),
            nullable=False,
            comment="what the examination of the file found",
        ),
        sa.ForeignKeyConstraint(
            ["source_key"], ["source.source_key"], name=op.f("import_run_source_key_fkey")
        ),
        sa.PrimaryKeyConstraint("import_id", name=op.f("import_run_pkey")),
        comment="One row an import that changed something: who, when, which file, what it did",
    )


def downgrade() -> None:
    """Drop the tables and the column."""
    op.drop_table("import_run")
    op.drop_table("import_profile")
    op.drop_column("parcel", "land_use_code")
