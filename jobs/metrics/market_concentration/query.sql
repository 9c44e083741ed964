WITH market_list AS (
  SELECT
    source, cadence, period, market, area,
    collect_list(volume) FILTER (WHERE residual IS NULL) AS volumes,
    count(*) FILTER (WHERE residual IS NULL) AS listed_count,
    count(*) FILTER (WHERE residual IS NULL AND volume > 0D) AS platform_count,
    exact_sum(volume) FILTER (WHERE residual IS NULL) AS listed_volume,
    CASE WHEN bool_and(is_total_known) THEN exact_sum(volume) END AS total_volume,
    bool_or(residual = 'other') AS has_other
  FROM clean.traffic
  GROUP BY source, cadence, period, market, area
),
measured AS (
  SELECT
    *,
    hhi(volumes, total_volume) AS hhi,
    hhi_bounds(volumes, total_volume) AS cut_off_bounds,
    (total_volume - listed_volume) / nullif(total_volume, 0D) AS residual_share
  FROM market_list
)
SELECT
  source, cadence, period, market, area, 'key' AS level,
  'as_listed' AS basis,
  listed_count, platform_count, listed_volume,
  try_divide(listed_volume, total_volume) AS coverage,
  hhi,
  CASE WHEN has_other THEN hhi ELSE cut_off_bounds.lower END AS hhi_lower,
  CASE
    WHEN has_other THEN least(hhi + residual_share * residual_share, 1D)
    ELSE cut_off_bounds.upper
  END AS hhi_upper,
  hhi(volumes) AS hhi_listed,
  hhi_normalised(volumes) AS hhi_normalised,
  hill_number(volumes, 2D) AS effective_number,
  concentration_ratio(volumes, 1) AS cr1_listed,
  concentration_ratio(volumes, 3) AS cr3_listed,
  concentration_ratio(volumes, 4) AS cr4_listed,
  concentration_ratio(volumes, 8) AS cr8_listed,
  concentration_ratio(volumes, 10) AS cr10_listed,
  concentration_ratio(volumes, 20) AS cr20_listed,
  shannon_entropy(volumes) AS entropy,
  gini(volumes) AS gini,
  gini_normalised(volumes) AS gini_normalised,
  CASE
    WHEN platform_count = 0 THEN 'no_volume'
    WHEN total_volume IS NULL THEN 'total_unknown'
  END AS reason
FROM measured
