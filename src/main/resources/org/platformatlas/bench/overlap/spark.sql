WITH name AS (
  SELECT platform, CAST(row_number() OVER (ORDER BY platform) AS INT) AS id
  FROM (SELECT DISTINCT platform FROM clean.portfolio)
),
code AS (
  SELECT field, CAST(row_number() OVER (ORDER BY field) AS INT) AS number
  FROM (SELECT DISTINCT field FROM clean.portfolio)
),
portfolio AS (
  SELECT
    period, id, number, weight,
    count(*) OVER (PARTITION BY period, id) AS fields,
    sum(weight) OVER (PARTITION BY period, id) AS total
  FROM clean.portfolio
  JOIN name USING (platform)
  JOIN code USING (field)
),
shared AS (
  SELECT
    a.period, a.id AS id_a, b.id AS id_b,
    count(*) AS in_both, max(a.fields + b.fields) AS fields,
    sum(least(a.weight, b.weight)) AS shared_weight, max(a.total + b.total) AS total
  FROM portfolio AS a
  JOIN portfolio AS b ON b.period = a.period AND b.number = a.number AND b.id > a.id
  GROUP BY a.period, a.id, b.id
),
side AS (
  SELECT
    period, id,
    in_both / (fields - in_both) AS jaccard, shared_weight / (total - shared_weight) AS ruzicka
  FROM shared
  LATERAL VIEW explode(array(id_a, id_b)) AS id
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
