-- Rules: an entry is dated by the first month in which the site enters, an exit by the last in which
-- it leaves; a change by the longest window that ends with the last year.
WITH planted_market AS (
  SELECT
    publisher AS source, market, area, period, CAST(exponent AS DOUBLE) AS exponent,
    CAST(site_count AS INT) AS site_count
  FROM raw.simulated_market
  WHERE latest
),
exponent AS (
  SELECT
    planted, source, market, area, period AS day,
    CASE planted WHEN 'tail' THEN 1D + 1D / exponent ELSE exponent END AS expected,
    CASE planted WHEN 'tail' THEN tail_alpha ELSE -1D / rank_size_slope END AS measured,
    CASE planted WHEN 'tail' THEN 2D * tail_se ELSE 2D * exponent * sqrt(2D / site_count) END AS tolerance
  FROM planted_market
  LEFT JOIN (SELECT * FROM metrics.head_effect WHERE level = 'key') AS measured
    USING (source, market, area, period)
  LATERAL VIEW explode(array('exponent', 'tail')) AS planted
),
event AS (
  SELECT
    event AS planted, publisher AS source, market, area, CAST(day AS DATE) AS day, platform, other_platform
  FROM raw.simulated_event
  WHERE latest AND event IN ('entry', 'exit', 'merger', 'change')
),
moved AS (
  SELECT
    kind AS planted, source, market, area, platform,
    CASE kind WHEN 'entry' THEN min(period) ELSE max(period) END AS measured_day
  FROM metrics.concentration_change
  WHERE level = 'key' AND basis = 'as_listed' AND kind IN ('entry', 'exit')
  GROUP BY kind, source, market, area, platform
),
merged AS (
  SELECT DISTINCT
    'merger' AS planted, source, market, area, platform AS first, other_platform AS second,
    closed AS measured_day
  FROM metrics.merger_screen
  WHERE closed IS NOT NULL
),
changed AS (
  SELECT
    'change' AS planted, source, market, area,
    max(struct(period, window_months, change_period)).change_period AS measured_day
  FROM metrics.concentration_trend
  WHERE cadence = 'month' AND level = 'key' AND basis = 'as_listed' AND index = 'hhi_listed'
  GROUP BY source, market, area
),
dated AS (
  SELECT
    event.*,
    coalesce(moved.measured_day, merged.measured_day, changed.measured_day) AS measured_day
  FROM event
  LEFT JOIN moved USING (planted, source, market, area, platform)
  LEFT JOIN merged
    ON merged.planted = event.planted AND merged.source = event.source
    AND merged.market = event.market AND merged.area = event.area
    AND merged.first = least(event.platform, event.other_platform)
    AND merged.second = greatest(event.platform, event.other_platform)
  LEFT JOIN changed
    ON changed.planted = event.planted AND changed.source = event.source
    AND changed.market = event.market AND changed.area = event.area
),
compared AS (
  SELECT
    planted, source, market, area, day, CAST(NULL AS STRING) AS platform,
    CAST(NULL AS STRING) AS other_platform, CAST(NULL AS DATE) AS measured_day,
    expected, measured, measured - expected AS difference, tolerance
  FROM exponent
  UNION ALL
  SELECT
    planted, source, market, area, day, platform, other_platform, measured_day,
    CAST(NULL AS DOUBLE) AS expected, CAST(NULL AS DOUBLE) AS measured,
    CASE planted
      WHEN 'change' THEN months_between(measured_day, day)
      ELSE CAST(datediff(measured_day, day) AS DOUBLE)
    END AS difference,
    CASE planted WHEN 'change' THEN CAST(:change_tolerance AS DOUBLE) ELSE 0D END AS tolerance
  FROM dated
)
SELECT
  planted, source, market, area, day, platform, other_platform, measured_day, expected, measured,
  difference, tolerance, coalesce(abs(difference) <= tolerance, false) AS is_recovered
FROM compared
