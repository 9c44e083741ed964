WITH market_list AS (
  SELECT
    source, cadence, period, market, area, level,
    max(area_kind) AS area_kind,
    collect_list(volume) FILTER (WHERE residual IS NULL) AS volumes,
    coalesce(sum(site_count), 0) AS site_count,
    count(*) FILTER (WHERE residual IS NULL) AS listed_count,
    count(*) FILTER (WHERE residual IS NULL AND volume > 0D) AS platform_count,
    exact_sum(volume) FILTER (WHERE residual IS NULL) AS listed_volume,
    coalesce(exact_sum(volume) FILTER (WHERE is_mapped), 0D) AS mapped_volume,
    min(volume) FILTER (WHERE residual IS NULL AND volume > 0D) AS smallest_volume,
    CASE WHEN bool_and(is_total_known) THEN exact_sum(volume) END AS total_volume,
    bool_or(residual = 'other') AS has_other
  FROM clean.platform_traffic
  GROUP BY source, cadence, period, market, area, level
),
remainder AS (
  SELECT *, greatest(total_volume - listed_volume, 0D) AS residual_volume FROM market_list
),
measured AS (
  SELECT
    *,
    hhi(volumes, total_volume) AS hhi,
    hhi_bounds(volumes, total_volume) AS cut_off_bounds,
    residual_volume / nullif(total_volume, 0D) AS residual_share,
    -- As many of the unlisted as the largest 20 may hold, each as large as it can be.
    concat(volumes, CASE
      WHEN has_other THEN array(residual_volume)
      ELSE array_append(
        array_repeat(smallest_volume, CAST(least(residual_volume / smallest_volume, 20D) AS INT)),
        residual_volume % smallest_volume
      )
    END) AS largest_volumes
  FROM remainder
),
bounded AS (
  SELECT
    *,
    CASE WHEN has_other THEN hhi ELSE cut_off_bounds.lower END AS hhi_lower,
    CASE
      WHEN has_other THEN least(hhi + residual_share * residual_share, 1D)
      ELSE cut_off_bounds.upper
    END AS hhi_upper
  FROM measured
)
SELECT
  source, cadence, period, market, area, area_kind, level,
  'as_listed' AS basis,
  site_count, listed_count, platform_count, listed_volume,
  try_divide(listed_volume, total_volume) AS coverage,
  try_divide(mapped_volume, listed_volume) AS mapped_share,
  hhi, hhi_lower, hhi_upper,
  hhi(volumes) AS hhi_listed,
  hhi_normalised(volumes) AS hhi_normalised,
  hill_number(volumes, 2D) AS effective_number,
  1D / hhi_upper AS effective_number_lower,
  1D / hhi_lower AS effective_number_upper,
  concentration_ratio(volumes, 1) AS cr1_listed,
  concentration_ratio(volumes, 1, total_volume) AS cr1_lower,
  greatest(cr1_lower, concentration_ratio(largest_volumes, 1, total_volume)) AS cr1_upper,
  concentration_ratio(volumes, 3) AS cr3_listed,
  concentration_ratio(volumes, 3, total_volume) AS cr3_lower,
  greatest(cr3_lower, concentration_ratio(largest_volumes, 3, total_volume)) AS cr3_upper,
  concentration_ratio(volumes, 4) AS cr4_listed,
  concentration_ratio(volumes, 4, total_volume) AS cr4_lower,
  greatest(cr4_lower, concentration_ratio(largest_volumes, 4, total_volume)) AS cr4_upper,
  concentration_ratio(volumes, 8) AS cr8_listed,
  concentration_ratio(volumes, 8, total_volume) AS cr8_lower,
  greatest(cr8_lower, concentration_ratio(largest_volumes, 8, total_volume)) AS cr8_upper,
  concentration_ratio(volumes, 10) AS cr10_listed,
  concentration_ratio(volumes, 10, total_volume) AS cr10_lower,
  greatest(cr10_lower, concentration_ratio(largest_volumes, 10, total_volume)) AS cr10_upper,
  concentration_ratio(volumes, 20) AS cr20_listed,
  concentration_ratio(volumes, 20, total_volume) AS cr20_lower,
  greatest(cr20_lower, concentration_ratio(largest_volumes, 20, total_volume)) AS cr20_upper,
  shannon_entropy(volumes) AS entropy,
  gini(volumes) AS gini,
  gini_normalised(volumes) AS gini_normalised,
  CASE
    WHEN platform_count = 0 THEN 'no_volume'
    WHEN total_volume IS NULL THEN 'total_unknown'
  END AS reason
FROM bounded
