-- What is kept of each collection: features today, box in degrees, first day.
--
-- tag          version of the data that is in force now; the rest may be of the one before
SELECT data_tag() AS tag, collection_id, features, west, south, east, north, begins
FROM collection_published
