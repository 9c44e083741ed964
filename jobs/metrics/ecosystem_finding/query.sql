-- Windows of five years are compared with those that ended five years before, which have no act in
-- common, platform by platform: sums over platforms would be those of the largest.
WITH activity_year AS (
  SELECT DISTINCT period FROM clean.activity
),
widening AS (
  SELECT
    now.period,
    exact_avg(before.encounter) AS start_value,
    exact_avg(now.encounter) AS end_value,
    sign_test(collect_list(now.encounter - before.encounter)) AS signs,
    count(*) AS platform_count
  FROM metrics.ecosystem_breadth AS now
  JOIN metrics.ecosystem_breadth AS before
    ON before.period = add_months(now.period, -60)
    AND before.ground = now.ground AND before.platform = now.platform
  WHERE now.ground = 'category' AND now.encounter IS NOT NULL AND before.encounter IS NOT NULL
  GROUP BY now.period
),
near_move AS (
  SELECT
    add_months(period, 12 * later) AS period, platform,
    exact_avg(density - option_density) AS nearness
  FROM metrics.ecosystem_move LATERAL VIEW explode(sequence(0, 4)) AS later
  WHERE relatedness IS NOT NULL
  GROUP BY add_months(period, 12 * later), platform
),
innovation AS (
  SELECT period, sign_test(collect_list(nearness)) AS signs, count(*) AS platform_count
  FROM near_move
  GROUP BY period
),
industrial AS (
  SELECT
    period, platform,
    coalesce(max(act_count) FILTER (WHERE industry = 'manufacturing'), 0L)
      / max(evidence_n) AS share
  FROM metrics.industry_reach
  WHERE evidence_n >= :least_acts
  GROUP BY period, platform
),
reach AS (
  SELECT
    now.period,
    exact_avg(before.share) AS start_value,
    exact_avg(now.share) AS end_value,
    sign_test(collect_list(now.share - before.share)) AS signs,
    count(*) AS platform_count
  FROM industrial AS now
  JOIN industrial AS before
    ON before.period = add_months(now.period, -60) AND before.platform = now.platform
  GROUP BY now.period
),
partner AS (
  SELECT
    add_months(period, 12 * later) AS period, platform,
    count_if(array_contains(directions, 'industry chain')) / count(*) AS share
  FROM clean.activity LATERAL VIEW explode(sequence(0, 4)) AS later
  WHERE kind = 'partnership' AND is_known
  GROUP BY add_months(period, 12 * later), platform
),
partnership AS (
  SELECT
    period, exact_avg(share) AS end_value, sign_test(collect_list(share - 0.5D)) AS signs,
    count(*) AS platform_count
  FROM partner
  GROUP BY period
),
tested AS (
  SELECT
    'platforms_widen' AS question, period, start_value, end_value, signs, platform_count
  FROM widening
  UNION ALL
  SELECT
    'widening_is_micro_innovation' AS question, period, CAST(NULL AS DOUBLE) AS start_value,
    signs.median AS end_value, signs, platform_count
  FROM innovation
  UNION ALL
  SELECT
    'platforms_reach_into_manufacturing' AS question, period, start_value, end_value, signs,
    platform_count
  FROM reach
  UNION ALL
  SELECT
    'platforms_partner_with_industry' AS question, period, CAST(NULL AS DOUBLE) AS start_value,
    end_value, signs, platform_count
  FROM partnership
),
asked AS (
  SELECT *
  FROM activity_year CROSS JOIN VALUES
    ('platforms_widen', 'encounter', 'no_window_before', 'no_change_found',
      'metrics.ecosystem_breadth WHERE ground = ''category'''),
    ('widening_is_micro_innovation', 'density less its mean over options', 'no_moves',
      'no_more_than_chance', 'metrics.ecosystem_move WHERE relatedness IS NOT NULL'),
    ('platforms_reach_into_manufacturing', 'share of acts', 'too_few_acts', 'no_change_found',
      'metrics.industry_reach WHERE industry = ''manufacturing'''),
    ('platforms_partner_with_industry', 'share of partnerships', 'no_partnership_records',
      'about_half', 'clean.activity WHERE kind = ''partnership''')
    AS question (question, measure, absence, otherwise, shown_in)
),
answered AS (
  SELECT *, coalesce(platform_count >= :least_platforms, false) AS is_enough
  FROM asked LEFT JOIN tested USING (question, period)
),
of_platforms AS (
  SELECT
    question, 'activity' AS source, period, 'acts' AS market, measure,
    CASE WHEN is_enough AND start_value IS NOT NULL THEN add_months(period, -60) END
      AS first_period,
    period AS last_period,
    CASE WHEN is_enough THEN start_value END AS start_value,
    CASE WHEN is_enough THEN end_value END AS end_value,
    CASE WHEN is_enough THEN signs.lower END AS lower,
    CASE WHEN is_enough THEN signs.upper END AS upper,
    CASE WHEN is_enough THEN signs.p END AS q,
    platform_count AS n,
    CASE
      WHEN NOT is_enough THEN 'not measurable'
      WHEN signs.p < 0.05D AND signs.median > 0D THEN 'supported'
      WHEN signs.p < 0.05D AND signs.median < 0D THEN 'contradicted'
      ELSE 'undetermined'
    END AS verdict,
    CASE
      WHEN platform_count IS NULL THEN absence
      WHEN NOT is_enough THEN 'too_few_platforms'
      WHEN signs.p >= 0.05D OR signs.median = 0D THEN otherwise
    END AS reason,
    concat(
      'SELECT * FROM ', shown_in, ' AND year(period) BETWEEN ', year(period) - 9, ' AND ',
      year(period), ' ORDER BY platform, period'
    ) AS evidence
  FROM answered
),
of_boundaries AS (
  SELECT
    'boundaries_blur' AS question, 'activity' AS source, period, 'acts' AS market,
    'overlap over expected' AS measure,
    CASE WHEN course IS NOT NULL THEN add_months(period, -60) END AS first_period,
    period AS last_period,
    CASE WHEN course IS NOT NULL THEN ratio_before END AS start_value,
    CASE WHEN course IS NOT NULL THEN ratio END AS end_value,
    CAST(NULL AS DOUBLE) AS lower, CAST(NULL AS DOUBLE) AS upper, CAST(NULL AS DOUBLE) AS q,
    platform_count AS n,
    CASE course
      WHEN 'converging' THEN 'supported'
      WHEN 'diverging' THEN 'contradicted'
      WHEN 'parallel' THEN 'undetermined'
      ELSE 'not measurable'
    END AS verdict,
    CASE
      WHEN course IS NULL THEN coalesce(reason, 'too_few_acts')
      WHEN course = 'parallel' THEN 'no_more_than_chance'
    END AS reason,
    concat(
      'SELECT * FROM metrics.boundary_blur WHERE kind = ''any'' AND scope = ''all''',
      ' AND year(period) <= ', year(period), ' ORDER BY period'
    ) AS evidence
  FROM activity_year
  LEFT JOIN (SELECT * FROM metrics.boundary_blur WHERE kind = 'any' AND scope = 'all') AS blur
    USING (period)
),
manufacturing AS (
  SELECT period, digital_share_of_inputs AS share
  FROM metrics.industry_linkage
  WHERE classification = 'bea_summary' AND industry = 'manufacturing'
),
bought AS (
  SELECT
    now.period,
    array_sort(collect_list(struct(past.period, past.share)) FILTER (WHERE past.share IS NOT NULL))
      AS series
  FROM manufacturing AS now JOIN manufacturing AS past ON past.period <= now.period
  GROUP BY now.period
),
bought_over_time AS (
  SELECT
    *,
    transform(series, one -> CAST(year(one.period) AS DOUBLE)) AS years,
    series.share AS shares,
    size(series) = year(element_at(series, -1).period) - year(series[0].period) + 1 AS has_no_gap
  FROM bought
  WHERE size(series) > 0
),
bought_trend AS (
  SELECT
    *,
    mann_kendall(years, shares).p AS p,
    CASE WHEN has_no_gap THEN mann_kendall_hamed_rao(years, shares).p END AS p_persistent,
    sen_slope(years, shares, 0.95D) AS slope
  FROM bought_over_time
),
of_manufacturing AS (
  SELECT
    'manufacturing_buys_digital_inputs' AS question, 'bea' AS source, period,
    'intermediate inputs of manufacturing' AS market, 'digital share of inputs' AS measure,
    series[0].period AS first_period, element_at(series, -1).period AS last_period,
    series[0].share AS start_value, element_at(series, -1).share AS end_value,
    slope.lower, slope.upper, greatest(p, p_persistent) AS q,
    CAST(size(series) AS BIGINT) AS n,
    CASE
      WHEN size(series) < :least_years OR greatest(p, p_persistent) >= 0.05D THEN 'undetermined'
      WHEN slope.lower > 0D THEN 'supported'
      WHEN slope.upper < 0D THEN 'contradicted'
      ELSE 'undetermined'
    END AS verdict,
    CASE
      WHEN size(series) < :least_years THEN 'too_few_years'
      WHEN greatest(p, p_persistent) >= 0.05D OR slope.lower <= 0D AND slope.upper >= 0D
      THEN 'no_trend'
    END AS reason,
    concat(
      'SELECT * FROM metrics.industry_linkage WHERE classification = ''bea_summary''',
      ' AND industry = ''manufacturing'' AND year(period) <= ', year(period), ' ORDER BY period'
    ) AS evidence
  FROM bought_trend
),
answer AS (
  SELECT *, '001' AS area, 'world' AS area_kind, 'windows' AS basis FROM of_platforms
  UNION ALL
  SELECT *, '001' AS area, 'world' AS area_kind, 'windows' AS basis FROM of_boundaries
  UNION ALL
  SELECT *, 'US' AS area, 'country' AS area_kind, 'as_listed' AS basis FROM of_manufacturing
)
SELECT
  question, source, 'year' AS cadence, period, market, area, area_kind, basis, measure,
  first_period, last_period, start_value, end_value, lower, upper, q, n, verdict, reason, evidence
FROM answer
