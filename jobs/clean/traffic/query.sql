-- Rules: only the newest content of a file counts; rows that a file repeats to the letter count
-- once; a caniuse document is about its own month, and of several about the same region and month
-- the one published last counts; so it does of StatCounter's rows about the same market, area and
-- month, whose members with a share of 0 are left out, as many did not exist. What the listed leave
-- of 100 percent is the residual; StatCounter's own Other and Unknown are in it, as its shares are
-- rounded and add up to 99.96 to 100.03.
WITH region_area AS (
  SELECT region, area
  FROM VALUES
    ('ww', '001'), ('af', '002'), ('na', '003'), ('sa', '005'), ('oc', '009'), ('an', '010'),
    ('as', '142'), ('eu', '150') AS code (region, area)
),
whotracksme AS (
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
  SELECT 'caniuse' AS source, period, 'browser' AS market, id AS region, site, volume
  FROM caniuse_newest
  WHERE is_newest
),
statcounter_row AS (
  SELECT
    period, edition, file, shares,
    CASE regexp_extract(file, '([^/-]+)-[^/]*$', 1)
      WHEN 'social_media' THEN 'social_media'
      WHEN 'search_engine' THEN 'search_engine'
      WHEN 'os_combined' THEN 'operating_system'
      ELSE 'browser'
    END AS market,
    coalesce(
      nullif(regexp_extract(file, 'browser-continents-[^/]*/([a-z]{2})-', 1), ''), 'ww'
    ) AS region
  FROM raw.statcounter_shares
  WHERE latest
),
statcounter_newest AS (
  SELECT
    *,
    struct(edition, file)
      = max(struct(edition, file)) OVER (PARTITION BY period, market, region) AS is_newest
  FROM statcounter_row
),
statcounter_listed AS (
  SELECT DISTINCT
    'statcounter' AS source, period, market, region, site, CAST(share AS DOUBLE) AS volume
  FROM statcounter_newest
  LATERAL VIEW explode(shares) AS site, share
  WHERE is_newest AND site NOT IN ('Other', 'Unknown') AND CAST(share AS DOUBLE) > 0D
),
percent_listed AS (
  SELECT * FROM caniuse_listed UNION ALL SELECT * FROM statcounter_listed
),
percent_residual AS (
  SELECT source, period, market, region, 100D - exact_sum(volume) AS volume
  FROM percent_listed
  GROUP BY source, period, market, region
  HAVING exact_sum(volume) > 0D AND exact_sum(volume) < 100D
),
percent_share AS (
  SELECT *, CAST(NULL AS STRING) AS residual
  FROM percent_listed
  UNION ALL
  SELECT source, period, market, region, '(other)' AS site, volume, 'other' AS residual
  FROM percent_residual
),
percent AS (
  SELECT
    source,
    period,
    market,
    coalesce(region_area.area, region) AS area,
    CASE
      WHEN region = 'ww' THEN 'world'
      WHEN region = lower(region) THEN 'continent'
      ELSE 'country'
    END AS area_kind,
    site,
    volume,
    CASE
      WHEN market IN ('search_engine', 'social_media') THEN 'percent of referrals'
      ELSE 'percent of page views'
    END AS unit,
    residual,
    false AS is_cut_off,
    true AS is_total_known
  FROM percent_share
  LEFT JOIN region_area USING (region)
)
SELECT
  source, 'month' AS cadence, period, market, area, area_kind, site, volume, unit,
  CAST(NULL AS INT) AS rank, residual, is_cut_off, is_total_known, true AS is_exclusive,
  CAST(NULL AS DOUBLE) AS whole, false AS is_comparable
FROM (SELECT * FROM whotracksme UNION ALL SELECT * FROM percent)
