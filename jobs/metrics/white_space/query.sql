-- Greedy maximal coverage: each time the centre that reaches the most people not yet reached, which is at
-- least 63.2 % of what as many centres could reach.
WITH known AS (
  SELECT platform, country, known_to FROM clean.network WHERE located_count > 0
),
vintage AS (
  SELECT DISTINCT country, division, period
  FROM clean.region
  WHERE latitude IS NOT NULL AND map_contains_key(:divisions, division)
),
asked AS (
  SELECT platform, country, known_to, division, max(period) AS counted
  FROM known JOIN vintage USING (country)
  WHERE period <= known_to
  GROUP BY platform, country, known_to, division
),
country_place AS (
  SELECT
    country, division, period AS counted,
    array_sort(collect_list(struct(region, area, latitude, longitude, people))) AS places
  FROM clean.region
  LEFT SEMI JOIN asked
    ON asked.country = region.country AND asked.division = region.division AND asked.counted = region.period
  WHERE latitude IS NOT NULL AND people > 0
  GROUP BY country, division, period
),
standing AS (
  SELECT platform, country, array_sort(collect_set(struct(latitude, longitude))) AS outlets
  FROM clean.outlet JOIN known USING (platform, country)
  WHERE latitude IS NOT NULL AND valid_from <= known_to AND coalesce(valid_to > known_to, true)
  GROUP BY platform, country
),
call AS (
  SELECT /*+ REPARTITION(64, platform, country, division, radius) */
    platform, country, known_to, division, counted, radius, radius_km, places, outlets
  FROM asked
  JOIN country_place USING (country, division, counted)
  JOIN standing USING (platform, country)
  CROSS JOIN (SELECT explode(:radii) AS (radius, radius_km))
),
measured AS (
  SELECT
    *,
    transform(
      nearest_km(places.latitude, places.longitude, outlets.latitude, outlets.longitude),
      (km, i) -> CASE WHEN km <= radius_km THEN 0D ELSE places[i].people END
    ) AS uncovered
  FROM call
),
chosen AS (
  SELECT
    *, next_places(places.latitude, places.longitude, uncovered, radius_km, :place_count) AS next,
    aggregate(places, 0D, (sum, one) -> sum + one.people) AS total,
    aggregate(uncovered, 0D, (sum, one) -> sum + one) AS missing
  FROM measured
),
-- Each outlet is shared by all in reach of it.
in_region AS (
  SELECT
    platform, country, known_to, division, counted, radius, radius_km, one.places.area,
    left(one.places.region, :divisions[division]) AS region,
    sum(CAST(one.places.people AS BIGINT)) AS people, sum(CAST(one.uncovered AS BIGINT)) AS uncovered,
    exact_sum(one.places.people * one.access) AS outlets
  FROM (
    SELECT
      *,
      floating_catchment(
        places.people, places.latitude, places.longitude, outlets.latitude, outlets.longitude, radius_km
      ) AS access
    FROM measured
  )
  LATERAL VIEW explode(arrays_zip(places, uncovered, access)) AS one
  GROUP BY ALL
),
next_place AS (
  SELECT *, places[choice.place] AS site FROM chosen LATERAL VIEW posexplode(next) AS at, choice
)
SELECT
  trunc(known_to, 'YEAR') AS period, platform, country, area, division, year(counted) AS people_year, radius,
  radius_km, 'region' AS kind, region, CAST(people AS DOUBLE) AS people, CAST(uncovered AS DOUBLE) AS uncovered,
  outlets / people AS access,
  CAST(NULL AS INT) AS place, CAST(NULL AS DOUBLE) AS latitude, CAST(NULL AS DOUBLE) AS longitude,
  CAST(NULL AS DOUBLE) AS gain, CAST(NULL AS DOUBLE) AS covered_share
FROM in_region
UNION ALL
SELECT
  trunc(known_to, 'YEAR'), platform, country, site.area, division, year(counted), radius, radius_km, 'next_place',
  site.region, site.people, uncovered[choice.place], NULL, at + 1, site.latitude, site.longitude, choice.gain,
  (total - missing + aggregate(slice(next, 1, at + 1), 0D, (sum, one) -> sum + one.gain)) / total
FROM next_place
