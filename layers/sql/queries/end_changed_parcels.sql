-- Ends the record of the noted versions; they are kept as what we used to know.
--
-- %(moment)s   timestamptz, when we learnt better
UPDATE parcel AS p
SET recorded = tstzrange(lower(p.recorded), %(moment)s)
FROM parcel_change AS c
WHERE p.parcel_version = c.parcel_version
