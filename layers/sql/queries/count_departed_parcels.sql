-- One row for each noted parcel that the file no longer has.
SELECT p.parcel_id
FROM parcel_change AS c
JOIN parcel AS p USING (parcel_version)
WHERE NOT EXISTS (SELECT FROM staged_parcel_state AS s WHERE s.parcel_id = p.parcel_id)
