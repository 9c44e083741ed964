-- Outlets, placed as people are, that open in one of 120 months; a third of them stay.
WITH drawn AS (
  SELECT
    id, pmod(xxhash64(id, 'crowd of outlets'), 100) < :crowded AS is_crowded,
    (xxhash64(id, 'outlet') & 2097151) / 2097152D AS north,
    (shiftrightunsigned(xxhash64(id, 'outlet'), 21) & 2097151) / 2097152D AS east,
    CAST(pmod(xxhash64(id, 'opened'), 120) AS INT) AS opened,
    CAST(1 + pmod(xxhash64(id, 'closed'), 120) AS INT) AS months
  FROM range(0, :outlets, 1, :parts)
)
SELECT
  'bench' AS platform, 'US' AS country, concat('outlet_', id) AS outlet,
  add_months(DATE'2010-01-01', opened) AS valid_from,
  CASE WHEN id % 3 > 0 THEN add_months(DATE'2010-01-01', opened + months) END AS valid_to,
  CASE WHEN is_crowded THEN 40.5D + 0.6D * north ELSE 30D + 18D * north END AS latitude,
  CASE WHEN is_crowded THEN -74.5D + 0.8D * east ELSE -120D + 45D * east END AS longitude,
  'exact' AS opened_precision
FROM drawn
