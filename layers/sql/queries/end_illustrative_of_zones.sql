-- Ends the illustrative parcels of zones that real parcels have come for.
--
-- %(zones)s    text[]; %(moment)s timestamptz, when we learnt of it
UPDATE parcel
SET recorded = tstzrange(lower(recorded), %(moment)s)
WHERE illustrative AND upper_inf(recorded) AND zone_id = ANY (%(zones)s)
