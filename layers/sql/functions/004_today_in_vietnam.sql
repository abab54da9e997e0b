-- The day that it is in Vietnam, whatever the time zone of the session: UTC + 7 h, no summer time.
CREATE FUNCTION today_in_vietnam() RETURNS date
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
  SELECT CAST(timezone(interval '7 hours', now()) AS date)
$$;
