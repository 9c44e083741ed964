-- As metrics.offline_coverage has it, by pieces of the country.
WITH numbered_place AS (
  SELECT
    region, latitude, longitude, people,
    row_number() OVER (PARTITION BY country, division, period ORDER BY region) AS number
  FROM clean.region
),
piece AS (
  SELECT
    number DIV 8000 AS piece,
    array_sort(collect_list(struct(region, latitude, longitude, people))) AS places
  FROM numbered_place
  GROUP BY piece
),
outlet_list AS (
  SELECT
    array_sort(collect_list(struct(
      latitude, longitude, CAST(unix_date(valid_from) AS DOUBLE) AS opened,
      coalesce(CAST(unix_date(valid_to) AS DOUBLE), double('infinity')) AS closed
    ))) AS outlets
  FROM clean.outlet
),
call AS (
  SELECT /*+ REPARTITION(64) */
    piece, places, outlets,
    transform(
      sequence(DATE'2010-01-01', DATE'2019-12-01', INTERVAL 1 MONTH), d -> CAST(unix_date(d) AS DOUBLE)
    ) AS days
  FROM piece CROSS JOIN outlet_list
),
found AS (
  SELECT one.*
  FROM call
  LATERAL VIEW explode(coverage_over_time(
    places.latitude, places.longitude, transform(places, place -> 0D), places.people,
    outlets.latitude, outlets.longitude, outlets.opened, outlets.closed,
    days, array(1.609344D, 8.04672D, 16.09344D, 40.2336D, 80.4672D)
  )) AS one
)
SELECT
  date_from_unix_date(CAST(day AS INT)) AS month, radius AS radius_km,
  sum(CAST(covered AS BIGINT)) AS covered
FROM found
GROUP BY day, radius
