-- A window ends with a calendar year and holds what was measured in it since the last break. A
-- longer window that holds nothing the next shorter one does not is left out.
WITH point AS (
  SELECT
    source, cadence, market, area, area_kind, level, basis, index, value, coverage,
    year(period) * 12 + month(period) - 1 AS month
  FROM metrics.market_concentration
  LATERAL VIEW stack(5,
    'hhi_listed', hhi_listed, 'hhi_lower', hhi_lower, 'hhi_upper', hhi_upper,
    'cr1_listed', cr1_listed, 'cr4_listed', cr4_listed
  ) AS index, value
  WHERE cadence = 'month' AND level IN ('key', 'group') AND value IS NOT NULL
),
series AS (
  SELECT
    source, cadence, market, area, level, basis, index,
    max(area_kind) AS area_kind,
    array_sort(collect_list(struct(month, value, coverage))) AS points
  FROM point
  GROUP BY source, cadence, market, area, level, basis, index
),
known_break AS (
  SELECT
    source, market,
    array_sort(collect_list(struct(year(starts) * 12 + month(starts) - 1 AS month, area))) AS breaks
  FROM clean.break
  GROUP BY source, market
),
ending AS (
  SELECT
    series.*, year, window_months, year * 12 + 12 AS next_month, shorter_months,
    filter(
      coalesce(breaks, array()),
      b -> b.month < year * 12 + 12 AND (b.area = '*' OR b.area = series.area)
    ) AS breaks
  FROM series
  LEFT JOIN known_break USING (source, market)
  LATERAL VIEW explode(array_distinct(transform(points, p -> p.month div 12))) AS year
  LATERAL VIEW stack(3, 36, 0, 60, 36, 120, 60) AS window_months, shorter_months
),
bounded AS (
  SELECT
    source, cadence, market, area, area_kind, level, basis, index, window_months, year,
    coalesce(array_max(breaks).month, 0) AS segment_month,
    coalesce(array_max(breaks).month > next_month - window_months, false) AS begins_at_break,
    filter(
      points,
      p -> p.month < next_month AND p.month >= next_month - window_months
        AND p.month >= coalesce(array_max(breaks).month, 0)
    ) AS points
  FROM ending
  WHERE window_months = 36
    OR exists(
      points,
      p -> p.month < next_month - shorter_months AND p.month >= next_month - window_months
        AND p.month >= coalesce(array_max(breaks).month, 0)
    )
),
timed AS (
  SELECT
    *, points.month AS months, points.value AS values,
    element_at(points, 1).month AS first_month, element_at(points, -1).month AS last_month,
    sen_slope(points.month, points.value, 0.95D) AS sen
  FROM bounded
  WHERE size(points) > 0
),
tested AS (
  SELECT
    source, cadence, market, area, area_kind, level, basis, index, window_months, year,
    segment_month, begins_at_break, months, first_month, last_month,
    size(points) AS month_count,
    last_month - first_month + 1 - size(points) AS missing_count,
    values[0] AS first_value,
    values[size(values) - 1] AS last_value,
    array_min(points.coverage) AS coverage_least,
    mann_kendall(months, values) AS plain,
    mann_kendall_hamed_rao(months, values) AS hamed_rao,
    seasonal_mann_kendall(months, values, 12) AS seasonal,
    yearly_median_trend(months, values) AS yearly,
    sen,
    pettitt(zip_with(values, months, (v, t) -> v - sen.slope * t)) AS change
  FROM timed
),
dated AS (
  SELECT
    *,
    coalesce(yearly.slope, sen.slope * 12D) AS slope,
    CASE
      WHEN change.p IS NOT NULL AND months[change.position] - segment_month > 3
      THEN months[change.position]
    END AS change_month
  FROM tested
),
persistent AS (
  SELECT
    *,
    -- Persistence multiplies the variance of the test's sums by (1 + r)/(1 - r).
    CASE WHEN change_month IS NOT NULL AND yearly IS NOT NULL THEN least(1D, 2D * power(
      change.p / 2D, (1D - yearly.persistence) / (1D + yearly.persistence)
    )) END AS change_p_persistent
  FROM dated
),
placed AS (
  SELECT
    *,
    count(yearly.p) OVER family AS trend_count,
    count(yearly.p) OVER by_trend AS trend_place,
    count(change_p_persistent) OVER family AS change_count,
    count(change_p_persistent) OVER by_change AS change_place
  FROM persistent
  WINDOW
    family AS (
      PARTITION BY source, cadence, market, level, basis, index, window_months, year, area_kind
    ),
    by_trend AS (
      PARTITION BY source, cadence, market, level, basis, index, window_months, year, area_kind
      ORDER BY yearly.p NULLS LAST
    ),
    by_change AS (
      PARTITION BY source, cadence, market, level, basis, index, window_months, year, area_kind
      ORDER BY change_p_persistent NULLS LAST
    )
),
compared AS (
  SELECT
    *,
    least(1D, min(try_divide(yearly.p * trend_count, trend_place)) OVER (
      PARTITION BY source, cadence, market, level, basis, index, window_months, year, area_kind
      ORDER BY trend_place DESC
    )) AS trend_q,
    least(1D, min(try_divide(change_p_persistent * change_count, change_place)) OVER (
      PARTITION BY source, cadence, market, level, basis, index, window_months, year, area_kind
      ORDER BY change_place DESC
    )) AS change_family_q,
    count(*) FILTER (WHERE area_kind = 'country' AND slope > 0D) OVER market_window
      AS countries_rising,
    count(*) FILTER (WHERE area_kind = 'country' AND slope < 0D) OVER market_window
      AS countries_falling,
    min(signum(slope)) OVER levels AS least_sign,
    max(signum(slope)) OVER levels AS greatest_sign
  FROM placed
  WINDOW
    market_window AS (
      PARTITION BY source, cadence, market, level, basis, index, window_months, year
    ),
    levels AS (PARTITION BY source, cadence, market, area, basis, index, window_months, year)
),
signed AS (
  SELECT
    *,
    least_sign < 0D AND greatest_sign > 0D AS levels_differ,
    CASE
      WHEN area_kind = 'world' AND countries_rising + countries_falling > 0
      THEN coalesce(
        (slope > 0D AND countries_falling > countries_rising)
          OR (slope < 0D AND countries_rising > countries_falling),
        false
      )
    END AS countries_differ
  FROM compared
)
SELECT
  source, cadence, make_date(year, 1, 1) AS period, market, area, area_kind, level, basis, index,
  window_months,
  make_date(first_month div 12, first_month % 12 + 1, 1) AS first_period,
  make_date(last_month div 12, last_month % 12 + 1, 1) AS last_period,
  begins_at_break, month_count, missing_count,
  coalesce(yearly.years, 0) AS year_count,
  coverage_least, first_value, last_value,
  plain.s AS mk_s, plain.tau AS mk_tau, plain.p AS mk_p,
  hamed_rao.p AS hamed_rao_p,
  seasonal.p AS seasonal_p,
  sen.slope * 12D AS sen_slope, sen.lower * 12D AS sen_lower, sen.upper * 12D AS sen_upper,
  yearly.start AS yearly_start, yearly.finish AS yearly_finish,
  yearly.tau AS yearly_tau, yearly.persistence AS persistence,
  yearly.p_independent AS yearly_p_independent, yearly.p AS yearly_p,
  yearly.slope AS yearly_slope, yearly.lower AS yearly_lower, yearly.upper AS yearly_upper,
  CASE WHEN yearly IS NOT NULL THEN trend_q END AS q,
  make_date(change_month div 12, change_month % 12 + 1, 1) AS change_period,
  CASE WHEN change_month IS NOT NULL THEN change.p END AS change_p,
  change_p_persistent,
  CASE WHEN change_p_persistent IS NOT NULL THEN change_family_q END AS change_q,
  countries_rising, countries_falling, levels_differ, countries_differ,
  CASE
    WHEN levels_differ OR countries_differ THEN 'composition'
    WHEN yearly IS NULL THEN 'undetermined'
    WHEN yearly.p >= 0.05D THEN 'no_trend'
    WHEN yearly.s > 0 THEN 'rising'
    ELSE 'falling'
  END AS verdict,
  CASE
    WHEN levels_differ THEN 'levels_differ'
    WHEN countries_differ THEN 'countries_differ'
    WHEN yearly IS NULL THEN 'too_few_years'
  END AS reason,
  filter(array(
    CASE WHEN yearly.years < 10 THEN 'under_10_years' END,
    CASE WHEN missing_count > 0 THEN 'gaps' END,
    CASE WHEN coverage_least < 0.98D THEN 'coverage_under_98_percent' END
  ), flag -> flag IS NOT NULL) AS flags
FROM signed
