WITH sized AS (
  SELECT
    source, cadence, period, market, area, area_kind, level, platform, volume, residual,
    exact_sum(CASE WHEN residual IS NULL THEN volume ELSE 0D END)
      OVER (PARTITION BY source, cadence, period, market, area, level) AS listed_volume,
    CASE WHEN is_total_known THEN
      exact_sum(volume) OVER (PARTITION BY source, cadence, period, market, area, level)
    END AS total_volume,
    row_number() OVER (
      PARTITION BY source, cadence, period, market, area, level
      ORDER BY residual NULLS FIRST, volume DESC, platform
    ) AS rank
  FROM clean.platform_traffic
),
first_two AS (
  SELECT
    source, cadence, period, market, area, level,
    max(area_kind) AS area_kind,
    max(listed_volume) AS listed_volume,
    max(total_volume) AS total_volume,
    max(platform) FILTER (WHERE rank = 1 AND volume > 0D) AS leader,
    max(volume) FILTER (WHERE rank = 1) AS leader_volume,
    max(platform) FILTER (WHERE rank = 2 AND volume > 0D AND residual IS NULL) AS runner_up,
    coalesce(max(volume) FILTER (WHERE rank = 2 AND residual IS NULL), 0D) AS runner_up_volume,
    coalesce(max(volume) FILTER (WHERE residual IS NOT NULL), 0D) AS residual_volume
  FROM sized
  GROUP BY source, cadence, period, market, area, level
),
led AS (
  SELECT
    *,
    try_divide(leader_volume, total_volume) AS leader_share,
    try_divide(leader_volume, listed_volume) AS leader_share_listed,
    try_divide(leader_volume - runner_up_volume, listed_volume) AS margin_listed,
    CASE WHEN total_volume > 0D THEN leader_volume >= residual_volume END AS is_certain
  FROM first_two
)
SELECT
  source, cadence, period, market, area, area_kind, level,
  leader, runner_up, leader_share, leader_share_listed, margin_listed,
  leader_share > 0.5D AS is_over_half,
  leader_share_listed > 0.5D AS is_over_half_listed,
  is_certain,
  CASE WHEN leader IS NOT NULL THEN count(*) OVER (
    PARTITION BY source, cadence, period, market, level, area_kind, leader
  ) END AS areas_led,
  count(*) OVER (PARTITION BY source, cadence, period, market, level, area_kind) AS area_count,
  CASE
    WHEN leader IS NULL THEN 'no_volume'
    WHEN leader_share IS NULL THEN 'total_unknown'
  END AS reason
FROM led
