-- Rule: of several editions and files about the same area and year the last one counts.
WITH population AS (
  SELECT DISTINCT period, code, CAST(people AS BIGINT) AS people, edition, file
  FROM raw.world_population
  WHERE latest
),
newest AS (
  SELECT
    *,
    struct(edition, file) = max(struct(edition, file)) OVER (PARTITION BY period, code) AS is_newest
  FROM population
)
SELECT
  newest.period,
  coalesce(country.alpha_2, aggregate.area, newest.code) AS area,
  CASE WHEN country.alpha_2 IS NOT NULL THEN 'country' ELSE aggregate.area_kind END AS area_kind,
  newest.people
FROM newest
LEFT JOIN clean.country AS country ON country.alpha_3 = newest.code
LEFT JOIN fact.aggregate AS aggregate ON aggregate.code = newest.code
WHERE newest.is_newest
