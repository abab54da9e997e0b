-- What is kept of each collection: features today, box in degrees, first day.
--
-- features     NULL where only counting them anew would tell
-- box, begins  may be of the version before the present one
SELECT (SELECT tag FROM data_tag()) AS tag, collection_id,
  (SELECT features FROM count_features(collection_id, today_in_vietnam())) AS features,
  west, south, east, north, begins
FROM collection_published
