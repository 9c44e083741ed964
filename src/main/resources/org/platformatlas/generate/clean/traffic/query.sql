-- A simulated market: the volume of place k is first_volume / k^exponent, times a factor by chance.
-- All chance is a hash of seed, place and month, three parts of which are added up to something
-- near to a normal distribution, of mean 0 and variance 1.
WITH market AS (
  SELECT /*+ REPARTITION(64, publisher, market, area, period) */
    publisher AS source, market, area, period,
    CAST(seed AS BIGINT) AS seed,
    CAST(site_count AS INT) AS site_count,
    CAST(first_volume AS DOUBLE) AS first_volume,
    CAST(exponent AS DOUBLE) AS exponent,
    CAST(noise AS DOUBLE) AS noise,
    CAST(split(coalesce(absent, '0'), '[|]') AS ARRAY<INT>) AS absent,
    CAST(missing AS INT) AS missing
  FROM raw.simulated_market
  WHERE latest
),
site AS (
  SELECT *, xxhash64(seed, place, period) AS chance
  FROM market LATERAL VIEW explode(sequence(1, site_count)) AS place
  WHERE NOT array_contains(absent, place)
    AND pmod(xxhash64(seed, place, period, 'missing'), 100) >= missing
),
deviating AS (
  SELECT
    *,
    ((chance & 2097151) + (shiftrightunsigned(chance, 21) & 2097151)
      + (shiftrightunsigned(chance, 42) & 2097151)) / 1048576D - 3D AS deviation
  FROM site
)
SELECT
  source, 'month' AS cadence, period, market, area, 'country' AS area_kind,
  concat('s', seed, '-', place, '.example') AS site,
  rint(first_volume * power(place, -exponent) * exp(noise * deviation)) AS volume,
  'visits' AS unit,
  CAST(NULL AS INT) AS rank,
  CAST(NULL AS STRING) AS residual,
  false AS is_cut_off,
  true AS is_total_known,
  true AS is_exclusive,
  CAST(NULL AS DOUBLE) AS whole,
  true AS is_comparable
FROM deviating
