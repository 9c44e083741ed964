-- Rules: a number with a flag is missing, not 0. Codes of sectors that belong together are one (31 of 31 to
-- 33); ------ is the total. Groups of firms whose receipts are kept back fall to the next larger group.
WITH listed AS (
  SELECT DISTINCT
    period, trim(TRAILING '/-' FROM substring(text, 1, 6)) AS code,
    regexp_replace(regexp_replace(substring(text, 8), '[|\\s]+$', ''), '[|]\\s*', ', ') AS name
  FROM raw.naics
  WHERE latest AND line <> '1'
),
named AS (
  SELECT
    concat('naics_', year(period)) AS classification, period,
    CASE code
      WHEN '' THEN 'total' WHEN '31' THEN '31-33' WHEN '44' THEN '44-45' WHEN '48' THEN '48-49'
      ELSE code
    END AS industry,
    name
  FROM listed
),
cell AS (
  SELECT
    period, industry, name, size_class,
    CASE WHEN firms_flag IS NULL THEN CAST(firms AS BIGINT) END AS firms,
    CASE WHEN establishments_flag IS NULL THEN CAST(establishments AS BIGINT) END AS establishments,
    CASE WHEN receipts_flag IS NULL THEN CAST(receipts AS BIGINT) END AS receipts,
    CASE WHEN payroll_flag IS NULL THEN CAST(payroll AS BIGINT) END AS payroll,
    CASE WHEN employees_flag IS NULL THEN CAST(employees AS BIGINT) END AS employees,
    CASE WHEN percent_flag IS NULL THEN CAST(percent AS DOUBLE) END AS percent,
    CASE WHEN hhi_flag IS NULL THEN CAST(hhi AS DOUBLE) END AS hhi,
    array_compact(array(
      'employees ' || employees_flag, 'establishments ' || establishments_flag,
      'firms ' || firms_flag, 'payroll ' || payroll_flag, 'receipts ' || receipts_flag
    )) AS missing
  FROM raw.census_concentration
  WHERE latest AND geography_type = '01' AND state = '00' AND tax_status = '00'
),
counted AS (
  SELECT
    period, industry, max(name) AS name,
    max(firms) FILTER (WHERE size_class = '001') AS firms,
    max(establishments) FILTER (WHERE size_class = '001') AS establishments,
    max(receipts) FILTER (WHERE size_class = '001') AS receipts,
    max(payroll) FILTER (WHERE size_class = '001') AS payroll,
    max(employees) FILTER (WHERE size_class = '001') AS employees,
    max(missing) FILTER (WHERE size_class = '001') AS missing,
    max(receipts) FILTER (WHERE size_class = '604') AS receipts_4,
    max(receipts) FILTER (WHERE size_class = '608') AS receipts_8,
    max(receipts) FILTER (WHERE size_class = '620') AS receipts_20,
    max(receipts) FILTER (WHERE size_class = '650') AS receipts_50,
    max(percent) FILTER (WHERE size_class = '604') AS cr4_percent,
    max(percent) FILTER (WHERE size_class = '608') AS cr8_percent,
    max(percent) FILTER (WHERE size_class = '620') AS cr20_percent,
    max(percent) FILTER (WHERE size_class = '650') AS cr50_percent,
    max(hhi) FILTER (WHERE size_class = '650') / 10000 AS hhi
  FROM cell
  GROUP BY period, industry
),
grouped AS (
  SELECT
    *,
    filter(
      array(
        struct(4 AS firms, receipts_4 AS receipts), struct(8 AS firms, receipts_8 AS receipts),
        struct(20 AS firms, receipts_20 AS receipts), struct(50 AS firms, receipts_50 AS receipts)
      ),
      one -> one.receipts IS NOT NULL AND one.firms <= counted.firms
    ) AS largest
  FROM counted
),
split AS (
  SELECT
    *,
    transform(largest, (one, i) -> CAST(one.firms - coalesce(get(largest, i - 1).firms, 0) AS DOUBLE)) AS counts,
    transform(largest, (one, i) -> CAST(one.receipts - coalesce(get(largest, i - 1).receipts, 0) AS DOUBLE)) AS totals
  FROM grouped
),
bounded AS (
  SELECT
    *,
    CASE
      WHEN forall(totals, one -> one >= 0) AND coalesce(array_max(largest.receipts), 0) <= receipts
      THEN hhi_bounds_grouped(counts, totals, CAST(receipts AS DOUBLE), CAST(firms AS DOUBLE))
    END AS bounds
  FROM split
),
census AS (
  SELECT
    concat('naics_', year(period)) AS classification, *,
    try_divide(receipts_4, receipts) AS cr4, try_divide(receipts_8, receipts) AS cr8,
    try_divide(receipts_20, receipts) AS cr20, try_divide(receipts_50, receipts) AS cr50
  FROM bounded
),
trade AS (
  SELECT
    classification, period, buyer AS industry,
    coalesce(max(flow) FILTER (WHERE seller IN ('Total Industry Output', 'T008')), 0D) AS output,
    coalesce(max(flow) FILTER (WHERE seller IN ('Total Intermediate', 'T005')), 0D)
      AS intermediate_inputs,
    coalesce(max(flow) FILTER (WHERE seller IN ('Total Value Added', 'T006')), 0D) AS value_added
  FROM clean.industry_flow
  WHERE buyer_kind = 'industry'
  GROUP BY classification, period, buyer
),
abroad AS (
  SELECT
    classification, period, seller AS industry,
    coalesce(max(flow) FILTER (WHERE buyer IN ('F040', 'F04000')), 0D) AS exports,
    coalesce(max(greatest(-flow, 0D)) FILTER (WHERE buyer IN ('F050', 'F05000')), 0D) AS imports
  FROM clean.industry_flow
  WHERE seller_kind = 'commodity'
  GROUP BY classification, period, seller
),
code AS (
  SELECT
    concat('bea_', lower(regexp_extract(file, '/(Summary|Detail)_Industry', 1))) AS classification,
    code AS industry, max(name) AS name
  FROM raw.bea_code
  WHERE latest AND file RLIKE '/(Summary|Detail)_Industry'
  GROUP BY 1, 2
),
summary AS (
  SELECT 'bea_detail' AS classification, detail AS industry, max(summary) AS parent
  FROM raw.bea_crosswalk
  WHERE latest
  GROUP BY detail
),
known AS (
  SELECT * FROM named
  UNION ALL
  SELECT classification, period, industry, name FROM census
  UNION ALL
  SELECT classification, period, industry, name FROM trade LEFT JOIN code USING (classification, industry)
),
placed AS (
  SELECT
    *,
    CASE
      WHEN industry = 'total' THEN 'total'
      WHEN classification LIKE 'naics%' AND industry RLIKE '^[0-9]{2}(-[0-9]{2})?$' THEN 'sector'
      ELSE 'industry'
    END AS kind,
    CASE
      WHEN classification LIKE 'bea%' OR industry RLIKE '^([0-9]{2}(-[0-9]{2})?|total)$' THEN NULL
      WHEN length(industry) > 3 THEN substring(industry, 1, length(industry) - 1)
      WHEN industry RLIKE '^3[123]' THEN '31-33'
      WHEN industry RLIKE '^4[45]' THEN '44-45'
      WHEN industry RLIKE '^4[89]' THEN '48-49'
      ELSE substring(industry, 1, 2)
    END AS holder
  FROM known
)
SELECT
  placed.classification, period, placed.industry, placed.name, coalesce(holder, summary.parent) AS parent, kind,
  digital.industry IS NOT NULL AS is_digital,
  placed.industry RLIKE '^3[123]' AS is_manufacturing,
  firms, establishments, receipts, payroll, employees, coalesce(missing, array()) AS missing,
  cr4, cr8, cr20, cr50, cr4_percent, cr8_percent, cr20_percent, cr50_percent,
  hhi,
  CASE
    WHEN hhi IS NOT NULL THEN NULL WHEN missing IS NULL THEN 'no_census' ELSE 'withheld'
  END AS hhi_reason,
  bounds.lower AS hhi_lower, bounds.upper AS hhi_upper,
  CASE
    WHEN bounds IS NOT NULL THEN NULL
    WHEN missing IS NULL THEN 'no_census'
    WHEN firms IS NULL OR receipts IS NULL THEN 'withheld'
    ELSE 'inconsistent'
  END AS bounds_reason,
  output, intermediate_inputs, value_added,
  CASE WHEN output IS NOT NULL THEN coalesce(exports, 0D) END AS exports,
  CASE WHEN output IS NOT NULL THEN coalesce(imports, 0D) END AS imports
FROM placed
LEFT JOIN census USING (classification, period, industry)
LEFT JOIN trade USING (classification, period, industry)
LEFT JOIN abroad USING (classification, period, industry)
LEFT JOIN summary USING (classification, industry)
LEFT JOIN fact.digital AS digital
  ON digital.classification = replace(placed.classification, 'bea_detail', 'bea_summary')
  AND startswith(coalesce(summary.parent, placed.industry), digital.industry)
