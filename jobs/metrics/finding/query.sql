-- Headlines are by group; over a fixed number of sites where lists are cut off, else by bounds that
-- hold whoever is not listed; and since the last break in measurement.
WITH market_year AS (
  SELECT
    source, cadence, market, area,
    max(area_kind) AS area_kind,
    year(period) AS year,
    max(struct(period, hhi, hhi_lower, hhi_upper, listed_count, reason)) AS newest
  FROM metrics.market_concentration
  WHERE level = 'group' AND basis = 'as_listed'
  GROUP BY source, cadence, market, area, year(period)
),
growth_year AS (
  SELECT
    source, cadence, market, area,
    max(area_kind) AS area_kind,
    year(period) AS year,
    max(struct(
      period, volume_before, volume, growth, saturation, growth_count, stage, reason
    )) AS newest
  FROM metrics.growth_stage
  GROUP BY source, cadence, market, area, year(period)
),
subject AS (
  SELECT
    source, cadence, market, area, year,
    max(area_kind) AS area_kind,
    concat(
      'source = ''', replace(replace(source, '\\', '\\\\'), '''', '\\'''),
      ''' AND market = ''', replace(replace(market, '\\', '\\\\'), '''', '\\'''),
      ''' AND area = ''', replace(replace(area, '\\', '\\\\'), '''', '\\'''),
      ''' AND cadence = ''', cadence, ''''
    ) AS subject_condition
  FROM (
    SELECT source, cadence, market, area, area_kind, year FROM market_year
    UNION ALL
    SELECT source, cadence, market, area, area_kind, year FROM growth_year
  )
  GROUP BY source, cadence, market, area, year
),
longest_trend AS (
  SELECT
    source, cadence, market, area, year(period) AS year,
    max(struct(
      basis = 'fixed_count' AS is_fixed, window_months, index,
      basis, first_period, last_period, month_count, year_count,
      coalesce(yearly_start, first_value) AS start_value,
      coalesce(yearly_finish, last_value) AS end_value,
      yearly_slope, yearly_lower, yearly_upper, q, verdict, reason,
      change_p_persistent, change_q
    )) FILTER (WHERE index = 'hhi_lower' OR basis = 'fixed_count' AND index = 'hhi_listed') AS least,
    max(struct(
      basis = 'fixed_count' AS is_fixed, window_months, index, yearly_upper, q, verdict, reason
    )) FILTER (WHERE index = 'hhi_upper' OR basis = 'fixed_count' AND index = 'hhi_listed') AS greatest
  FROM metrics.concentration_trend
  WHERE level = 'group'
  GROUP BY source, cadence, market, area, year(period)
),
market_break AS (
  SELECT source, market, collect_list(struct(area, starts)) AS breaks
  FROM clean.break
  GROUP BY source, market
),
led AS (
  SELECT
    source, cadence, market, area, level, period, leader,
    coalesce(leader_share, leader_share_listed) AS share,
    coalesce(is_certain, true) AND coalesce(margin_listed > 0D, true) AS is_alone,
    explode(sequence(year(period), year(period) + 4)) AS year
  FROM metrics.leader
  WHERE level IN ('brand', 'group') AND leader IS NOT NULL
),
reign AS (
  SELECT
    source, cadence, market, area, year,
    min(struct(period, leader, share, is_alone)) FILTER (WHERE level = 'group') AS first,
    max(struct(period, leader, share, is_alone)) FILTER (WHERE level = 'group') AS last,
    count_if(level = 'group') AS period_count,
    bool_and(is_alone) FILTER (WHERE level = 'group') AS is_always_alone,
    count(DISTINCT leader) FILTER (WHERE level = 'group') AS leader_count,
    min(struct(period, leader)) FILTER (WHERE level = 'brand').leader
      <> max(struct(period, leader)) FILTER (WHERE level = 'brand').leader AS is_brand_changed
  FROM led LEFT JOIN market_break USING (source, market)
  WHERE NOT coalesce(exists(breaks, one ->
    one.area IN ('*', led.area) AND one.starts > period AND year(one.starts) <= year
  ), false)
  GROUP BY source, cadence, market, area, year
),
answer AS (
  SELECT
    'traffic_is_concentrated' AS question, subject.*, 'as_listed' AS basis, 'hhi' AS measure,
    newest.period AS first_period, newest.period AS last_period,
    CAST(NULL AS DOUBLE) AS start_value, newest.hhi AS end_value,
    newest.hhi_lower AS lower, newest.hhi_upper AS upper, CAST(NULL AS DOUBLE) AS q,
    newest.listed_count AS n,
    CASE
      WHEN newest.hhi IS NULL THEN 'not measurable'
      WHEN newest.hhi_lower > :concentrated_above THEN 'supported'
      WHEN newest.hhi_upper <= :unconcentrated_at_most THEN 'contradicted'
      ELSE 'undetermined'
    END AS verdict,
    CASE
      WHEN newest IS NULL THEN 'not_divided'
      WHEN newest.hhi IS NULL THEN newest.reason
      WHEN newest.hhi_lower > :concentrated_above OR newest.hhi_upper <= :unconcentrated_at_most
      THEN NULL
      WHEN newest.hhi_upper > :concentrated_above
        OR newest.hhi_lower <= :unconcentrated_at_most THEN 'bounds_too_wide'
      ELSE 'between_bands'
    END AS reason,
    concat(
      'SELECT * FROM metrics.market_concentration WHERE ', subject_condition,
      ' AND level = ''group'' AND year(period) = ', year, ' ORDER BY period'
    ) AS evidence
  FROM subject LEFT JOIN market_year USING (source, cadence, market, area, year)
  UNION ALL
  SELECT
    'head_effect_grows' AS question, subject.*, coalesce(least.basis, 'as_listed') AS basis,
    coalesce(least.index, 'hhi') AS measure, least.first_period, least.last_period,
    least.start_value, least.end_value,
    least.yearly_lower AS lower, greatest.yearly_upper AS upper,
    greatest(least.q, greatest.q) AS q, CAST(least.month_count AS BIGINT) AS n,
    CASE
      WHEN least IS NULL THEN 'not measurable'
      WHEN least.q < 0.05D AND greatest.q < 0.05D
        AND least.verdict = 'rising' AND greatest.verdict = 'rising' THEN 'supported'
      WHEN least.q < 0.05D AND greatest.q < 0.05D
        AND least.verdict = 'falling' AND greatest.verdict = 'falling' THEN 'contradicted'
      ELSE 'undetermined'
    END AS verdict,
    CASE
      WHEN newest IS NULL THEN 'not_divided'
      WHEN least IS NULL THEN coalesce(newest.reason, 'not_monthly')
      WHEN 'composition' IN (least.verdict, greatest.verdict) THEN 'composition'
      WHEN 'undetermined' IN (least.verdict, greatest.verdict) THEN 'too_few_years'
      WHEN least.verdict = greatest.verdict AND least.verdict <> 'no_trend'
      THEN CASE WHEN greatest(least.q, greatest.q) >= 0.05D THEN 'one_of_many' END
      ELSE 'no_trend'
    END AS reason,
    concat(
      'SELECT * FROM metrics.concentration_trend WHERE ', subject_condition,
      ' AND year(period) = ', year, ' ORDER BY basis, level, index, window_months'
    ) AS evidence
  FROM subject
  LEFT JOIN longest_trend USING (source, cadence, market, area, year)
  LEFT JOIN market_year USING (source, cadence, market, area, year)
  UNION ALL
  SELECT
    'dividend_fades' AS question, subject.*, 'as_listed' AS basis, 'volume' AS measure,
    CASE WHEN newest.volume_before IS NOT NULL THEN add_months(newest.period, -12) END
      AS first_period,
    newest.period AS last_period, newest.volume_before AS start_value, newest.volume AS end_value,
    newest.growth AS lower, newest.growth AS upper, CAST(NULL AS DOUBLE) AS q,
    CAST(newest.growth_count AS BIGINT) AS n,
    CASE newest.stage
      WHEN 'stock' THEN 'supported'
      WHEN 'incremental' THEN 'contradicted'
      WHEN 'turning' THEN 'undetermined'
      ELSE 'not measurable'
    END AS verdict,
    CASE newest.stage
      WHEN 'turning' THEN 'turning'
      WHEN 'stock' THEN NULL
      WHEN 'incremental' THEN NULL
      ELSE coalesce(newest.reason, 'no_volume')
    END AS reason,
    concat(
      'SELECT * FROM metrics.growth_stage WHERE ', subject_condition,
      ' AND year(period) <= ', year, ' ORDER BY period'
    ) AS evidence
  FROM subject LEFT JOIN growth_year USING (source, cadence, market, area, year)
  UNION ALL
  SELECT
    'leaders_are_hard_to_subvert' AS question, subject.*, 'as_listed' AS basis,
    'share of the leader' AS measure, first.period AS first_period, last.period AS last_period,
    first.share AS start_value, last.share AS end_value,
    CAST(NULL AS DOUBLE) AS lower, CAST(NULL AS DOUBLE) AS upper, CAST(NULL AS DOUBLE) AS q,
    period_count AS n,
    CASE
      WHEN first IS NULL OR newest IS NULL THEN 'not measurable'
      WHEN first.leader <> last.leader AND is_brand_changed AND first.is_alone AND last.is_alone
      THEN 'contradicted'
      WHEN leader_count = 1
        AND is_always_alone
        AND add_months(first.period, :least_reign) <= last.period
      THEN 'supported'
      ELSE 'undetermined'
    END AS verdict,
    CASE
      WHEN newest IS NULL THEN 'not_divided'
      WHEN first IS NULL THEN 'no_volume'
      WHEN first.leader <> last.leader THEN CASE
        WHEN NOT is_brand_changed THEN 'composition'
        WHEN NOT (first.is_alone AND last.is_alone) THEN 'not_certain'
      END
      WHEN leader_count > 1 THEN 'came_back'
      WHEN add_months(first.period, :least_reign) > last.period THEN 'too_short'
      WHEN NOT is_always_alone THEN 'not_certain'
    END AS reason,
    concat(
      'SELECT * FROM metrics.leader WHERE ', subject_condition,
      ' AND level IN (''brand'', ''group'') AND year(period) BETWEEN ', year - 4, ' AND ', year,
      ' ORDER BY level, period'
    ) AS evidence
  FROM subject
  LEFT JOIN reign USING (source, cadence, market, area, year)
  LEFT JOIN market_year USING (source, cadence, market, area, year)
  UNION ALL
  SELECT
    'pattern_changes' AS question, subject.*, coalesce(least.basis, 'as_listed') AS basis,
    coalesce(least.index, 'hhi') AS measure, least.first_period, least.last_period,
    least.start_value, least.end_value,
    CAST(NULL AS DOUBLE) AS lower, CAST(NULL AS DOUBLE) AS upper, least.change_q AS q,
    CAST(least.month_count AS BIGINT) AS n,
    CASE
      WHEN least IS NULL THEN 'not measurable'
      WHEN least.change_q < 0.05D THEN 'supported'
      ELSE 'undetermined'
    END AS verdict,
    CASE
      WHEN newest IS NULL THEN 'not_divided'
      WHEN least IS NULL THEN coalesce(newest.reason, 'not_monthly')
      WHEN least.year_count < 4 THEN 'too_few_years'
      WHEN least.change_q < 0.05D THEN NULL
      WHEN least.change_p_persistent < 0.05D THEN 'one_of_many'
      ELSE 'no_change_found'
    END AS reason,
    concat(
      'SELECT * FROM metrics.concentration_trend WHERE ', subject_condition,
      ' AND year(period) = ', year, ' ORDER BY basis, level, index, window_months'
    ) AS evidence
  FROM subject
  LEFT JOIN longest_trend USING (source, cadence, market, area, year)
  LEFT JOIN market_year USING (source, cadence, market, area, year)
)
SELECT
  question, text, source, cadence, make_date(year, 1, 1) AS period, market, area, area_kind, basis,
  measure, first_period, last_period, start_value, end_value, end_value - start_value AS change,
  lower, upper, q, n, verdict, reason, evidence
FROM answer JOIN fact.question USING (question)
UNION ALL
SELECT
  question, text, source, cadence, period, market, area, area_kind, basis,
  measure, first_period, last_period, start_value, end_value, end_value - start_value AS change,
  lower, upper, q, n, verdict, reason, evidence
FROM (
  SELECT * FROM metrics.ecosystem_finding
  UNION ALL
  SELECT * FROM metrics.offline_finding
)
JOIN fact.question USING (question)
