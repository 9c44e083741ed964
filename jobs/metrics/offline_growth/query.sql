WITH stepped AS (
  SELECT
    *,
    lag(struct(period, people_year, covered_share, outlet_count, survivors_only)) OVER (
      PARTITION BY cadence, platform, country, area, division, radius ORDER BY period
    ) AS before
  FROM metrics.offline_coverage
  WHERE cadence = 'year'
),
-- A division that is counted every ten years has the same people in between; then they move at once.
compared AS (
  SELECT
    *,
    before IS NOT NULL AND before.period = add_months(period, -12) AS is_next,
    people_year - before.people_year > 1 AS is_recounted,
    coalesce(before.survivors_only, survivors_only) AS is_of_survivors
  FROM stepped
),
grown AS (
  SELECT
    *,
    CASE WHEN is_next THEN outlet_count - before.outlet_count END AS new_outlets,
    CASE WHEN is_next AND NOT is_recounted THEN (covered_share - before.covered_share) * people END AS new_covered
  FROM compared
),
yielded AS (
  SELECT *, CASE WHEN new_outlets > 0 THEN new_covered / new_outlets END AS marginal_yield
  FROM grown
),
series AS (
  SELECT
    platform, country, area, division, radius,
    array_sort(collect_list(struct(CAST(year(period) AS DOUBLE) AS year, marginal_yield AS value))) AS ones
  FROM yielded
  WHERE marginal_yield IS NOT NULL
  GROUP BY platform, country, area, division, radius
),
so_far AS (
  SELECT *, filter(ones, one -> one.year BETWEEN year(period) - :window_years + 1 AND year(period)) AS past
  FROM yielded LEFT JOIN series USING (platform, country, area, division, radius)
),
tested AS (
  SELECT
    *,
    CASE WHEN size(past) > 0 THEN mann_kendall(past.year, past.value).p END AS yield_p,
    CASE WHEN size(past) > 0 THEN sen_slope(past.year, past.value, 0.95D) END AS slope
  FROM so_far
)
SELECT
  period, platform, country, area, division, radius,
  is_of_survivors AS survivors_only, outlet_count, covered, new_outlets,
  CASE WHEN NOT is_of_survivors THEN new_outlets END AS net_outlets,
  new_covered, marginal_yield,
  CASE
    WHEN marginal_yield IS NOT NULL THEN NULL
    WHEN NOT is_next THEN 'first_year'
    WHEN is_recounted THEN 'recounted'
    ELSE 'no_new_outlets'
  END AS null_reason,
  coalesce(size(past), 0) AS yield_years, make_date(CAST(get(past, 0).year AS INT), 1, 1) AS yield_from, yield_p, slope.slope AS yield_slope,
  slope.lower AS yield_slope_lower, slope.upper AS yield_slope_upper
FROM tested
