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
    CASE WHEN bool_and(is_total_known) AND NOT bool_or(is_shared) THEN exact_sum(volume) END
      AS total_volume,
    -- Sites beyond the fixed number are small, but those of one platform may add up to any size.
    coalesce(bool_or(residual = 'other'), false) OR (basis = 'fixed_count' AND level <> 'key')
      AS has_other,
    bool_or(is_shared) AS is_shared
  FROM based
  GROUP BY source, cadence, period, market, area, level, basis
),
measured AS (
  SELECT
    *,
    hhi(volumes, total_volume) AS hhi,
    concentration_bounds(volumes, total_volume, has_other) AS whole
  FROM market_list
),
band AS (
  SELECT array_sort(collect_list(struct(guideline, rule, hhi_above, hhi_at_most))) AS bands
  FROM clean.guideline
  WHERE kind = 'concentration_band'
),
bounded AS (
  SELECT
    *,
    whole.hhi.lower AS hhi_lower,
    whole.hhi.upper AS hhi_upper,
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
  whole.hhi_normalised.lower AS hhi_normalised_lower,
  whole.hhi_normalised.upper AS hhi_normalised_upper,
  listed.effective_number AS effective_number,
  whole.effective_number.lower AS effective_number_lower,
  whole.effective_number.upper AS effective_number_upper,
  listed.hill1 AS hill1,
  whole.hill1.lower AS hill1_lower,
  whole.hill1.upper AS hill1_upper,
  listed.cr1 AS cr1_listed,
  whole.cr1.lower AS cr1_lower,
  whole.cr1.upper AS cr1_upper,
  listed.cr2 AS cr2_listed,
  whole.cr2.lower AS cr2_lower,
  whole.cr2.upper AS cr2_upper,
  listed.cr3 AS cr3_listed,
  whole.cr3.lower AS cr3_lower,
  whole.cr3.upper AS cr3_upper,
  listed.cr4 AS cr4_listed,
  whole.cr4.lower AS cr4_lower,
  whole.cr4.upper AS cr4_upper,
  listed.cr8 AS cr8_listed,
  whole.cr8.lower AS cr8_lower,
  whole.cr8.upper AS cr8_upper,
  listed.cr10 AS cr10_listed,
  whole.cr10.lower AS cr10_lower,
  whole.cr10.upper AS cr10_upper,
  listed.cr20 AS cr20_listed,
  whole.cr20.lower AS cr20_lower,
  whole.cr20.upper AS cr20_upper,
  listed.shannon_entropy AS entropy,
  whole.shannon_entropy.lower AS entropy_lower,
  whole.shannon_entropy.upper AS entropy_upper,
  listed.theil_t AS theil_t,
  whole.theil_t.lower AS theil_t_lower,
  whole.theil_t.upper AS theil_t_upper,
  listed.theil_l AS theil_l,
  whole.theil_l.lower AS theil_l_lower,
  whole.theil_l.upper AS theil_l_upper,
  listed.gini AS gini,
  whole.gini.lower AS gini_lower,
  whole.gini.upper AS gini_upper,
  listed.gini_normalised AS gini_normalised,
  whole.gini_normalised.lower AS gini_normalised_lower,
  whole.gini_normalised.upper AS gini_normalised_upper,
  listed.atkinson_half AS atkinson_half,
  whole.atkinson_half.lower AS atkinson_half_lower,
  whole.atkinson_half.upper AS atkinson_half_upper,
  listed.atkinson_one AS atkinson_one,
  whole.atkinson_one.lower AS atkinson_one_lower,
  whole.atkinson_one.upper AS atkinson_one_upper,
  listed.palma AS palma,
  whole.palma.lower AS palma_lower,
  whole.palma.upper AS palma_upper,
  listed.rosenbluth AS rosenbluth,
  whole.rosenbluth.lower AS rosenbluth_lower,
  whole.rosenbluth.upper AS rosenbluth_upper,
  listed.horvath AS horvath,
  whole.horvath.lower AS horvath_lower,
  whole.horvath.upper AS horvath_upper,
  listed.kvalseth AS kvalseth,
  whole.kvalseth.lower AS kvalseth_lower,
  whole.kvalseth.upper AS kvalseth_upper,
  listed.garcia_alba_dominance AS garcia_alba_dominance,
  whole.garcia_alba_dominance.lower AS garcia_alba_dominance_lower,
  whole.garcia_alba_dominance.upper AS garcia_alba_dominance_upper,
  listed.kwoka AS kwoka,
  whole.kwoka.lower AS kwoka_lower,
  whole.kwoka.upper AS kwoka_upper,
  listed.stenbacka AS stenbacka,
  whole.stenbacka.lower AS stenbacka_lower,
  whole.stenbacka.upper AS stenbacka_upper,
  listed.linda4 AS linda4,
  whole.linda4.lower AS linda4_lower,
  whole.linda4.upper AS linda4_upper,
  listed.ginevicius AS ginevicius,
  whole.ginevicius.lower AS ginevicius_lower,
  whole.ginevicius.upper AS ginevicius_upper,
  bands_lower, bands_upper, is_indicative,
  CASE
    WHEN is_shared THEN 'not_exclusive'
    WHEN platform_count = 0 THEN 'no_volume'
    WHEN total_volume IS NULL THEN 'total_unknown'
  END AS reason
FROM banded
