-- Rules: people live at the centre of their region and count by the last known year of their division. What
-- changes is added up from openings and closings, by pieces of a division, for all months of its year at
-- once. Outlets without a place are counted and reach nobody; those of another country do not count here.
WITH vintage AS (
  SELECT
    country, division, period AS counted,
    lead(period) OVER (PARTITION BY country, division ORDER BY period) AS next_counted
  FROM (
    SELECT DISTINCT country, division, period
    FROM clean.region
    WHERE latitude IS NOT NULL AND NOT array_contains(:left_out, division)
  )
),
known AS (
  SELECT platform, country, known_from, known_to, coalesce(dated_from, known_from) AS since, dated_from
  FROM clean.network
  WHERE located_count > 0
),
spanned AS (
  SELECT
    platform, country, division, counted, known_from, known_to,
    greatest(trunc(since, 'MM'), counted) AS first_month,
    least(trunc(known_to, 'MM'), add_months(next_counted, -1)) AS last_month
  FROM known JOIN vintage USING (country)
),
asked AS (
  SELECT
    platform, country, division, counted, known_from, month, least(last_day(month), known_to) AS day,
    month(month) = 12 OR month = trunc(known_to, 'MM') AS ends_year,
    month = trunc(known_to, 'MM') OR (month(month) = 12 AND year(month) = year(counted)) AS is_distance_asked
  FROM spanned LATERAL VIEW explode(sequence(first_month, last_month, INTERVAL 1 MONTH)) AS month
  WHERE first_month <= last_month
),
day_list AS (
  SELECT platform, country, division, counted, array_sort(collect_list(CAST(unix_date(day) AS DOUBLE))) AS days
  FROM asked
  GROUP BY platform, country, division, counted
),
wanted AS (
  SELECT DISTINCT country, division, counted FROM asked
),
place AS (
  SELECT
    country, division, period AS counted, region, area, latitude, longitude, people,
    coalesce(sqrt(area_km2 / pi()), 0D) AS size
  FROM clean.region
  WHERE latitude IS NOT NULL AND people > 0
),
numbered_place AS (
  SELECT
    place.*,
    row_number() OVER (PARTITION BY country, division, counted ORDER BY region) AS number
  FROM place LEFT SEMI JOIN wanted USING (country, division, counted)
),
piece AS (
  SELECT
    country, division, counted, number DIV 8000 AS piece,
    array_sort(collect_list(struct(region, area, latitude, longitude, size, people))) AS places
  FROM numbered_place
  GROUP BY ALL
),
-- Surely open: from valid_from to closed_after. Possibly: from the day after opened_after to valid_to.
dated_outlet AS (
  SELECT
    platform, country, latitude, longitude,
    unix_date(valid_from) AS known_from, unix_date(valid_to) AS known_to,
    unix_date(closed_after) + 1 AS surely_to,
    CASE
      WHEN opened_precision = 'exact' THEN unix_date(valid_from)
      WHEN opened_after IS NOT NULL THEN unix_date(opened_after) + 1
      WHEN dated_from IS NOT NULL THEN unix_date(dated_from)
      ELSE unix_date(valid_from)
    END AS possibly_from
  FROM clean.outlet JOIN known USING (platform, country)
  WHERE latitude IS NOT NULL
),
dated AS (
  SELECT
    platform, country, bool_or(possibly_from < known_from OR surely_to < known_to) AS is_uncertain
  FROM dated_outlet
  GROUP BY platform, country
),
variant AS (
  SELECT platform, country, 'known' AS variant, latitude, longitude, known_from AS opened, known_to AS closed
  FROM dated_outlet
  UNION ALL
  SELECT platform, country, 'surely', latitude, longitude, known_from, surely_to
  FROM dated_outlet JOIN dated USING (platform, country)
  WHERE is_uncertain
  UNION ALL
  SELECT platform, country, 'possibly', latitude, longitude, possibly_from, known_to
  FROM dated_outlet JOIN dated USING (platform, country)
  WHERE is_uncertain
),
outlet_list AS (
  SELECT
    platform, country, variant,
    array_sort(collect_list(struct(
      latitude, longitude, CAST(opened AS DOUBLE) AS opened,
      coalesce(CAST(closed AS DOUBLE), double('infinity')) AS closed
    ))) AS outlets
  FROM variant
  GROUP BY platform, country, variant
),
call AS (
  SELECT /*+ REPARTITION(64) */
    platform, country, division, counted, piece, variant, places, outlets, days,
    -- Bounds for the size of regions are asked of what is known alone.
    CASE WHEN variant = 'known' THEN places.size ELSE transform(places, place -> 0D) END AS sizes
  FROM piece
  JOIN day_list USING (country, division, counted)
  JOIN outlet_list USING (platform, country)
),
found AS (
  SELECT platform, country, division, counted, variant, one.*
  FROM call
  LATERAL VIEW explode(coverage_over_time(
    places.area, places.latitude, places.longitude, sizes, places.people,
    outlets.latitude, outlets.longitude, outlets.opened, outlets.closed, days, map_values(:radii)
  )) AS one
),
covered AS (
  SELECT
    platform, country, division, counted, scope AS area, date_from_unix_date(CAST(day AS INT)) AS day, radius,
    sum(CAST(covered AS BIGINT)) FILTER (WHERE variant = 'known') AS covered,
    sum(CAST(covered_twice AS BIGINT)) FILTER (WHERE variant = 'known') AS twice,
    sum(CAST(covered_thrice AS BIGINT)) FILTER (WHERE variant = 'known') AS thrice,
    sum(CAST(covered_lower AS BIGINT)) FILTER (WHERE variant = 'known') AS lower,
    sum(CAST(covered_upper AS BIGINT)) FILTER (WHERE variant = 'known') AS upper,
    sum(CAST(covered AS BIGINT)) FILTER (WHERE variant = 'surely') AS surely,
    sum(CAST(covered AS BIGINT)) FILTER (WHERE variant = 'possibly') AS possibly
  FROM found LATERAL VIEW explode(array(area, country)) AS scope
  GROUP BY platform, country, division, counted, scope, day, radius
),
resident AS (
  SELECT
    country, division, period AS counted, scope AS area, exact_sum(people) AS people,
    exact_sum(people) FILTER (WHERE latitude IS NOT NULL) AS located_people, count(area_km2) > 0 AS has_size
  FROM clean.region LATERAL VIEW explode(array(area, country)) AS scope
  GROUP BY country, division, period, scope
),
-- Outlets by openings and closings, added up to each day that is asked.
change AS (
  SELECT platform, country, scope AS area, day, change, false AS is_asked
  FROM (
    SELECT platform, country, area, valid_from AS day, 1 AS change FROM clean.outlet
    UNION ALL
    SELECT platform, country, area, valid_to, -1 FROM clean.outlet WHERE valid_to IS NOT NULL
  )
  LATERAL VIEW explode(array(area, country)) AS scope
  WHERE scope IS NOT NULL
  UNION ALL
  SELECT DISTINCT platform, asked.country, area, day, 0, true
  FROM asked JOIN resident USING (country, division, counted)
),
outlet_number AS (
  SELECT
    platform, country, area, day, is_asked,
    sum(change) OVER (PARTITION BY platform, country, area ORDER BY day) AS outlet_count
  FROM change
),
holder AS (
  SELECT DISTINCT asked.platform, asked.country, asked.division, asked.counted, asked.day, outlet.region
  FROM clean.outlet
  JOIN asked
    ON asked.platform = outlet.platform AND asked.country = outlet.country AND asked.division = 'us_county'
    AND ends_year
    AND valid_from <= asked.day AND coalesce(valid_to > asked.day, true)
  WHERE outlet.region IS NOT NULL
),
held AS (
  SELECT
    platform, holder.country, holder.division, counted, scope AS area, day,
    count(*) AS region_count, exact_sum(people) AS people
  FROM holder
  JOIN clean.region AS region
    ON region.division = holder.division AND region.period = counted AND region.region = holder.region
  LATERAL VIEW explode(array(area, holder.country)) AS scope
  GROUP BY platform, holder.country, holder.division, counted, scope, day
),
-- Distances where people were counted, and on the last list.
distance_day AS (
  SELECT platform, country, division, counted, day
  FROM asked
  WHERE is_distance_asked
),
standing AS (
  SELECT
    platform, country, division, counted, day, array_sort(collect_list(struct(latitude, longitude))) AS outlets
  FROM distance_day
  JOIN clean.outlet USING (platform, country)
  WHERE latitude IS NOT NULL AND valid_from <= day AND coalesce(valid_to > day, true)
  GROUP BY platform, country, division, counted, day
),
distance_call AS (
  SELECT /*+ REPARTITION(64) */
    platform, country, division, counted, day, piece, places, outlets
  FROM standing JOIN piece USING (country, division, counted)
),
distance_by_area AS (
  SELECT
    platform, country, division, counted, day, one.area,
    exact_sum(one.km * one.people) AS person_km, collect_list(struct(one.km, one.people)) AS ones
  FROM (
    SELECT
      platform, country, division, counted, day, places.area AS area, places.people AS people,
      nearest_km(places.latitude, places.longitude, outlets.latitude, outlets.longitude) AS km
    FROM distance_call
  )
  LATERAL VIEW explode(arrays_zip(area, people, km)) AS one
  GROUP BY platform, country, division, counted, day, one.area
),
distance AS (
  SELECT
    platform, country, division, counted, day, area, person_km,
    weighted_quantile(ones.km, ones.people, 0.5D) AS median_km,
    weighted_quantile(ones.km, ones.people, 0.9D) AS p90_km
  FROM (
    SELECT
      platform, country, division, counted, day, scope AS area,
      exact_sum(person_km) AS person_km, flatten(collect_list(ones)) AS ones
    FROM distance_by_area LATERAL VIEW explode(array(area, country)) AS scope
    GROUP BY platform, country, division, counted, day, scope
  )
),
labelled AS (
  SELECT
    platform, country, division, counted, day, known_from, is_distance_asked,
    'month' AS cadence, month AS period
  FROM asked
  UNION ALL
  SELECT
    platform, country, division, counted, day, known_from, is_distance_asked,
    'year', trunc(month, 'YEAR')
  FROM asked
  WHERE ends_year
),
radius AS (
  SELECT explode(:radii) AS (radius, radius_km)
)
SELECT
  cadence, period, platform, country, area, division, radius.radius, radius_km,
  year(counted) AS people_year, resident.people,
  CAST(covered AS DOUBLE) AS covered, covered / resident.people AS covered_share,
  twice / resident.people AS twice_share, thrice / resident.people AS thrice_share,
  CASE WHEN has_size THEN lower / resident.people END AS covered_share_lower,
  CASE WHEN has_size THEN upper / resident.people END AS covered_share_upper,
  CASE WHEN has_size THEN (upper - lower) / resident.people > :coarse END AS region_too_coarse,
  coalesce(surely, covered) / resident.people AS dated_share_lower,
  coalesce(possibly, covered) / resident.people AS dated_share_upper,
  coalesce(outlet_count, 0L) AS outlet_count,
  day < known_from AS survivors_only,
  CASE WHEN cadence = 'year' THEN region_count END AS region_count,
  CASE WHEN cadence = 'year' THEN held.people / resident.people END AS region_share,
  CASE WHEN cadence = 'year' THEN person_km / located_people END AS mean_km,
  CASE WHEN cadence = 'year' THEN median_km END AS median_km,
  CASE WHEN cadence = 'year' THEN p90_km END AS p90_km,
  CASE
    WHEN cadence = 'month' THEN 'month'
    WHEN person_km IS NULL THEN CASE WHEN is_distance_asked THEN 'no_outlet' ELSE 'other_year' END
  END AS distance_reason
FROM labelled
JOIN covered USING (platform, country, division, counted, day)
JOIN radius ON radius_km = covered.radius
JOIN resident USING (country, division, counted, area)
LEFT JOIN (SELECT * FROM outlet_number WHERE is_asked) USING (platform, country, area, day)
LEFT JOIN held USING (platform, country, division, counted, area, day)
LEFT JOIN distance USING (platform, country, division, counted, area, day)
WHERE cadence = 'year' OR area = country
