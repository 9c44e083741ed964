-- An act counts in the windows that end in its year and in the four after it, once an industry and once a
-- group of industries. Sizes of industries are those of the last use table by then, or of the first.
WITH act AS (
  SELECT
    add_months(period, 12 * later) AS period, platform, source, counterpart, date, kind, industries
  FROM clean.activity
  LATERAL VIEW explode(sequence(0, 4)) AS later
  WHERE is_known AND size(industries) > 0
),
census AS (
  SELECT
    industry, is_digital, is_manufacturing, period AS census_period, cr4, hhi, hhi_lower, hhi_upper
  FROM clean.industry
  WHERE classification = 'naics_2017'
),
placed AS (
  SELECT DISTINCT period, platform, source, counterpart, date, kind, label AS industry
  FROM (
    SELECT act.*, industry, coalesce(is_digital, false) AS is_digital
    FROM (SELECT * FROM act LATERAL VIEW explode(industries) AS industry) AS act
    LEFT JOIN census USING (industry)
  )
  LATERAL VIEW explode(array_compact(array(
    industry,
    CASE WHEN industry RLIKE '^3[123]' THEN 'manufacturing' END,
    CASE WHEN is_digital THEN 'digital' ELSE 'traditional' END
  ))) AS label
),
reach AS (
  SELECT period, platform, industry, count(*) AS act_count
  FROM placed LEFT SEMI JOIN (SELECT period FROM clean.activity) AS year USING (period)
  GROUP BY period, platform, industry
),
evidence AS (
  SELECT period, platform, count(*) AS evidence_n FROM act GROUP BY period, platform
),
held AS (
  SELECT from_industry AS industry, to_industry AS holder
  FROM clean.industry_concordance
  WHERE from_classification = 'naics_2017' AND to_classification = 'bea_summary'
  UNION
  SELECT label, industry
  FROM clean.industry
  LATERAL VIEW explode(array_compact(array(
    CASE WHEN is_manufacturing THEN 'manufacturing' END,
    CASE WHEN is_digital THEN 'digital' ELSE 'traditional' END
  ))) AS label
  WHERE classification = 'bea_summary'
),
linkage AS (
  SELECT
    period, industry, output, output / exact_sum(output) OVER (PARTITION BY period) AS output_share,
    (backward_linkage_normalised + forward_linkage_normalised) / 2 AS linkage, digital_relatedness
  FROM metrics.industry_linkage
  WHERE classification = 'bea_summary' AND kind = 'industry'
),
size AS (
  SELECT
    linkage.period AS output_period, held.industry,
    exact_sum(output) AS output, exact_sum(output_share) AS output_share,
    try_divide(exact_sum(output * linkage), exact_sum(output)) AS linkage,
    try_divide(exact_sum(output * digital_relatedness), exact_sum(output)) AS digital_relatedness
  FROM linkage JOIN held ON held.holder = linkage.industry
  GROUP BY linkage.period, held.industry
),
chosen AS (
  SELECT
    year.period,
    coalesce(max(made.period) FILTER (WHERE made.period <= year.period), min(made.period))
      AS output_period
  FROM (SELECT DISTINCT period FROM reach) AS year
  CROSS JOIN (SELECT DISTINCT period FROM linkage) AS made
  GROUP BY year.period
)
SELECT
  period, platform, industry,
  CASE WHEN industry IN ('digital', 'manufacturing', 'traditional') THEN 'group' ELSE 'industry' END
    AS kind,
  act_count, evidence_n,
  CASE WHEN evidence_n >= :least_acts THEN act_count / evidence_n END AS share,
  CASE WHEN evidence_n < :least_acts THEN 'too_few_acts' END AS share_reason,
  output_period, output, output_share, linkage, digital_relatedness,
  CASE WHEN output IS NULL THEN 'no_use_table' WHEN linkage IS NULL THEN 'singular' END AS output_reason,
  CASE WHEN evidence_n >= :least_acts THEN act_count / evidence_n * output_share END AS weighted_share,
  CASE WHEN evidence_n >= :least_acts THEN act_count / evidence_n * output_share * linkage END
    AS linked_share,
  census_period, cr4, hhi, hhi_lower, hhi_upper
FROM reach
JOIN evidence USING (period, platform)
LEFT JOIN chosen USING (period)
LEFT JOIN size USING (output_period, industry)
LEFT JOIN census USING (industry)
