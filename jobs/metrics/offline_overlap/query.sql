WITH vintage AS (
  SELECT DISTINCT country, division, period AS counted
  FROM clean.region
  WHERE latitude IS NOT NULL AND array_contains(:divisions, division)
),
known AS (
  SELECT platform, country, known_from, known_to, coalesce(dated_from, known_from) AS since
  FROM clean.network
  WHERE located_count > 0
),
period_day AS (
  SELECT DISTINCT
    platform, country, known_from, division, period,
    least(make_date(year(period), 12, 31), known_to) AS day
  FROM known JOIN vintage USING (country)
  LATERAL VIEW explode(array(counted, trunc(known_to, 'YEAR'))) AS period
  WHERE period <= known_to AND make_date(year(period), 12, 31) >= since
),
asked AS (
  SELECT platform, country, division, period, day, day < known_from AS survivors_only, max(counted) AS counted
  FROM period_day JOIN vintage USING (country, division)
  WHERE counted <= period
  GROUP BY platform, country, division, period, day, known_from
),
standing AS (
  SELECT
    platform, country, division, period, counted, array_sort(collect_set(struct(latitude, longitude))) AS outlets
  FROM asked JOIN clean.outlet USING (platform, country)
  WHERE latitude IS NOT NULL AND valid_from <= day AND coalesce(valid_to > day, true)
  GROUP BY platform, country, division, period, counted
),
numbered_place AS (
  SELECT
    country, division, period AS counted, region, latitude, longitude, people,
    row_number() OVER (PARTITION BY country, division, period ORDER BY region) AS number
  FROM clean.region
  WHERE latitude IS NOT NULL AND people > 0 AND array_contains(:divisions, division)
),
piece AS (
  SELECT
    country, division, counted, number DIV 8000 AS piece,
    array_sort(collect_list(struct(region, latitude, longitude, people))) AS places
  FROM numbered_place
  GROUP BY ALL
),
call AS (
  SELECT /*+ REPARTITION(64, platform, country, division, period, piece, radius) */
    platform, country, division, period, radius, radius_km, places, outlets
  FROM standing
  JOIN piece USING (country, division, counted)
  CROSS JOIN (SELECT explode(:radii) AS (radius, radius_km))
),
reached AS (
  SELECT
    platform, country, division, period, radius, places[near.place].region AS region,
    places[near.place].people AS people, near.outlet_count > 1 AS is_twice, near.attraction
  FROM call
  LATERAL VIEW explode(huff_attraction(
    places.latitude, places.longitude, outlets.latitude, outlets.longitude, radius_km, :least_km
  )) AS near
),
by_place AS (
  SELECT
    country, division, period, radius, region, people,
    array_sort(collect_list(struct(platform, is_twice, attraction))) AS ones
  FROM reached
  GROUP BY country, division, period, radius, region, people
),
both AS (
  SELECT
    country, division, period, radius, own.platform, other.platform AS rival,
    sum(CAST(people AS BIGINT)) FILTER (WHERE own.platform <> other.platform OR own.is_twice) AS shared,
    exact_sum(people * (own.attraction / (own.attraction + other.attraction))) AS won
  FROM by_place LATERAL VIEW explode(ones) AS own LATERAL VIEW explode(ones) AS other
  GROUP BY country, division, period, radius, own.platform, other.platform
),
own AS (
  SELECT country, division, period, radius, one.platform, sum(CAST(people AS BIGINT)) AS covered
  FROM by_place LATERAL VIEW explode(ones) AS one
  GROUP BY country, division, period, radius, one.platform
),
network AS (
  SELECT own.*, survivors_only, year(counted) AS people_year
  FROM own JOIN asked USING (country, division, period, platform)
),
pair AS (
  SELECT
    one.country, one.division, one.period, one.radius, one.platform, other.platform AS rival, one.people_year,
    one.survivors_only OR other.survivors_only AS survivors_only,
    one.covered, other.covered AS rival_covered
  FROM network AS one JOIN network AS other
    ON other.country = one.country AND other.division = one.division AND other.period = one.period
    AND other.radius = one.radius
),
counted AS (
  SELECT
    pair.*, coalesce(shared, 0L) AS shared, won,
    CASE
      WHEN platform = rival THEN covered
      ELSE covered + rival_covered - coalesce(shared, 0L)
    END AS either
  FROM pair LEFT JOIN both USING (country, division, period, radius, platform, rival)
)
SELECT
  period, platform, rival, country, division, people_year, radius, radius_km, survivors_only,
  CAST(covered AS DOUBLE) AS covered, CAST(rival_covered AS DOUBLE) AS rival_covered,
  CAST(shared AS DOUBLE) AS shared, shared / covered AS share_of_own, shared / rival_covered AS share_of_rival,
  shared / either AS share_of_union,
  CASE WHEN platform <> rival THEN (covered - shared + coalesce(won, 0D)) / either END AS huff_share
FROM counted JOIN (SELECT explode(:radii) AS (radius, radius_km)) USING (radius)
