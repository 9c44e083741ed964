WITH name AS (
  SELECT
    source, kind, platform AS name, is_known, count(*) AS act_count,
    min(date) AS first_date, max(date) AS last_date
  FROM clean.activity
  GROUP BY source, kind, platform, is_known
),
weighed AS (
  SELECT *, act_count / sum(act_count) OVER (PARTITION BY source, kind) AS weight FROM name
)
SELECT source, kind, name, act_count, weight, first_date, last_date
FROM weighed
WHERE NOT is_known
