"""Keep with each parcel what lets its outline be drawn in a tile without mending it."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Turn the outlines for tiles as tiles want them, and say how narrow each is."""
    # An expression cannot be changed, so the column is made anew; its index goes with it.
    op.execute(
        """
        ALTER TABLE parcel
          DROP COLUMN geom_3857,
          ADD COLUMN geom_3857 geometry(MULTIPOLYGON, 3857) GENERATED ALWAYS AS
            (ST_ForcePolygonCW(ST_Transform(geom, 3857))) STORED,
          ADD COLUMN narrowest_3857_m float8 GENERATED ALWAYS AS
            (CASE WHEN ST_NPoints(geom) <= 1000
              THEN ST_MinimumClearance(ST_Transform(geom, 3857)) END) STORED
        """
    )
    op.execute(
        "COMMENT ON COLUMN parcel.geom_3857 IS"
        " 'outline as tiles want it, outer rings clockwise; never measured'"
    )
    op.execute(
        "COMMENT ON COLUMN parcel.narrowest_3857_m IS"
        " 'least distance between a corner and another corner or edge, Web Mercator metres;"
        " NULL where corners are too many to look at'"
    )
    op.execute(
        "CREATE INDEX parcel_tile_idx ON parcel USING gist (geom_3857) WHERE upper_inf(recorded)"
    )


def downgrade() -> None:
    """Have the outlines as they were."""
    op.execute(
        """
        ALTER TABLE parcel
          DROP COLUMN narrowest_3857_m,
          DROP COLUMN geom_3857,
          ADD COLUMN geom_3857 geometry(MULTIPOLYGON, 3857) GENERATED ALWAYS AS
            (ST_Transform(geom, 3857)) STORED
        """
    )
    op.execute("COMMENT ON COLUMN parcel.geom_3857 IS 'outline as tiles want it; never measured'")
    op.execute(
        "CREATE INDEX parcel_tile_idx ON parcel USING gist (geom_3857) WHERE upper_inf(recorded)"
    )
