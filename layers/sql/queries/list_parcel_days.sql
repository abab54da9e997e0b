-- Days on which the parcels of a zone changed, as we know it now: what a slider of dates steps by.
--
-- %(zone_id)s  text; a state without a known beginning gives no day
SELECT DISTINCT bound AS day
FROM parcel AS p,
  LATERAL (VALUES (lower(p.valid)), (upper(p.valid))) AS bounds (bound)
WHERE p.zone_id = %(zone_id)s AND upper_inf(p.recorded) AND bound IS NOT NULL
ORDER BY day
