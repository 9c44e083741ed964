WITH traffic AS (
  SELECT
    source, cadence, period, market, area, area_kind, site, volume, unit, residual, is_cut_off,
    is_total_known,
    CASE cadence
      WHEN 'day' THEN period
      WHEN 'week' THEN date_add(period, 6)
      WHEN 'month' THEN last_day(period)
      WHEN 'quarter' THEN last_day(add_months(period, 2))
      WHEN 'year' THEN last_day(add_months(period, 11))
    END AS period_end
  FROM clean.traffic
),
controlled AS (
  SELECT site, brand, group, valid_from, valid_to
  FROM clean.ownership
  WHERE control <> 'influence'
),
owned AS (
  SELECT traffic.*, controlled.brand, controlled.group
  FROM traffic LEFT JOIN controlled
    ON controlled.site = traffic.site
    AND traffic.residual IS NULL
    AND controlled.valid_from <= traffic.period_end
    AND (controlled.valid_to IS NULL OR controlled.valid_to > traffic.period_end)
),
leveled AS (
  SELECT
    source, cadence, period, market, area, area_kind, level, platform, volume, unit, is_cut_off,
    is_total_known,
    CASE WHEN residual IS NULL THEN brand IS NOT NULL END AS is_mapped,
    CASE WHEN level = 'key' THEN residual WHEN residual IS NOT NULL THEN 'other' END AS residual
  FROM owned
  LATERAL VIEW stack(3,
    'key', site, 'brand', coalesce(brand, site), 'group', coalesce(group, site)
  ) AS level, platform
)
SELECT
  source, cadence, period, market, area, max(area_kind) AS area_kind, level, platform,
  bool_and(is_mapped) AS is_mapped,
  CASE WHEN max(residual) IS NULL THEN count(*) END AS site_count,
  exact_sum(volume) AS volume,
  max(unit) AS unit,
  max(residual) AS residual,
  bool_or(is_cut_off) AS is_cut_off,
  bool_and(is_total_known) AS is_total_known
FROM leveled
GROUP BY source, cadence, period, market, area, level, platform
