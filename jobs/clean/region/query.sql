-- Rules: counts go to the region that a code became (clean.region_bridge). What has no code of its own is dealt
-- to its state's counties as people lived in 2010. Between two censuses of ten years people lie on a
-- straight line. Nobody is divided. A county's people are where they were at the last census whose centres
-- are known, or the first.
WITH census_cell AS (
  SELECT
    fips, name,
    concat(lpad(split_part(fips, '.', 1), 5, '0'), regexp_extract(fips, '[.].*$', 0)) AS code,
    CAST(substring(census, 4) AS INT) AS year, try_cast(counted AS DOUBLE) AS people
  FROM raw.us_county_census LATERAL VIEW explode(people) AS census, counted
  WHERE latest
),
estimate_cell AS (
  SELECT
    county, estimates.state AS state_name, state.fips AS state_fips,
    CASE
      WHEN trim(county_code) <> ''
      THEN concat(lpad(trim(state_code), 2, '0'), lpad(trim(county_code), 3, '0'))
      ELSE uncoded.code
    END AS code,
    CAST(left(label, 4) AS INT) AS year, CAST(replace(estimated, ',', '') AS DOUBLE) AS people
  FROM (
    SELECT county, state, state_code, county_code, label, estimated
    FROM raw.us_county_estimates LATERAL VIEW explode(people) AS label, estimated
    WHERE latest
      AND (label LIKE '____ Base Population' OR (label LIKE '____ Pop Estimate' AND label NOT LIKE '2020 %'))
      AND trim(estimated) <> ''
  ) AS estimates
  LEFT JOIN fact.uncoded USING (state, county)
  LEFT JOIN fact.state ON state.name = estimates.state
),
count_of_2010 AS (
  SELECT substring(geo_id, 10) AS code, CAST(people AS DOUBLE) AS people
  FROM raw.us_county_counts
  WHERE latest AND period = DATE'2010-01-01'
),
-- What the counties before one, and up to it, have of their state's people.
county_part AS (
  SELECT code, state_fips, (up_to - people) / whole AS part_before, up_to / whole AS part_up_to
  FROM (
    SELECT
      code, left(code, 2) AS state_fips, people,
      exact_sum(people) OVER (PARTITION BY left(code, 2) ORDER BY code) AS up_to,
      exact_sum(people) OVER (PARTITION BY left(code, 2)) AS whole
    FROM count_of_2010
  )
),
without_code AS (
  SELECT state_fips, year, exact_sum(people) AS people
  FROM estimate_cell
  WHERE code IS NULL AND state_fips IS NOT NULL
  GROUP BY state_fips, year
),
dealt AS (
  SELECT code, year, round(people * part_up_to) - round(people * part_before) AS people
  FROM without_code JOIN county_part USING (state_fips)
),
counted AS (
  SELECT code, year, people, 'census' AS basis
  FROM census_cell
  WHERE people IS NOT NULL AND code NOT LIKE '__000'
  UNION ALL
  SELECT substring(geo_id, 10), year(period), CAST(people AS DOUBLE), 'census'
  FROM raw.us_county_counts
  WHERE latest
  UNION ALL
  SELECT code, year, people, CASE WHEN year % 10 = 0 THEN 'census' ELSE 'estimate' END
  FROM estimate_cell
  WHERE code IS NOT NULL
  UNION ALL
  SELECT code, year, people, 'dealt'
  FROM dealt
),
county_count AS (
  SELECT
    coalesce(bridge.region, counted.code) AS region, year,
    exact_sum(people) AS people, max(basis) AS basis
  FROM counted LEFT JOIN clean.region_bridge AS bridge USING (code)
  GROUP BY 1, 2
),
counted_next AS (
  SELECT
    *,
    lead(year) OVER (PARTITION BY region ORDER BY year) AS next_year,
    lead(people) OVER (PARTITION BY region ORDER BY year) AS next_people
  FROM county_count
),
county_people AS (
  SELECT
    region, one AS year,
    CASE
      WHEN one = year THEN people
      ELSE round(people + (next_people - people) * (one - year) / (next_year - year))
    END AS people,
    CASE WHEN one = year THEN basis ELSE 'interpolated' END AS basis
  FROM counted_next
  LATERAL VIEW explode(sequence(
    year, CASE WHEN next_year - year <= 10 THEN next_year - 1 ELSE year END
  )) AS one
),
county_name AS (
  SELECT region, max(struct(priority, name)).name AS name
  FROM (
    SELECT code AS region, 1 AS priority, substring(name, 4) AS name FROM census_cell
    UNION ALL
    SELECT substring(geo_id, 10), 2, regexp_replace(name, ', [^,]*$', '') FROM raw.us_county_counts WHERE latest
    UNION ALL
    SELECT code, 3, county FROM estimate_cell WHERE code IS NOT NULL
  )
  GROUP BY region
),
center_cell AS (
  SELECT
    fips, center_year, CAST(published_latitude AS DOUBLE) AS latitude,
    CAST(published_longitude AS DOUBLE) AS longitude
  FROM raw.us_county_centers
  LATERAL VIEW stack(
    2, 2000, latitude_2000, longitude_2000, 2010, latitude_2010, longitude_2010
  ) AS center_year, published_latitude, published_longitude
  WHERE latest AND published_latitude <> 'NA'
),
-- Of several codes that became one region, the centre is that of the code that stayed.
kept_center AS (
  SELECT
    coalesce(bridge.region, fips) AS region, center_year,
    max(struct(bridge.region IS NULL AS has_stayed, fips, latitude, longitude)) AS center
  FROM center_cell LEFT JOIN clean.region_bridge AS bridge ON bridge.code = fips
  GROUP BY 1, 2
),
county_center AS (
  SELECT
    region, array_sort(collect_list(struct(center_year, center.latitude, center.longitude))) AS centers
  FROM kept_center
  GROUP BY region
),
county_area AS (
  SELECT coalesce(bridge.region, fips) AS region, exact_sum(CAST(land_m2 AS DOUBLE)) / 1000000 AS area_km2
  FROM raw.us_county_areas LEFT JOIN clean.region_bridge AS bridge ON bridge.code = fips
  WHERE latest
  GROUP BY 1
),
published AS (
  SELECT year, left(code, 2) AS state_fips, people
  FROM census_cell
  WHERE code LIKE '__000'
),
country_total AS (
  SELECT 'US' AS country, year, people FROM published WHERE state_fips = '00'
  UNION ALL
  SELECT 'US', year, people FROM estimate_cell WHERE trim(coalesce(state_name, '')) = ''
  UNION ALL
  SELECT country, CAST(year AS INT), CAST(people AS DOUBLE) FROM fact.published_total
),
county AS (
  SELECT
    year, region, name, people, basis, area_km2,
    coalesce(
      try_element_at(filter(centers, one -> one.center_year <= year), -1), try_element_at(centers, 1)
    ) AS center
  FROM county_people
  LEFT JOIN county_name USING (region)
  LEFT JOIN county_center USING (region)
  LEFT JOIN county_area USING (region)
),
of_the_us AS (
  SELECT
    'us_county' AS division, year, region, name, left(region, 2) AS code, people, basis,
    center.latitude, center.longitude, center.center_year, area_km2
  FROM county
  UNION ALL
  SELECT
    CASE WHEN block_group IS NULL THEN 'us_tract' ELSE 'us_block_group' END,
    year(period), concat(state, county, tract, coalesce(block_group, '')), NULL, state,
    CAST(people AS DOUBLE), 'census', try_cast(latitude AS DOUBLE), try_cast(longitude AS DOUBLE),
    CASE WHEN latitude <> '' THEN year(period) END, NULL
  FROM raw.us_population_centers
  WHERE latest
),
of_china AS (
  SELECT
    year(people.period) AS year, people.code AS region, name, left(people.code, 2) AS code,
    CAST(nullif(trim(people.people), '') AS DOUBLE) AS people,
    try_divide(CAST(settlement.people AS DOUBLE), CAST(nullif(density, '0') AS DOUBLE)) AS area_km2
  FROM raw.china_county_people AS people
  LEFT JOIN raw.china_county_settlement AS settlement
    ON settlement.code = people.code AND settlement.period = people.period AND settlement.latest
  WHERE people.latest
),
region AS (
  SELECT
    division, of_the_us.year, region, of_the_us.name,
    CASE WHEN usps = 'PR' THEN 'PR' ELSE 'US' END AS country,
    CASE WHEN usps = 'PR' THEN 'PR' ELSE concat('US-', coalesce(usps, code)) END AS area,
    state.name AS area_name, of_the_us.people, basis, published.people AS area_people,
    latitude, longitude, center_year, area_km2
  FROM of_the_us
  LEFT JOIN fact.state ON state.fips = code
  LEFT JOIN published ON published.state_fips = code AND published.year = of_the_us.year
  UNION ALL
  SELECT
    'cn_county', year, region, of_china.name, 'CN',
    coalesce(iso, concat('CN-', of_china.code)), province.name, people, 'census',
    CASE WHEN year = 2020 THEN CAST(people_2020 AS DOUBLE) END, NULL, NULL, NULL, area_km2
  FROM of_china LEFT JOIN fact.province ON province.code = of_china.code
  WHERE people IS NOT NULL
)
SELECT
  division, make_date(year, 1, 1) AS period, region, name, country, area, area_name, people,
  basis AS people_basis, area_people,
  exact_sum(people) OVER (PARTITION BY division, year, country, area) - area_people AS area_excess,
  country_people, latitude, longitude, center_year,
  CASE
    WHEN latitude IS NULL THEN CASE WHEN people = 0 THEN 'nobody' ELSE 'not_published' END
  END AS center_reason,
  area_km2
FROM (
  SELECT region.*, country_total.people AS country_people
  FROM region LEFT JOIN country_total USING (country, year)
)
