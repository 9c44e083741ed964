WITH sized AS (
  SELECT
    source, cadence, period, market, area, area_kind, level, platform, is_mapped, volume,
    volume_upper, residual, is_total_known,
    coalesce(NOT is_exclusive, false) AS is_shared,
    exact_sum(CASE WHEN residual IS NULL THEN volume ELSE 0D END) OVER market_list
      AS listed_volume,
    exact_sum(volume) OVER market_list AS total_volume,
    row_number() OVER by_size AS rank
  FROM clean.platform_traffic
  WINDOW
    by_size AS (
      PARTITION BY source, cadence, period, market, area, level
      ORDER BY residual NULLS FIRST, volume DESC, rank, platform
    ),
    market_list AS (
      PARTITION BY source, cadence, period, market, area, level
      ORDER BY residual NULLS FIRST, volume DESC, rank, platform
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    )
),
listed AS (
  SELECT
    source, cadence, period, market, area, area_kind, level, platform, is_mapped, volume,
    volume_upper, is_shared,
    CASE WHEN is_total_known AND NOT is_shared THEN try_divide(volume, total_volume) END AS share,
    CASE WHEN NOT is_shared THEN try_divide(volume, listed_volume) END AS share_listed,
    rank,
    CAST(date_trunc(cadence, date_sub(period, 1)) AS DATE) AS previous_period
  FROM sized
  WHERE residual IS NULL
),
compared AS (
  SELECT
    *,
    lag(period) OVER series AS listed_before,
    lag(share_listed) OVER series AS share_before
  FROM listed
  WINDOW series AS (PARTITION BY source, cadence, market, area, level, platform ORDER BY period)
),
changed AS (
  SELECT
    *,
    CASE WHEN listed_before = previous_period THEN share_listed - share_before END AS change
  FROM compared
)
SELECT
  source, cadence, period, market, area, area_kind, level, platform, is_mapped,
  volume, volume_upper, share, share_listed, rank, change,
  CASE
    WHEN share IS NOT NULL THEN NULL
    WHEN is_shared THEN 'not_exclusive'
    WHEN share_listed IS NULL THEN 'no_volume'
    ELSE 'total_unknown'
  END AS reason,
  CASE
    WHEN change IS NOT NULL THEN NULL
    WHEN is_shared THEN 'not_exclusive'
    WHEN listed_before = previous_period THEN 'no_volume'
    ELSE 'not_listed_before'
  END AS change_reason
FROM changed
