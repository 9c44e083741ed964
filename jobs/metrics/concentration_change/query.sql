WITH listed AS (
  SELECT
    source, cadence, period, market, area, area_kind, level, platform, volume, fixed_volume,
    CASE cadence
      WHEN 'day' THEN date_add(period, 1)
      WHEN 'week' THEN date_add(period, 7)
      WHEN 'month' THEN add_months(period, 1)
      WHEN 'quarter' THEN add_months(period, 3)
      WHEN 'year' THEN add_months(period, 12)
    END AS next_period
  FROM clean.platform_traffic
  WHERE level IN ('key', 'group')
    AND residual IS NULL
    AND volume IS NOT NULL
    AND coalesce(is_exclusive, true)
),
-- What a period lists counts in it, and once more as what was there before the next.
counted AS (
  SELECT
    source, cadence, period, market, area, area_kind, level, platform, volume, fixed_volume,
    CAST(NULL AS DOUBLE) AS volume_before, CAST(NULL AS DOUBLE) AS fixed_volume_before,
    next_period
  FROM listed
  UNION ALL
  SELECT
    source, cadence, next_period AS period, market, area, area_kind, level, platform,
    CAST(NULL AS DOUBLE) AS volume, CAST(NULL AS DOUBLE) AS fixed_volume,
    volume AS volume_before, fixed_volume AS fixed_volume_before,
    CAST(NULL AS DATE) AS next_period
  FROM listed
),
sized AS (
  SELECT
    *,
    exact_sum(volume) OVER market_list AS listed_volume,
    exact_sum(volume_before) OVER market_list AS listed_volume_before,
    exact_sum(fixed_volume) OVER market_list AS fixed_listed_volume,
    exact_sum(fixed_volume_before) OVER market_list AS fixed_listed_volume_before,
    max(next_period) OVER market_list AS ends
  FROM counted
  WINDOW market_list AS (PARTITION BY source, cadence, period, market, area, level)
),
compared AS (
  SELECT
    source, cadence, period, market, area, level, platform,
    max(area_kind) AS area_kind,
    max(ends) AS ends,
    max(volume) / max(listed_volume) AS share_listed,
    max(volume_before) / max(listed_volume_before) AS share_listed_before,
    max(fixed_volume) / max(nullif(fixed_listed_volume, 0D)) AS share_fixed,
    max(fixed_volume_before) / max(nullif(fixed_listed_volume_before, 0D)) AS share_fixed_before,
    max(fixed_listed_volume) > 0D AND max(fixed_listed_volume_before) > 0D AS is_fixed
  FROM sized
  WHERE listed_volume > 0D AND listed_volume_before > 0D
  GROUP BY source, cadence, period, market, area, level, platform
),
based AS (
  SELECT
    source, cadence, period, market, area, area_kind, level, basis, platform, ends,
    coalesce(before, 0D) AS share_listed_before,
    coalesce(now, 0D) AS share_listed
  FROM compared
  LATERAL VIEW stack(2,
    'as_listed', true, share_listed_before, share_listed,
    'fixed_count', is_fixed, share_fixed_before, share_fixed
  ) AS basis, is_measured, before, now
  WHERE is_measured AND (before > 0D OR now > 0D)
),
summed AS (
  SELECT
    *,
    exact_sum(share_listed_before * share_listed_before) OVER basis_list AS hhi_listed_before,
    exact_sum(share_listed * share_listed) OVER basis_list AS hhi_listed
  FROM based
  WINDOW basis_list AS (PARTITION BY source, cadence, period, market, area, level, basis)
),
market_break AS (
  SELECT source, market, collect_list(struct(area, starts)) AS breaks
  FROM clean.break
  GROUP BY source, market
)
SELECT
  summed.source, cadence, period, summed.market, summed.area, area_kind, level, basis, platform,
  CASE
    WHEN share_listed_before = 0D THEN 'entry'
    WHEN share_listed = 0D THEN 'exit'
    ELSE 'continuing'
  END AS kind,
  share_listed_before, share_listed,
  2D * share_listed_before * (share_listed - share_listed_before) AS linear_part,
  (share_listed - share_listed_before) * (share_listed - share_listed_before) AS quadratic_part,
  share_listed * share_listed - share_listed_before * share_listed_before AS contribution,
  hhi_listed_before, hhi_listed,
  coalesce(exists(breaks, one ->
    one.area IN ('*', summed.area)
    AND one.starts < ends
    AND one.starts > CAST(date_trunc(cadence, date_sub(period, 1)) AS DATE)
  ), false) AS is_across_break
FROM summed LEFT JOIN market_break
  ON market_break.source = summed.source AND market_break.market = summed.market
