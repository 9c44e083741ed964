-- Places of a rectangle: so many of a hundred around one city, the others anywhere.
WITH chosen AS (
  SELECT
    id, xxhash64(id, 'place') AS chance, pmod(xxhash64(id, 'crowd'), 100) < :crowded AS is_crowded
  FROM range(0, :places, 1, :parts)
),
drawn AS (
  SELECT
    id, chance, is_crowded,
    (chance & 2097151) / 2097152D AS north,
    (shiftrightunsigned(chance, 21) & 2097151) / 2097152D AS east
  FROM chosen
)
SELECT
  'bench' AS division, DATE'2010-01-01' AS period, concat('region_', id) AS region, 'US' AS country,
  1D + pmod(xxhash64(id, 'people'), 1000) AS people,
  CASE WHEN is_crowded THEN 40.5D + 0.6D * north ELSE 30D + 18D * north END AS latitude,
  CASE WHEN is_crowded THEN -74.5D + 0.8D * east ELSE -120D + 45D * east END AS longitude
FROM drawn
