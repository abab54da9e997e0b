-- Removes links that an earlier import added and that this one brings under another id.
--
-- staged_link (temporary) holds the links just stored. The id of an added link is that of its
-- lowest way; when that way is gone from OpenStreetMap the same road comes with another.
DELETE FROM link AS l
USING staged_link AS s
WHERE l.link_id LIKE 'osm-way-%' AND s.link_id LIKE 'osm-way-%'
  AND (l.kind, l.name_vi, l.status) = (s.kind, s.name_vi, s.status)
  AND NOT EXISTS (SELECT FROM staged_link AS same WHERE same.link_id = l.link_id)
