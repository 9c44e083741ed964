WITH finest AS (
  SELECT platform, country, min(array_position(:divisions, division)) AS preference
  FROM metrics.offline_coverage
  WHERE array_contains(:divisions, division)
  GROUP BY platform, country
),
reach AS (
  SELECT *
  FROM metrics.offline_coverage JOIN finest USING (platform, country)
  WHERE cadence = 'year' AND radius = :radius AND area = country AND array_position(:divisions, division) = preference
),
network AS (
  SELECT
    platform, country, division, period, covered_share, dated_share_lower, dated_share_upper, outlet_count,
    coalesce(region_too_coarse, false) AS is_coarse,
    concat(
      'platform = ''', replace(replace(platform, '\\', '\\\\'), '''', '\\'''),
      ''' AND country = ''', replace(replace(country, '\\', '\\\\'), '''', '\\'''), ''''
    ) AS condition
  FROM reach
  WHERE NOT survivors_only
),
start AS (
  SELECT
    platform, country,
    min(struct(period, covered_share, dated_share_lower, dated_share_upper)) AS first
  FROM network
  GROUP BY platform, country
),
compared AS (
  SELECT *, first.period < period AS is_compared
  FROM network JOIN start USING (platform, country)
),
of_reach AS (
  SELECT
    'network_reaches_more' AS question, 'outlets' AS source, period, platform AS market, country AS area,
    concat('share of the people within ', :radius) AS measure,
    CASE WHEN is_compared THEN first.period END AS first_period, period AS last_period,
    CASE WHEN is_compared THEN first.covered_share END AS start_value, covered_share AS end_value,
    dated_share_lower AS lower, dated_share_upper AS upper, CAST(NULL AS DOUBLE) AS q, outlet_count AS n,
    CASE
      WHEN is_coarse OR NOT is_compared THEN 'not measurable'
      WHEN dated_share_lower > first.dated_share_upper THEN 'supported'
      WHEN dated_share_upper < first.dated_share_lower THEN 'contradicted'
      ELSE 'undetermined'
    END AS verdict,
    CASE
      WHEN is_coarse THEN 'region_too_coarse'
      WHEN NOT is_compared THEN 'one_year_of_lists'
      WHEN dated_share_lower <= first.dated_share_upper AND dated_share_upper >= first.dated_share_lower
      THEN 'within_dates'
    END AS reason,
    concat(
      'SELECT * FROM metrics.offline_coverage WHERE ', condition, ' AND cadence = ''year'' AND area = country',
      ' AND year(period) <= ', year(period), ' ORDER BY division, radius_km, period'
    ) AS evidence
  FROM compared
),
yields AS (
  SELECT
    *, NOT is_coarse AND coalesce(yield_years >= :least_years, false) AS is_enough
  FROM (SELECT platform, country, division, period, is_coarse, condition FROM network)
  LEFT JOIN (
    SELECT
      platform, country, division, period, survivors_only, marginal_yield, yield_years, yield_from, yield_p,
      yield_slope_lower, yield_slope_upper
    FROM metrics.offline_growth
    WHERE radius = :radius AND area = country
  ) USING (platform, country, division, period)
),
of_yield AS (
  SELECT
    'new_outlets_reach_fewer' AS question, 'outlets' AS source, period, platform AS market, country AS area,
    'new people a new outlet' AS measure,
    CASE WHEN is_enough THEN yield_from END AS first_period, period AS last_period,
    CAST(NULL AS DOUBLE) AS start_value, CASE WHEN is_enough THEN marginal_yield END AS end_value,
    CASE WHEN is_enough THEN yield_slope_lower END AS lower, CASE WHEN is_enough THEN yield_slope_upper END AS upper,
    CASE WHEN is_enough THEN yield_p END AS q, CAST(coalesce(yield_years, 0) AS BIGINT) AS n,
    CASE
      WHEN NOT is_enough THEN 'not measurable'
      WHEN survivors_only THEN 'undetermined'
      WHEN yield_p < 0.05D AND yield_slope_upper < 0D THEN 'supported'
      WHEN yield_p < 0.05D AND yield_slope_lower > 0D THEN 'contradicted'
      ELSE 'undetermined'
    END AS verdict,
    CASE
      WHEN is_coarse THEN 'region_too_coarse'
      WHEN NOT is_enough THEN 'too_few_years'
      WHEN survivors_only THEN 'survivors_only'
      WHEN yield_p >= 0.05D OR yield_slope_upper >= 0D AND yield_slope_lower <= 0D THEN 'no_trend'
    END AS reason,
    concat(
      'SELECT * FROM metrics.offline_growth WHERE ', condition, ' AND area = country AND radius = ''',
      :radius, ''' AND year(period) <= ', year(period), ' ORDER BY division, period'
    ) AS evidence
  FROM yields
),
rival AS (
  SELECT platform, country, period, max(share_of_own) AS most, count(*) AS rival_count
  FROM metrics.offline_overlap
  WHERE radius = :radius AND rival <> platform AND NOT survivors_only
  GROUP BY platform, country, period
),
of_overlap AS (
  SELECT
    'networks_overlap' AS question, 'outlets' AS source, period, platform AS market, country AS area,
    'largest share of its people that one rival reaches too' AS measure,
    CAST(NULL AS DATE) AS first_period, period AS last_period, CAST(NULL AS DOUBLE) AS start_value,
    most AS end_value, CAST(NULL AS DOUBLE) AS lower, CAST(NULL AS DOUBLE) AS upper, CAST(NULL AS DOUBLE) AS q,
    coalesce(rival_count, 0L) AS n,
    CASE
      WHEN most IS NULL THEN 'not measurable'
      WHEN most > 0.5D THEN 'supported'
      ELSE 'contradicted'
    END AS verdict,
    CASE WHEN most IS NULL THEN 'no_rival' END AS reason,
    concat(
      'SELECT * FROM metrics.offline_overlap WHERE ', condition, ' AND year(period) = ', year(period),
      ' ORDER BY share_of_own DESC, rival'
    ) AS evidence
  FROM network LEFT JOIN rival USING (platform, country, period)
),
led AS (
  SELECT
    source, period, market, area, count(lead_tau) AS platform_count,
    sign_test(collect_list(lead_tau)) AS lead,
    sign_test(collect_list(lead_tau - lag_tau)) AS more
  FROM metrics.offline_moat
  GROUP BY source, period, market, area
),
country_year AS (
  SELECT DISTINCT period, country AS area FROM network
),
asked AS (
  SELECT
    coalesce(source, 'outlets') AS source, period, coalesce(market, 'offline networks') AS market, area, lead, more,
    coalesce(platform_count, 0L) AS platform_count,
    coalesce(platform_count >= :least_platforms, false) AS is_enough
  FROM country_year FULL JOIN led USING (period, area)
),
of_moat AS (
  SELECT
    'offline_is_moat' AS question, source, period, market, area,
    'tau-b of coverage and later share' AS measure,
    CAST(NULL AS DATE) AS first_period, period AS last_period, CAST(NULL AS DOUBLE) AS start_value,
    CASE WHEN is_enough THEN lead.median END AS end_value, CASE WHEN is_enough THEN lead.lower END AS lower,
    CASE WHEN is_enough THEN lead.upper END AS upper, CASE WHEN is_enough THEN lead.p END AS q, platform_count AS n,
    CASE
      WHEN NOT is_enough THEN 'not measurable'
      WHEN lead.p >= 0.05D OR lead.median = 0D THEN 'undetermined'
      WHEN lead.median < 0D THEN 'contradicted'
      WHEN more.p < 0.05D AND more.median > 0D THEN 'supported'
      ELSE 'undetermined'
    END AS verdict,
    CASE
      WHEN NOT is_enough THEN 'too_few'
      WHEN lead.p >= 0.05D OR lead.median = 0D THEN 'no_lead_found'
      WHEN lead.median > 0D AND NOT (coalesce(more.p, 1D) < 0.05D AND more.median > 0D) THEN 'both_ways'
    END AS reason,
    concat(
      'SELECT * FROM metrics.offline_moat WHERE area = ''', replace(replace(area, '\\', '\\\\'), '''', '\\'''),
      ''' AND year(period) = ', year(period), ' ORDER BY source, market, platform'
    ) AS evidence
  FROM asked
),
answer AS (
  SELECT * FROM of_reach
  UNION ALL
  SELECT * FROM of_yield
  UNION ALL
  SELECT * FROM of_overlap
  UNION ALL
  SELECT * FROM of_moat
)
SELECT
  question, source, 'year' AS cadence, period, market, area, 'country' AS area_kind, 'as_listed' AS basis, measure,
  first_period, last_period, start_value, end_value, lower, upper, q, n, verdict, reason, evidence
FROM answer
