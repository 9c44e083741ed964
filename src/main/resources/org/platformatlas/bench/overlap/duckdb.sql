-- Numbers for names take three quarters of the time of a join of names; each pair twice is slower than once,
-- mirrored, and one number for a pair gains nothing.
WITH name AS (
  SELECT platform, row_number() OVER (ORDER BY platform)::INTEGER AS id
  FROM (SELECT DISTINCT platform FROM clean.portfolio)
),
code AS (
  SELECT field, row_number() OVER ()::INTEGER AS number
  FROM (SELECT DISTINCT field FROM clean.portfolio)
),
portfolio AS MATERIALIZED (
  SELECT
    period, id, number, weight,
    count(*) OVER (PARTITION BY period, id) AS fields,
    sum(weight) OVER (PARTITION BY period, id) AS total
  FROM clean.portfolio JOIN name USING (platform) JOIN code USING (field)
),
shared AS (
  SELECT
    a.period, a.id AS id_a, b.id AS id_b,
    count(*) AS in_both, any_value(a.fields + b.fields) AS fields,
    sum(least(a.weight, b.weight)) AS shared_weight, any_value(a.total + b.total) AS total
  FROM portfolio AS a
  JOIN portfolio AS b ON b.period = a.period AND b.number = a.number AND b.id > a.id
  GROUP BY a.period, a.id, b.id
),
pair AS (
  SELECT
    period, id_a, id_b,
    in_both / (fields - in_both) AS jaccard, shared_weight / (total - shared_weight) AS ruzicka
  FROM shared
),
side AS (
  SELECT period, id_a AS id, jaccard, ruzicka FROM pair
  UNION ALL
  SELECT period, id_b, jaccard, ruzicka FROM pair
),
summary AS (
  SELECT
    period, id, count(*) AS rival_count,
    avg(jaccard) AS mean_jaccard, avg(ruzicka) AS mean_ruzicka, max(jaccard) AS closest_jaccard
  FROM side
  GROUP BY period, id
)
SELECT
  period, platform, rival_count, mean_jaccard, mean_ruzicka, closest_jaccard
FROM summary JOIN name USING (id)
