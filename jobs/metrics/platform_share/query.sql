WITH sized AS (
  SELECT
    source, cadence, period, market, area, area_kind, level, platform, is_mapped, volume,
    volume_upper, rank AS listed_rank, residual, is_total_known,
    coalesce(NOT is_exclusive, false) AS is_shared,
    exact_sum(CASE WHEN residual IS NULL THEN volume ELSE 0D END)
      OVER (PARTITION BY source, cadence, period, market, area, level) AS listed_volume,
    exact_sum(volume)
      OVER (PARTITION BY source, cadence, period, market, area, level) AS total_volume
  FROM clean.platform_traffic
),
listed AS (
  SELECT
    source, cadence, period, market, area, area_kind, level, platform, is_mapped, volume,
    volume_upper, is_shared,
    CASE WHEN is_total_known AND NOT is_shared THEN try_divide(volume, total_volume) END AS share,
    CASE WHEN NOT is_shared THEN try_divide(volume, listed_volume) END AS share_listed,
    row_number() OVER (
      PARTITION BY source, cadence, period, market, area, level
      ORDER BY volume DESC, listed_rank, platform
    ) AS rank,
    trunc(date_sub(period, 1), cadence) AS previous_period
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
