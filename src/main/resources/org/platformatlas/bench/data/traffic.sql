-- Sites by day and market. The first market has all places, the last has two, those between lie at equal
-- ratios; on a day one place in eight is empty. Volumes follow Zipf's law, times a factor by chance. All chance
-- is a hash; a market's sites lie in no order.
WITH market AS (
  SELECT
    date_add(DATE'2015-01-01', CAST(id DIV :markets AS INT)) AS period,
    CAST(id % :markets AS INT) AS number,
    CAST(ceil(:sites * power(2D / :sites, (id % :markets) / greatest(:markets - 1, 1))) AS INT) AS places
  FROM range(0, :days * :markets, 1, :parts)
),
site AS (
  SELECT
    period, number, CAST(1 + i * 1000003L % places AS INT) AS place
  FROM market LATERAL VIEW explode(sequence(1, places)) AS i
),
chosen AS (
  SELECT *, xxhash64(number, place, period) AS chance
  FROM site
  WHERE pmod(xxhash64(number, place, period, 'empty'), 8) > 0
)
SELECT
  'bench' AS source, 'day' AS cadence, period,
  concat('market_', lpad(number, 3, '0')) AS market,
  'US' AS area, 'country' AS area_kind,
  concat('s', number, '-', place, '.example') AS site,
  1D + rint(1e9D * power(place, -0.8D - 0.01D * number)
    * exp(((chance & 2097151) + (shiftrightunsigned(chance, 21) & 2097151)) / 2097152D - 1D)) AS volume,
  'visits' AS unit,
  false AS is_cut_off, true AS is_total_known, true AS is_exclusive, true AS is_comparable
FROM chosen
