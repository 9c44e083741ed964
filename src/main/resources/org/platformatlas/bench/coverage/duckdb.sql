-- A grid of cells no narrower than the widest radius: each place meets the outlets of nine. The months in which
-- an outlet is open are bits of one number, so that no row is made of a month and a pair.
WITH place AS (
  SELECT
    row_number() OVER () AS id, people,
    floor(latitude / 0.75)::INTEGER AS y, floor(longitude / 1.2)::INTEGER AS x,
    cos(radians(latitude)) * cos(radians(longitude)) AS px,
    cos(radians(latitude)) * sin(radians(longitude)) AS py,
    sin(radians(latitude)) AS pz
  FROM clean.region
),
dated AS (
  SELECT
    latitude, longitude,
    date_diff('month', DATE '2010-01-01', valid_from) AS opened,
    least(120, coalesce(date_diff('month', DATE '2010-01-01', valid_to), 120)) AS closed
  FROM clean.outlet
),
outlet AS (
  SELECT
    floor(latitude / 0.75)::INTEGER + dy AS y, floor(longitude / 1.2)::INTEGER + dx AS x,
    cos(radians(latitude)) * cos(radians(longitude)) AS ox,
    cos(radians(latitude)) * sin(radians(longitude)) AS oy,
    sin(radians(latitude)) AS oz,
    (1::HUGEINT << closed) - (1::HUGEINT << opened) AS months
  FROM dated, (SELECT unnest([-1, 0, 1]) AS dy), (SELECT unnest([-1, 0, 1]) AS dx)
),
near AS (
  SELECT
    id, people, months,
    (px - ox) * (px - ox) + (py - oy) * (py - oy) + (pz - oz) * (pz - oz) AS squared_chord
  FROM place JOIN outlet USING (y, x)
),
reached AS (
  SELECT
    id, any_value(people) AS people,
    bit_or(months) FILTER (WHERE squared_chord <= pow(2 * sin(1.609344 / 6371.0088 / 2), 2)) AS mile_1,
    bit_or(months) FILTER (WHERE squared_chord <= pow(2 * sin(8.04672 / 6371.0088 / 2), 2)) AS mile_5,
    bit_or(months) FILTER (WHERE squared_chord <= pow(2 * sin(16.09344 / 6371.0088 / 2), 2)) AS mile_10,
    bit_or(months) FILTER (WHERE squared_chord <= pow(2 * sin(40.2336 / 6371.0088 / 2), 2)) AS mile_25,
    bit_or(months) AS mile_50
  FROM near
  WHERE squared_chord <= pow(2 * sin(80.4672 / 6371.0088 / 2), 2)
  GROUP BY id
),
masked AS (
  SELECT radius_km, months, sum(people) AS people
  FROM (
    SELECT
      people, unnest([1.609344, 8.04672, 16.09344, 40.2336, 80.4672]::DOUBLE[]) AS radius_km,
      unnest([mile_1, mile_5, mile_10, mile_25, mile_50]) AS months
    FROM reached
  )
  WHERE months IS NOT NULL
  GROUP BY radius_km, months
),
month AS (
  SELECT unnest(range(120)) AS number
)
SELECT
  (DATE '2010-01-01' + to_months(number::INTEGER))::DATE AS month, radius_km,
  coalesce(sum(people) FILTER (WHERE (months >> number) & 1 = 1), 0)::BIGINT AS covered
FROM masked, month
GROUP BY number, radius_km
