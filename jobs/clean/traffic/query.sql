-- Rules: only the newest content of a file counts; rows that a file repeats to the letter count
-- once; a caniuse document is about its own month, and of several about the same region and month
-- the one published last counts; so it does of StatCounter's rows about the same market, area and
-- month, and of OpenDNS's lists of a week, in which a domain has its first place. Of wide tables,
-- members with a share of 0 are left out, as many did not exist, and so is W3Schools' Moz-All, the
-- sum of others. What the listed leave of 100 percent is the residual; the publishers' own Other,
-- Others and Unknown are in it, as StatCounter's shares are rounded and add up to 99.96 to 100.03.
-- A company's or tracker's id counts without blanks around it, and where it is there twice with its
-- largest reach: reaches have page loads in common and are never added.
WITH region_area AS (
  SELECT region, area, area_kind
  FROM VALUES
    ('ww', '001', 'world'), ('af', '002', 'continent'), ('na', '003', 'continent'),
    ('sa', '005', 'continent'), ('oc', '009', 'continent'), ('an', '010', 'continent'),
    ('as', '142', 'continent'), ('eu', '150', 'continent'),
    ('visitors', '001', 'panel') AS code (region, area, area_kind)
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
wide_row AS (
  SELECT 'statcounter' AS source, period, market, region, shares
  FROM statcounter_newest
  WHERE is_newest
  UNION ALL
  SELECT 'w3schools' AS source, period, 'browser' AS market, 'visitors' AS region, shares
  FROM raw.w3schools_browsers
  WHERE latest
  UNION ALL
  SELECT
    'search_engine_shares' AS source, period, 'search_engine' AS market, country AS region, shares
  FROM raw.search_engine_shares
  WHERE latest
),
wide_listed AS (
  SELECT DISTINCT source, period, market, region, site, CAST(share AS DOUBLE) AS volume
  FROM wide_row
  LATERAL VIEW explode(shares) AS site, share
  WHERE site NOT IN ('Other', 'Others', 'Unknown', 'Moz-All') AND CAST(share AS DOUBLE) > 0D
),
percent_listed AS (
  SELECT * FROM caniuse_listed UNION ALL SELECT * FROM wide_listed
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
    coalesce(region_area.area_kind, 'country') AS area_kind,
    site,
    volume,
    CAST(NULL AS INT) AS rank,
    residual
  FROM percent_share
  LEFT JOIN region_area USING (region)
),
whotracksme_listed AS (
  SELECT DISTINCT
    'whotracksme_sites' AS source, period, 'web_sites' AS market, country, site,
    CAST(popularity AS DOUBLE) AS volume
  FROM raw.whotracksme_sites
  WHERE latest
  UNION ALL
  SELECT
    'whotracksme_companies' AS source, period, 'third_parties' AS market, country,
    trim(company) AS site, max(CAST(reach AS DOUBLE)) AS volume
  FROM raw.whotracksme_companies
  WHERE latest
  GROUP BY period, country, trim(company)
  UNION ALL
  SELECT
    'whotracksme_trackers' AS source, period, 'trackers' AS market, country,
    trim(tracker) AS site, max(CAST(reach AS DOUBLE)) AS volume
  FROM raw.whotracksme_trackers
  WHERE latest
  GROUP BY period, country, trim(tracker)
),
whotracksme AS (
  SELECT
    source,
    period,
    market,
    CASE country WHEN 'global' THEN '001' ELSE upper(country) END AS area,
    CASE WHEN country IN ('global', 'eu') THEN 'panel' ELSE 'country' END AS area_kind,
    site,
    volume,
    CAST(NULL AS INT) AS rank,
    CAST(NULL AS STRING) AS residual
  FROM whotracksme_listed
),
opendns_newest AS (
  SELECT
    period, domain, rank,
    struct(edition, file) = max(struct(edition, file)) OVER (PARTITION BY period) AS is_newest
  FROM raw.opendns_domains
  WHERE latest
),
opendns AS (
  SELECT
    'opendns' AS source, period, 'domains' AS market, '001' AS area, 'panel' AS area_kind,
    domain AS site, CAST(NULL AS DOUBLE) AS volume, min(CAST(rank AS INT)) AS rank,
    CAST(NULL AS STRING) AS residual
  FROM opendns_newest
  WHERE is_newest
  GROUP BY period, domain
),
social_platform_users AS (
  SELECT DISTINCT
    'social_platform_users' AS source, period, 'social_platforms' AS market, '001' AS area,
    'world' AS area_kind, platform AS site, CAST(users AS DOUBLE) AS volume,
    CAST(NULL AS INT) AS rank, CAST(NULL AS STRING) AS residual
  FROM raw.social_platform_users
  WHERE latest
),
listed AS (
  SELECT * FROM percent
  UNION ALL
  SELECT * FROM whotracksme
  UNION ALL
  SELECT * FROM opendns
  UNION ALL
  SELECT * FROM social_platform_users
)
SELECT
  source, measurement.cadence, period, market, area, area_kind, site, volume, measurement.unit,
  rank, residual,
  CAST(measurement.is_cut_off AS BOOLEAN) AS is_cut_off,
  CAST(measurement.is_total_known AS BOOLEAN) AS is_total_known,
  CAST(measurement.is_exclusive AS BOOLEAN) AS is_exclusive,
  CAST(measurement.whole AS DOUBLE) AS whole,
  CAST(measurement.is_comparable AS BOOLEAN) AS is_comparable
FROM listed LEFT JOIN fact.measurement USING (source, market)
