-- An act counts in the windows that end in its year and in the four after it. A market is held where one
-- source at least has the platform at the threshold in a period of the year.
WITH act AS (
  SELECT add_months(period, 12 * later) AS period, platform, categories, category_groups
  FROM clean.activity
  LATERAL VIEW explode(sequence(0, 4)) AS later
  WHERE is_known
),
category AS (
  SELECT period, 'category' AS ground, platform, lower(category) AS field, count(*) AS act_count
  FROM act LATERAL VIEW explode(categories) AS category
  GROUP BY period, platform, lower(category)
),
category_group AS (
  SELECT period, 'category_group' AS ground, platform, field, count(*) AS act_count
  FROM act LATERAL VIEW explode(category_groups) AS field
  GROUP BY period, platform, field
),
share AS (
  SELECT
    source, cadence, market, platform, period,
    try_divide(
      volume, exact_sum(volume) OVER (PARTITION BY source, cadence, market, period)
    ) AS share
  FROM clean.platform_traffic
  WHERE level = 'group' AND area = '001' AND is_exclusive AND residual IS NULL
),
held AS (
  SELECT
    source, cadence, market, platform, trunc(period, 'YEAR') AS period,
    exact_avg(share) AS share, count_if(share >= :least_share) AS period_count
  FROM share
  GROUP BY source, cadence, market, platform, trunc(period, 'YEAR')
),
market AS (
  SELECT
    period, 'market' AS ground, platform, market AS field,
    max(share) AS share, max(period_count) AS period_count
  FROM held
  WHERE period_count > 0
  GROUP BY period, platform, market
)
SELECT
  period, ground, platform, field, coalesce(first_group, 'none') AS field_group,
  CAST(act_count AS DOUBLE) AS weight, 'acts' AS unit, CAST(NULL AS BIGINT) AS period_count
FROM category LEFT JOIN clean.category ON category.category = field
LEFT SEMI JOIN (SELECT period FROM clean.activity) AS year USING (period)
UNION ALL
SELECT
  period, ground, platform, field, field AS field_group, CAST(act_count AS DOUBLE) AS weight,
  'acts' AS unit, CAST(NULL AS BIGINT) AS period_count
FROM category_group LEFT SEMI JOIN (SELECT period FROM clean.activity) AS year USING (period)
UNION ALL
SELECT
  period, ground, platform, field, field AS field_group, share AS weight, 'share' AS unit,
  period_count
FROM market
