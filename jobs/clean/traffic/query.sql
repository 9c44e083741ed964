-- Rules: only the newest content of a file counts; rows that a file repeats to the letter count
-- once; a caniuse document is about its own month, and of several about the same region and month
-- the one published last counts.
WITH whotracksme AS (
  SELECT DISTINCT
    'whotracksme_sites' AS source,
    period,
    'web_sites' AS market,
    CASE country WHEN 'global' THEN '001' ELSE upper(country) END AS area,
    CASE WHEN country IN ('global', 'eu') THEN 'panel' ELSE 'country' END AS area_kind,
    site,
    CAST(popularity AS DOUBLE) AS volume,
    'popularity, first site = 1' AS unit,
    CAST(NULL AS STRING) AS residual,
    true AS is_cut_off,
    false AS is_total_known
  FROM raw.whotracksme_sites
  WHERE latest
),
caniuse_document AS (
  SELECT
    period,
    id,
    edition,
    file,
    -- Sorted, so that the sum never depends on how the publisher orders versions.
    transform_values(data, (browser, versions) -> aggregate(
      array_sort(map_values(versions)), 0D, (total, usage) -> total + coalesce(usage, 0D)
    )) AS usage_by_browser
  FROM raw.caniuse_usage
  WHERE latest
),
caniuse_browser AS (
  SELECT DISTINCT period, id, edition, file, site, volume
  FROM caniuse_document
  LATERAL VIEW explode(usage_by_browser) AS site, volume
),
caniuse_newest AS (
  SELECT
    *,
    struct(edition, file) = max(struct(edition, file)) OVER (PARTITION BY period, id) AS is_newest
  FROM caniuse_browser
),
caniuse_listed AS (
  SELECT period, id, site, volume, CAST(NULL AS STRING) AS residual
  FROM caniuse_newest
  WHERE is_newest
),
caniuse_residual AS (
  SELECT period, id, '(other)' AS site, 100D - exact_sum(volume) AS volume, 'other' AS residual
  FROM caniuse_listed
  GROUP BY period, id
  HAVING exact_sum(volume) > 0D AND exact_sum(volume) < 100D
),
caniuse AS (
  SELECT
    'caniuse' AS source,
    period,
    'browser' AS market,
    CASE id
      WHEN 'ww' THEN '001' WHEN 'af' THEN '002' WHEN 'na' THEN '003' WHEN 'sa' THEN '005'
      WHEN 'oc' THEN '009' WHEN 'an' THEN '010' WHEN 'as' THEN '142' WHEN 'eu' THEN '150'
      ELSE id
    END AS area,
    CASE
      WHEN id = 'ww' THEN 'world'
      WHEN id = lower(id) THEN 'continent'
      ELSE 'country'
    END AS area_kind,
    site,
    volume,
    'percent of page views' AS unit,
    residual,
    false AS is_cut_off,
    true AS is_total_known
  FROM (SELECT * FROM caniuse_listed UNION ALL SELECT * FROM caniuse_residual)
)
SELECT
  source, 'month' AS cadence, period, market, area, area_kind, site, volume, unit, residual,
  is_cut_off, is_total_known
FROM (SELECT * FROM whotracksme UNION ALL SELECT * FROM caniuse)
