-- Growth is that over the same period of the year before. Of a list that is not the whole market,
-- the members that were there then are compared with themselves, and no ceiling is fitted: the list
-- would grow with its length. A ceiling with a standard error above itself is none.
WITH market_period AS (
  SELECT
    source, cadence, period, market, area, area_kind, unit, volume, true AS is_measured,
    coalesce(is_whole, true) AS is_whole,
    year(period) + (month(period) - 1) / 12D AS year_time
  FROM clean.volume
  UNION ALL
  SELECT
    source, cadence, period, market, area, max(area_kind) AS area_kind,
    CAST(NULL AS STRING) AS unit, CAST(NULL AS DOUBLE) AS volume, false AS is_measured,
    true AS is_whole, CAST(NULL AS DOUBLE) AS year_time
  FROM clean.traffic
  GROUP BY source, cadence, period, market, area
  HAVING NOT coalesce(bool_or(is_comparable), false)
),
member_volume AS (
  SELECT
    source, cadence, period, market, area, site, residual, volume, 0D AS volume_before
  FROM clean.traffic
  WHERE is_comparable AND cadence NOT IN ('day', 'week')
  UNION ALL
  SELECT
    source, cadence, add_months(period, 12) AS period, market, area, site, residual, 0D AS volume,
    volume AS volume_before
  FROM clean.traffic
  WHERE is_comparable AND cadence NOT IN ('day', 'week')
),
member AS (
  SELECT
    source, cadence, period, market, area, site,
    CASE
      WHEN max(residual) IS NOT NULL THEN 'residual'
      WHEN max(volume_before) = 0D THEN 'entry'
      WHEN max(volume) = 0D THEN 'exit'
      ELSE 'continuing'
    END AS part,
    max(volume) AS volume,
    max(volume_before) AS volume_before
  FROM member_volume
  GROUP BY source, cadence, market, area, period, site
),
split AS (
  SELECT
    source, cadence, period, market, area,
    exact_sum(volume) AS all_volume,
    exact_sum(volume_before) AS all_before,
    exact_sum(CASE WHEN part = 'continuing' THEN volume ELSE 0D END) AS continuing_volume,
    exact_sum(CASE WHEN part = 'continuing' THEN volume_before ELSE 0D END) AS continuing_before,
    exact_sum(CASE WHEN part = 'entry' THEN volume ELSE 0D END) AS entered,
    exact_sum(CASE WHEN part = 'exit' THEN volume_before ELSE 0D END) AS left_volume,
    exact_sum(CASE WHEN part = 'residual' THEN volume - volume_before ELSE 0D END)
      AS residual_change,
    map_from_entries(collect_list(struct(site, volume))) AS volumes,
    map_from_entries(collect_list(struct(site, volume_before))) AS volumes_before
  FROM member
  GROUP BY source, cadence, market, area, period
),
divided AS (
  SELECT
    source, cadence, period, market, area,
    try_divide(continuing_volume - continuing_before, all_before) AS continuing_contribution,
    try_divide(entered, all_before) AS entry_contribution,
    -try_divide(left_volume, all_before) AS exit_contribution,
    try_divide(residual_change, all_before) AS residual_contribution,
    try_divide(continuing_volume - continuing_before, continuing_before) AS growth_continuing,
    instability(
      transform_values(volumes_before, (site, one) -> try_divide(one, all_before)),
      transform_values(volumes, (site, one) -> try_divide(one, all_volume))
    ) AS share_movement
  FROM split
),
series AS (
  SELECT
    *,
    CASE WHEN cadence NOT IN ('day', 'week') THEN max(volume) OVER year_before END AS volume_before,
    cadence NOT IN ('day', 'week') AND count(*) OVER year_before > 0 AS is_listed_before,
    min(CASE WHEN volume IS NOT NULL THEN struct(period, year_time, volume) END) OVER so_far
      AS launch,
    collect_list(
      CASE WHEN is_whole AND volume IS NOT NULL THEN struct(year_time AS at, volume AS size) END
    ) OVER so_far AS volumes
  FROM market_period
  WINDOW
    so_far AS (
      PARTITION BY source, cadence, market, area ORDER BY period
      RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ),
    year_before AS (
      PARTITION BY source, cadence, market, area ORDER BY period
      RANGE BETWEEN INTERVAL '1' YEAR PRECEDING AND INTERVAL '1' YEAR PRECEDING
    )
),
grown AS (
  SELECT
    series.*,
    divided.continuing_contribution, divided.entry_contribution, divided.exit_contribution,
    divided.residual_contribution, divided.share_movement,
    series.volume - series.volume_before AS net_additions,
    try_divide(series.volume - series.volume_before, series.volume_before) AS growth,
    CASE
      WHEN series.volume_before > 0D THEN divided.growth_continuing
    END AS growth_continuing
  FROM series
  LEFT JOIN divided
    ON divided.source = series.source
    AND divided.cadence = series.cadence
    AND divided.market = series.market
    AND divided.area = series.area
    AND divided.period = series.period
    AND series.volume_before > 0D
),
paced AS (
  SELECT *, CASE WHEN is_whole THEN growth ELSE growth_continuing END AS pace FROM grown
),
trend AS (
  SELECT
    *,
    max(pace) OVER one_year_before AS pace_before,
    max(pace) OVER two_years_before AS pace_two_years_before,
    collect_list(
      CASE WHEN is_whole AND pace IS NOT NULL THEN struct(year_time AS at, pace AS size) END
    ) OVER ten_years AS paces,
    collect_list(CASE
      WHEN is_whole AND cadence = 'year' AND net_additions IS NOT NULL
        THEN struct(year_time - launch.year_time AS at, net_additions AS size)
    END) OVER so_far AS adoptions
  FROM paced
  WINDOW
    so_far AS (
      PARTITION BY source, cadence, market, area ORDER BY period
      RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ),
    one_year_before AS (
      PARTITION BY source, cadence, market, area ORDER BY period
      RANGE BETWEEN INTERVAL '1' YEAR PRECEDING AND INTERVAL '1' YEAR PRECEDING
    ),
    two_years_before AS (
      PARTITION BY source, cadence, market, area ORDER BY period
      RANGE BETWEEN INTERVAL '2' YEAR PRECEDING AND INTERVAL '2' YEAR PRECEDING
    ),
    -- One a year, of the same month: those of neighbouring months share most of their year.
    ten_years AS (
      PARTITION BY source, cadence, market, area, month(period) ORDER BY period
      RANGE BETWEEN INTERVAL '9' YEAR PRECEDING AND CURRENT ROW
    )
),
fitted AS (
  SELECT
    *,
    CASE WHEN is_whole AND volume IS NOT NULL THEN
      logistic_fit(volumes.at, volumes.size)
    END AS logistic,
    CASE WHEN is_whole AND volume IS NOT NULL AND forall(adoptions, one -> one.size >= 0D) THEN
      bass_fit(adoptions.at, adoptions.size)
    END AS bass,
    CASE WHEN growth IS NOT NULL THEN
      sen_slope(paces.at, paces.size, 0.95D)
    END AS slope,
    CASE WHEN growth IS NOT NULL THEN
      mann_kendall_exact(paces.at, paces.size)
    END AS test
  FROM trend
),
bounded AS (
  SELECT
    *,
    CASE WHEN logistic.ceiling_se <= logistic.ceiling THEN logistic.ceiling END AS ceiling,
    CASE WHEN bass.m_se <= bass.m THEN launch.volume + bass.m END AS bass_ceiling
  FROM fitted
),
judged AS (
  SELECT
    *,
    try_divide(volume, ceiling) AS saturation,
    CASE WHEN is_whole THEN try_divide(volume, ceiling) >= :stock_saturation ELSE false END
      AS is_saturated,
    pace < :stock_growth AND pace_before < :stock_growth AND pace_two_years_before < :stock_growth
      AS is_flat,
    CASE
      WHEN growth IS NOT NULL THEN NULL
      WHEN NOT is_measured THEN 'no_volume'
      WHEN volume IS NULL THEN 'not_reported'
      WHEN is_listed_before AND volume_before IS NULL THEN 'not_reported'
      WHEN is_listed_before THEN 'no_volume'
      WHEN launch.period > add_months(period, -12) THEN 'too_few'
      ELSE 'gap'
    END AS growth_reason,
    CASE
      WHEN ceiling IS NOT NULL THEN NULL
      WHEN NOT is_measured THEN 'no_volume'
      WHEN volume IS NULL THEN 'not_reported'
      WHEN NOT is_whole THEN 'total_unknown'
      WHEN size(volumes) < 5 THEN 'too_few'
      ELSE 'not_determined'
    END AS ceiling_reason
  FROM bounded
),
staged AS (
  SELECT
    *,
    CASE
      WHEN pace >= :incremental_growth THEN 'incremental'
      WHEN pace IS NULL THEN NULL
      WHEN is_saturated OR is_flat THEN 'stock'
      WHEN is_saturated IS NOT NULL AND is_flat IS NOT NULL THEN 'turning'
    END AS stage
  FROM judged
),
reasoned AS (
  SELECT
    *,
    CASE
      WHEN stage IS NOT NULL THEN NULL
      WHEN growth_reason IS NOT NULL THEN growth_reason
      WHEN pace IS NULL THEN 'list_changed'
      WHEN is_saturated IS NULL THEN ceiling_reason
      ELSE 'gap'
    END AS reason
  FROM staged
),
placed AS (
  SELECT
    *,
    max(CASE WHEN market = 'internet' AND cadence = 'year' THEN stage END) OVER area_year
      AS internet_stage,
    max(CASE WHEN market = 'internet' AND cadence = 'year' THEN reason END) OVER area_year
      AS no_internet_stage
  FROM reasoned
  WINDOW area_year AS (PARTITION BY area, trunc(period, 'YEAR'))
)
SELECT
  source, cadence, period, market, area, area_kind, unit, is_whole,
  volume, volume_before, net_additions, growth,
  continuing_contribution, entry_contribution, exit_contribution, residual_contribution,
  growth_continuing,
  share_movement,
  volume * share_movement / 2D AS moved_volume,
  ceiling,
  CASE WHEN ceiling IS NOT NULL THEN logistic.ceiling_se END AS ceiling_se,
  CASE WHEN ceiling IS NOT NULL THEN 'logistic, least squares' END AS ceiling_estimator,
  saturation,
  bass_ceiling,
  CASE WHEN bass_ceiling IS NOT NULL THEN bass.m_se END AS bass_ceiling_se,
  slope.slope AS growth_slope,
  slope.lower AS growth_slope_lower,
  slope.upper AS growth_slope_upper,
  test.p AS growth_slope_p,
  CASE WHEN growth IS NOT NULL THEN size(paces) END AS growth_count,
  stage,
  internet_stage,
  reason,
  growth_reason,
  CASE WHEN share_movement IS NULL THEN coalesce(growth_reason, 'no_members') END AS split_reason,
  ceiling_reason,
  CASE WHEN internet_stage IS NULL THEN
    coalesce(no_internet_stage, 'not_reported')
  END AS internet_reason
FROM placed
