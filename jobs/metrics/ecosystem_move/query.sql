-- A first act is a signal; a second within 36 months makes it an entry. So is a share of a market held in
-- three periods of a year. What a platform is near to is taken from the year before its first act.
WITH act AS (
  SELECT platform, field, date
  FROM clean.activity LATERAL VIEW explode(category_groups) AS field
  WHERE is_known
),
dated AS (
  SELECT platform, field, array_sort(collect_list(date)) AS dates FROM act GROUP BY platform, field
),
first_act AS (
  SELECT
    'category_group' AS ground, platform, field,
    trunc(dates[0], 'YEAR') AS period, dates[0] AS first_date,
    CASE WHEN get(dates, 1) <= add_months(dates[0], 36) THEN dates[1] END AS entered_on,
    trunc(dates[size(dates) - 1], 'YEAR') AS last_period,
    CAST(size(dates) AS BIGINT) AS act_count,
    CAST(NULL AS DOUBLE) AS first_share, CAST(NULL AS DOUBLE) AS last_share
  FROM dated
),
held AS (
  SELECT
    platform, field,
    array_sort(collect_list(struct(period, weight, period_count))) AS years
  FROM clean.portfolio
  WHERE ground = 'market'
  GROUP BY platform, field
),
first_hold AS (
  SELECT
    'market' AS ground, platform, field,
    years[0].period AS period, years[0].period AS first_date,
    get(filter(years, one -> one.period_count >= :least_periods), 0).period AS entered_on,
    years[size(years) - 1].period AS last_period,
    CAST(NULL AS BIGINT) AS act_count,
    years[0].weight AS first_share, years[size(years) - 1].weight AS last_share
  FROM held
),
first_move AS (
  SELECT * FROM first_act UNION ALL SELECT * FROM first_hold
),
portfolio AS (
  SELECT
    add_months(period, 12) AS period, platform, field, weight,
    exact_sum(weight) OVER (PARTITION BY period, platform) AS platform_weight,
    exact_sum(weight) OVER (PARTITION BY period, field) AS field_weight,
    exact_sum(weight) OVER (PARTITION BY period) AS whole_weight
  FROM clean.portfolio
  WHERE ground = 'category_group'
),
present AS (
  SELECT period, platform, field
  FROM portfolio
  WHERE location_quotient(weight, platform_weight, field_weight, whole_weight) >= 1D
),
held_by AS (
  SELECT period, field, count(*) AS platform_count FROM present GROUP BY period, field
),
together AS (
  SELECT a.period, a.field, b.field AS other, count(*) AS platform_count
  FROM present AS a
  JOIN present AS b ON b.period = a.period AND b.platform = a.platform AND b.field <> a.field
  GROUP BY a.period, a.field, b.field
),
near AS (
  SELECT
    together.period, together.field, together.other,
    proximity(a.platform_count, b.platform_count, together.platform_count) AS proximity
  FROM together
  JOIN held_by AS a ON a.period = together.period AND a.field = together.field
  JOIN held_by AS b ON b.period = together.period AND b.field = together.other
),
mover AS (
  SELECT DISTINCT period, platform FROM first_move WHERE ground = 'category_group'
),
density AS (
  SELECT
    near.period, mover.platform, near.field,
    relatedness_density(
      collect_list(near.proximity), collect_list(present.platform IS NOT NULL)
    ) AS density
  FROM near
  JOIN mover ON mover.period = near.period
  LEFT JOIN present
    ON present.period = near.period AND present.platform = mover.platform
    AND present.field = near.other
  GROUP BY near.period, mover.platform, near.field
),
option AS (
  SELECT period, platform, exact_avg(density) AS option_density, count(*) AS option_count
  FROM density LEFT ANTI JOIN portfolio USING (period, platform, field)
  GROUP BY period, platform
),
has_portfolio AS (
  SELECT DISTINCT period, platform FROM portfolio
),
newest AS (
  SELECT max(period) AS newest_period FROM clean.activity
),
measured AS (
  SELECT field, min(period) AS market_start, max(period) AS market_end
  FROM clean.portfolio
  WHERE ground = 'market'
  GROUP BY field
)
SELECT
  first_move.period, ground, first_move.platform, first_move.field, first_date, entered_on,
  CASE WHEN entered_on IS NOT NULL THEN 'entry' ELSE 'signal' END AS status,
  ground = 'market' AND first_move.period = market_start AS is_left_censored,
  CASE WHEN has_portfolio.platform IS NOT NULL THEN density END AS density,
  CASE WHEN has_portfolio.platform IS NOT NULL THEN option_density END AS option_density,
  CASE WHEN has_portfolio.platform IS NOT NULL THEN option_count END AS option_count,
  CASE
    WHEN has_portfolio.platform IS NULL THEN NULL
    WHEN density > option_density THEN 'micro-innovation'
    WHEN density <= option_density THEN 'leap'
  END AS relatedness,
  CASE
    WHEN ground = 'market' THEN 'no_categories'
    WHEN has_portfolio.platform IS NULL THEN 'no_portfolio'
    WHEN density IS NULL THEN 'field_is_new'
  END AS relatedness_reason,
  act_count, last_period,
  CASE
    WHEN ground = 'market' THEN CASE WHEN last_period = market_end THEN 'kept' ELSE 'left' END
    WHEN add_months(first_move.period, 60) > newest_period THEN 'open'
    WHEN last_period > first_move.period THEN 'kept'
    ELSE 'left'
  END AS outcome,
  first_share, last_share, last_share - first_share AS share_won
FROM first_move
LEFT JOIN density
  ON ground = 'category_group' AND density.period = first_move.period
  AND density.platform = first_move.platform AND density.field = first_move.field
LEFT JOIN option
  ON ground = 'category_group' AND option.period = first_move.period
  AND option.platform = first_move.platform
LEFT JOIN has_portfolio
  ON has_portfolio.period = first_move.period AND has_portfolio.platform = first_move.platform
LEFT JOIN measured ON ground = 'market' AND measured.field = first_move.field
CROSS JOIN newest
