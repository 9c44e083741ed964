-- A list that is cut off is measured twice: as it is listed, and over a fixed number of its largest
-- sites, whose platforms are then those of these sites only.
WITH based AS (
  SELECT
    source, cadence, period, market, area, area_kind, level, basis, residual, is_mapped, site_count,
    fixed_count, volume, is_total_known,
    CASE WHEN NOT is_exclusive THEN NULL ELSE member_volume END AS member_volume,
    coalesce(NOT is_exclusive, false) AS is_shared
  FROM clean.platform_traffic
  LATERAL VIEW stack(2, 'as_listed', volume, 'fixed_count', fixed_volume) AS basis, member_volume
  WHERE basis = 'as_listed' OR fixed_count IS NOT NULL
),
market_list AS (
  SELECT
    source, cadence, period, market, area, level, basis,
    max(area_kind) AS area_kind,
    collect_list(member_volume) FILTER (WHERE residual IS NULL) AS volumes,
    concentration(CASE WHEN residual IS NULL THEN member_volume END) AS listed,
    coalesce(
      CASE WHEN basis = 'as_listed' THEN sum(site_count) ELSE max(fixed_count) END, 0
    ) AS site_count,
    count(*) FILTER (WHERE residual IS NULL AND (basis = 'as_listed' OR member_volume > 0D))
      AS listed_count,
    count(*) FILTER (WHERE residual IS NULL AND member_volume > 0D) AS platform_count,
    exact_sum(member_volume) FILTER (WHERE residual IS NULL) AS listed_volume,
    coalesce(exact_sum(member_volume) FILTER (WHERE is_mapped), 0D) AS mapped_volume,
    min(member_volume) FILTER (WHERE residual IS NULL AND member_volume > 0D) AS smallest_volume,
    CASE WHEN bool_and(is_total_known) AND NOT bool_or(is_shared) THEN exact_sum(volume) END
      AS total_volume,
    -- Sites beyond the fixed number are small, but those of one platform may add up to any size.
    coalesce(bool_or(residual = 'other'), false) OR (basis = 'fixed_count' AND level <> 'key')
      AS has_other,
    bool_or(is_shared) AS is_shared
  FROM based
  GROUP BY source, cadence, period, market, area, level, basis
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
band AS (
  SELECT array_sort(collect_list(struct(guideline, rule, hhi_above, hhi_at_most))) AS bands
  FROM clean.guideline
  WHERE kind = 'concentration_band'
),
bounded AS (
  SELECT
    *,
    CASE WHEN has_other THEN hhi ELSE cut_off_bounds.lower END AS hhi_lower,
    CASE
      WHEN has_other THEN least(hhi + residual_share * residual_share, 1D)
      ELSE cut_off_bounds.upper
    END AS hhi_upper,
    kind IS NULL OR kind <> 'candidate' AS is_indicative
  FROM measured
  LEFT JOIN (SELECT market, kind FROM clean.market) USING (market)
  CROSS JOIN band
),
banded AS (
  SELECT
    *,
    CASE WHEN basis = 'as_listed' AND try_divide(listed_volume, total_volume) >= 0.9D THEN
      map_from_entries(transform(
        filter(bands, b -> coalesce(hhi_lower > b.hhi_above, true)
          AND coalesce(hhi_lower <= b.hhi_at_most, true)),
        b -> struct(b.guideline, b.rule)))
    END AS bands_lower,
    CASE WHEN basis = 'as_listed' AND try_divide(listed_volume, total_volume) >= 0.9D THEN
      map_from_entries(transform(
        filter(bands, b -> coalesce(hhi_upper > b.hhi_above, true)
          AND coalesce(hhi_upper <= b.hhi_at_most, true)),
        b -> struct(b.guideline, b.rule)))
    END AS bands_upper
  FROM bounded
)
SELECT
  source, cadence, period, market, area, area_kind, level, basis,
  site_count, listed_count, platform_count, listed_volume,
  try_divide(listed_volume, total_volume) AS coverage,
  try_divide(mapped_volume, listed_volume) AS mapped_share,
  hhi, hhi_lower, hhi_upper,
  listed.hhi AS hhi_listed,
  listed.hhi_normalised AS hhi_normalised,
  listed.effective_number AS effective_number,
  1D / hhi_upper AS effective_number_lower,
  1D / hhi_lower AS effective_number_upper,
  listed.hill1 AS hill1,
  listed.cr1 AS cr1_listed,
  concentration_ratio(volumes, 1, total_volume) AS cr1_lower,
  greatest(cr1_lower, concentration_ratio(largest_volumes, 1, total_volume)) AS cr1_upper,
  listed.cr2 AS cr2_listed,
  concentration_ratio(volumes, 2, total_volume) AS cr2_lower,
  greatest(cr2_lower, concentration_ratio(largest_volumes, 2, total_volume)) AS cr2_upper,
  listed.cr3 AS cr3_listed,
  concentration_ratio(volumes, 3, total_volume) AS cr3_lower,
  greatest(cr3_lower, concentration_ratio(largest_volumes, 3, total_volume)) AS cr3_upper,
  listed.cr4 AS cr4_listed,
  concentration_ratio(volumes, 4, total_volume) AS cr4_lower,
  greatest(cr4_lower, concentration_ratio(largest_volumes, 4, total_volume)) AS cr4_upper,
  listed.cr8 AS cr8_listed,
  concentration_ratio(volumes, 8, total_volume) AS cr8_lower,
  greatest(cr8_lower, concentration_ratio(largest_volumes, 8, total_volume)) AS cr8_upper,
  listed.cr10 AS cr10_listed,
  concentration_ratio(volumes, 10, total_volume) AS cr10_lower,
  greatest(cr10_lower, concentration_ratio(largest_volumes, 10, total_volume)) AS cr10_upper,
  listed.cr20 AS cr20_listed,
  concentration_ratio(volumes, 20, total_volume) AS cr20_lower,
  greatest(cr20_lower, concentration_ratio(largest_volumes, 20, total_volume)) AS cr20_upper,
  listed.shannon_entropy AS entropy,
  listed.theil_t AS theil_t,
  listed.theil_l AS theil_l,
  listed.gini AS gini,
  listed.gini_normalised AS gini_normalised,
  listed.atkinson_half AS atkinson_half,
  listed.atkinson_one AS atkinson_one,
  listed.palma AS palma,
  listed.rosenbluth AS rosenbluth,
  listed.horvath AS horvath,
  listed.kvalseth AS kvalseth,
  listed.garcia_alba_dominance AS garcia_alba_dominance,
  listed.kwoka AS kwoka,
  listed.stenbacka AS stenbacka,
  listed.linda4 AS linda4,
  listed.ginevicius AS ginevicius,
  bands_lower, bands_upper, is_indicative,
  CASE
    WHEN is_shared THEN 'not_exclusive'
    WHEN platform_count = 0 THEN 'no_volume'
    WHEN total_volume IS NULL THEN 'total_unknown'
  END AS reason
FROM banded
