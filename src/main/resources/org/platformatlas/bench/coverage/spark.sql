-- As DuckDB is asked; months are bits of two numbers, of five years each.
WITH place AS (
  SELECT
    region, people,
    CAST(floor(latitude / 0.75D) AS INT) AS y, CAST(floor(longitude / 1.2D) AS INT) AS x,
    cos(radians(latitude)) * cos(radians(longitude)) AS px,
    cos(radians(latitude)) * sin(radians(longitude)) AS py,
    sin(radians(latitude)) AS pz
  FROM clean.region
),
dated AS (
  SELECT
    latitude, longitude,
    CAST(months_between(valid_from, DATE'2010-01-01') AS INT) AS opened,
    least(120, coalesce(CAST(months_between(valid_to, DATE'2010-01-01') AS INT), 120)) AS closed
  FROM clean.outlet
),
outlet AS (
  SELECT
    CAST(floor(latitude / 0.75D) AS INT) + dy AS y, CAST(floor(longitude / 1.2D) AS INT) + dx AS x,
    cos(radians(latitude)) * cos(radians(longitude)) AS ox,
    cos(radians(latitude)) * sin(radians(longitude)) AS oy,
    sin(radians(latitude)) AS oz,
    shiftleft(1L, least(closed, 60)) - shiftleft(1L, least(opened, 60)) AS early,
    shiftleft(1L, greatest(closed - 60, 0)) - shiftleft(1L, greatest(opened - 60, 0)) AS late
  FROM dated
  LATERAL VIEW explode(array(-1, 0, 1)) AS dy
  LATERAL VIEW explode(array(-1, 0, 1)) AS dx
),
near AS (
  SELECT
    region, people, early, late,
    (px - ox) * (px - ox) + (py - oy) * (py - oy) + (pz - oz) * (pz - oz) AS squared_chord
  FROM place JOIN outlet USING (y, x)
),
ringed AS (
  SELECT
    region, people, early, late,
    CASE
      WHEN squared_chord <= power(2D * sin(1.609344D / 6371.0088D / 2D), 2D) THEN 0
      WHEN squared_chord <= power(2D * sin(8.04672D / 6371.0088D / 2D), 2D) THEN 1
      WHEN squared_chord <= power(2D * sin(16.09344D / 6371.0088D / 2D), 2D) THEN 2
      WHEN squared_chord <= power(2D * sin(40.2336D / 6371.0088D / 2D), 2D) THEN 3
      WHEN squared_chord <= power(2D * sin(80.4672D / 6371.0088D / 2D), 2D) THEN 4
    END AS ring
  FROM near
),
reached AS (
  SELECT
    region, max(people) AS people,
    array(
      struct(1.609344D AS radius_km, bit_or(early) FILTER (WHERE ring <= 0) AS early, bit_or(late) FILTER (WHERE ring <= 0) AS late),
      struct(8.04672D AS radius_km, bit_or(early) FILTER (WHERE ring <= 1) AS early, bit_or(late) FILTER (WHERE ring <= 1) AS late),
      struct(16.09344D AS radius_km, bit_or(early) FILTER (WHERE ring <= 2) AS early, bit_or(late) FILTER (WHERE ring <= 2) AS late),
      struct(40.2336D AS radius_km, bit_or(early) FILTER (WHERE ring <= 3) AS early, bit_or(late) FILTER (WHERE ring <= 3) AS late),
      struct(80.4672D AS radius_km, bit_or(early) AS early, bit_or(late) AS late)
    ) AS radii
  FROM ringed
  WHERE ring IS NOT NULL
  GROUP BY region
),
masked AS (
  SELECT radius_km, early, late, sum(people) AS people
  FROM (SELECT people, inline(radii) FROM reached)
  WHERE early IS NOT NULL
  GROUP BY radius_km, early, late
)
SELECT
  add_months(DATE'2010-01-01', number) AS month, radius_km,
  CAST(coalesce(sum(people) FILTER (WHERE
    CASE WHEN number < 60 THEN shiftright(early, number) ELSE shiftright(late, number - 60) END & 1 = 1
  ), 0D) AS BIGINT) AS covered
FROM masked LATERAL VIEW explode(sequence(0, 119)) AS number
GROUP BY number, radius_km
