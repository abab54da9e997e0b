-- The source register.
SELECT source_key AS key, publisher, address, kind, licence, retrieved, note
FROM source
ORDER BY source_key
