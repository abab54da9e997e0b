-- Ends the bundled figures that the staged table no longer holds.
--
-- staged_figure (temporary) holds the figures of the bundle. A figure that ends is kept: what we
-- knew, and until when, stays on record.
-- index        figure_in_force_key
UPDATE figure AS f
SET recorded = tstzrange(lower(f.recorded), now())
WHERE upper_inf(f.recorded) AND f.origin = 'bundle'
  AND NOT EXISTS (SELECT FROM staged_figure AS s WHERE s.fingerprint = f.fingerprint)
