WITH outlet AS (
  SELECT
    platform, country, outlet, min(opened) AS opened, bool_or(latitude IS NOT NULL) AS is_located,
    bool_or(is_open) AS was_open
  FROM clean.outlet_sighting
  GROUP BY platform, country, outlet
),
counted AS (
  SELECT
    platform, country, count_if(was_open) AS outlet_count, count(opened) AS dated_count,
    count_if(was_open AND is_located) AS located_count, min(opened) AS first_opened
  FROM outlet
  GROUP BY platform, country
),
listed AS (
  SELECT platform, country, array_sort(collect_set(period)) AS snapshots
  FROM clean.outlet_sighting
  GROUP BY platform, country
)
SELECT
  platform, country, snapshots[0] AS known_from, element_at(snapshots, -1) AS known_to,
  CASE WHEN dated_count >= :dated_share * outlet_count THEN first_opened END AS dated_from,
  snapshots, outlet_count, dated_count, located_count
FROM listed JOIN counted USING (platform, country)
