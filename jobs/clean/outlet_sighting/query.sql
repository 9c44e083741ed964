-- Rules: a chain's list is of a day; of two of one day that which fact.superseded names does not count. A file
-- without a country tells it by the state. What is written twice in a list counts once. Dates are read in
-- the ways the chains write them; a day after the list's is a plan. In a date of two digits for the year,
-- the column of the year decides.
WITH listed AS (
  SELECT
    coalesce(chain.platform, element_at(split(file, '/'), -2)) AS platform, stores.period, stores.source,
    CASE
      WHEN chain.folder = 'family-dollar' THEN regexp_extract(outlet, '#([0-9]+)$', 1)
      ELSE regexp_replace(trim(outlet), '[.]0$', '')
    END AS outlet,
    upper(trim(state)) AS state, upper(trim(country)) AS country, is_canada,
    try_cast(latitude AS DOUBLE) AS latitude, try_cast(longitude AS DOUBLE) AS longitude,
    coalesce(status <> 'FUTURE', true) AND coalesce(closed <> 'True', true) AS is_there,
    trim(coalesce(
      opened,
      concat_ws('-', replace(open_year, '.0', ''), replace(open_month, '.0', ''), replace(open_day, '.0', ''))
    )) AS written
  FROM raw.chain_stores AS stores
  LEFT JOIN fact.chain ON chain.folder = element_at(split(file, '/'), -2)
  LEFT ANTI JOIN fact.superseded
    ON superseded.folder = element_at(split(file, '/'), -2) AND superseded.edition = stores.edition
  WHERE latest
),
placed AS (
  SELECT
    *,
    CASE
      WHEN is_canada = 'True' THEN 'CA'
      WHEN country <> '' THEN coalesce(alpha_2, country)
      WHEN state IN ('AB', 'BC', 'MB', 'NB', 'NL', 'NS', 'NT', 'NU', 'ON', 'PE', 'QC', 'SK', 'YT') THEN 'CA'
      WHEN state IN ('AS', 'GU', 'MP', 'PR', 'VI') THEN state
      ELSE 'US'
    END AS found_in,
    coalesce(
      try_to_date(written, 'yyyy-M-d'), try_to_date(written, 'yyyy/MM/dd'),
      try_to_date(written, 'M/d/yyyy'), try_to_date(written, 'M/d/yy'),
      try_to_date(written, 'M/d/yyyy HH:mm:ss'),
      try_to_date(written, 'MMM d, yyyy'), try_to_date(written, 'MMMM d, yyyy')
    ) AS day
  FROM listed LEFT JOIN clean.country AS known ON known.alpha_3 = listed.country
),
dated AS (
  SELECT
    placed.*,
    CASE WHEN placeholder.opened IS NULL THEN day END AS opened,
    CASE
      WHEN placeholder.opened IS NOT NULL THEN 'placeholder'
      WHEN written = '' THEN 'not_published'
      WHEN day IS NULL THEN 'not_a_date'
    END AS opened_reason
  FROM placed
  LEFT JOIN fact.placeholder
    ON placeholder.platform = placed.platform AND CAST(placeholder.opened AS DATE) = placed.day
),
walmart AS (
  SELECT
    period, source, store, state, lpad(state_code, 2, '0') || lpad(county_code, 3, '0') AS county,
    CAST(latitude AS DOUBLE) AS latitude, CAST(longitude AS DOUBLE) AS longitude,
    to_date(regexp_replace(opened, '[0-9]+$', year), 'M/d/yyyy') AS opened
  FROM raw.walmart_openings
  WHERE latest
),
sighting AS (
  SELECT
    period, platform, found_in AS country, outlet, source,
    CASE WHEN found_in = 'US' AND state RLIKE '^[A-Z]{2}$' THEN concat('US-', state) END AS area,
    CAST(NULL AS STRING) AS region,
    latitude, longitude, is_there AND coalesce(opened <= period, true) AS is_open, opened, opened_reason
  FROM dated
  UNION ALL
  SELECT
    period, 'Walmart', 'US', store, source, concat('US-', state),
    coalesce(bridge.region, county), latitude, longitude, true, opened, NULL
  FROM walmart LEFT JOIN clean.region_bridge AS bridge ON bridge.code = county
)
SELECT
  period, platform, country, outlet, source, one.area, one.region,
  CASE WHEN one.longitude IS NOT NULL THEN one.latitude END AS latitude,
  CASE WHEN one.latitude IS NOT NULL THEN one.longitude END AS longitude,
  one.is_open,
  CASE WHEN one.is_open THEN one.opened END AS opened,
  CASE WHEN one.is_open THEN one.opened_reason END AS opened_reason
FROM (
  SELECT
    period, platform, country, outlet, max(source) AS source,
    max(struct(is_open, latitude, longitude, area, region, opened, opened_reason)) AS one
  FROM sighting
  GROUP BY period, platform, country, outlet
)
