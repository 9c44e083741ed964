-- Rules: of several editions and files about the same fact the last one counts. A market of
-- clean.traffic is the sum of its sites' volumes, where these are comparable over time.
WITH aggregate AS (
  SELECT entity, area, area_kind
  FROM VALUES
    ('World', '001', 'world'),
    ('Africa', '002', 'continent'),
    ('North America', '003', 'continent'),
    ('South America', '005', 'continent'),
    ('Oceania', '009', 'continent'),
    ('Asia', '142', 'continent'),
    ('Europe', '150', 'continent'),
    ('High-income countries', 'HIC', 'income_group'),
    ('Upper-middle-income countries', 'UMC', 'income_group'),
    ('Lower-middle-income countries', 'LMC', 'income_group'),
    ('Low-income countries', 'LIC', 'income_group') AS area (entity, area, area_kind)
),
internet_edition AS (
  SELECT DISTINCT
    period,
    entity,
    CASE WHEN code = 'OWID_KOS' THEN 'XKX' ELSE code END AS code,
    CAST(users AS DOUBLE) AS users,
    struct(edition, file) AS edition
  FROM raw.internet_users
  WHERE latest
),
internet_newest AS (
  SELECT *, edition = max(edition) OVER (PARTITION BY period, entity) AS is_newest
  FROM internet_edition
),
internet AS (
  SELECT
    'internet_users' AS source,
    'year' AS cadence,
    internet_newest.period,
    'internet' AS market,
    coalesce(country.alpha_2, aggregate.area, internet_newest.entity) AS area,
    CASE WHEN country.alpha_2 IS NOT NULL THEN 'country' ELSE aggregate.area_kind END AS area_kind,
    nullif(internet_newest.users, 0D) AS volume,
    'people' AS unit,
    true AS is_whole
  FROM internet_newest
  LEFT JOIN clean.country AS country ON country.alpha_3 = internet_newest.code
  LEFT JOIN aggregate ON aggregate.entity = internet_newest.entity
  WHERE internet_newest.is_newest
),
ecommerce_edition AS (
  SELECT DISTINCT period, CAST(sales AS DOUBLE) AS sales, struct(edition, file) AS edition
  FROM raw.us_ecommerce
  WHERE latest
),
ecommerce_newest AS (
  SELECT *, edition = max(edition) OVER (PARTITION BY period) AS is_newest
  FROM ecommerce_edition
),
ecommerce AS (
  SELECT
    'us_ecommerce' AS source,
    'quarter' AS cadence,
    period,
    'retail_ecommerce' AS market,
    'US' AS area,
    'country' AS area_kind,
    sales AS volume,
    'million US dollars' AS unit,
    true AS is_whole
  FROM ecommerce_newest
  WHERE is_newest
),
traffic AS (
  SELECT
    source, cadence, period, market, area,
    max(area_kind) AS area_kind,
    exact_sum(volume) AS volume,
    concat(
      max(unit),
      CASE WHEN NOT bool_and(is_exclusive) THEN ', memberships added over sites' ELSE '' END
    ) AS unit,
    bool_and(is_total_known) AS is_whole
  FROM clean.traffic
  WHERE is_comparable
  GROUP BY source, cadence, period, market, area
)
SELECT
  source, cadence, period, market, area, area_kind, volume, unit,
  volume IS NOT NULL AS is_reported,
  is_whole
FROM (
  SELECT * FROM internet UNION ALL SELECT * FROM ecommerce UNION ALL SELECT * FROM traffic
)
