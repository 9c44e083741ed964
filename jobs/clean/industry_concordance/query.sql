-- Rules: what is published or known by hand goes before the same code, and that before an ancestor. Names
-- are not compared: they are cut short in other ways in every vintage.
WITH pair AS (
  SELECT DISTINCT sector, summary, detail, naics_2017, naics_2012
  FROM raw.bea_crosswalk
  WHERE latest AND naics_2017 RLIKE '^[0-9]+$'
),
published AS (
  SELECT 'naics_2012' AS from_classification, naics_2012 AS from_code, 'naics_2017' AS to_classification, naics_2017 AS to_code
  FROM pair
  WHERE naics_2012 RLIKE '^[0-9]+$'
  UNION
  SELECT 'naics_2017', naics_2017, 'bea_detail', detail FROM pair
  UNION
  SELECT 'naics_2017', naics_2017, 'bea_summary', summary FROM pair
  UNION
  SELECT 'bea_detail', detail, 'bea_summary', summary FROM raw.bea_crosswalk WHERE latest AND sector NOT RLIKE '^([FV][0-9]|Used|Other)'
),
stated AS (
  SELECT from_classification, from_code, to_classification, to_code, 'published' AS rule FROM published
  UNION ALL
  SELECT
    from_classification, from_industry, to_classification, coalesce(nullif(to_industry, ''), '(none)'),
    'by hand'
  FROM fact.concordance
),
code AS (
  SELECT classification, industry AS code
  FROM clean.industry
  WHERE classification LIKE 'naics%' AND kind <> 'total'
  UNION
  SELECT from_classification, from_code FROM published WHERE from_classification = 'naics_2012'
  UNION
  SELECT to_classification, to_code FROM published WHERE to_classification = 'naics_2017'
),
earlier AS (
  SELECT
    classification AS from_classification, code AS from_code,
    CASE classification
      WHEN 'naics_1997' THEN 'naics_2002' WHEN 'naics_2002' THEN 'naics_2007' ELSE 'naics_2012'
    END AS to_classification
  FROM code
  WHERE classification IN ('naics_1997', 'naics_2002', 'naics_2007')
),
beginning AS (
  SELECT from_classification, from_code, to_classification, substring(from_code, 1, length) AS beginning
  FROM earlier LEFT ANTI JOIN stated USING (from_classification, from_code)
  LATERAL VIEW explode(sequence(2, length(from_code))) AS length
),
found AS (
  SELECT
    from_classification, from_code, to_classification,
    max(struct(length(beginning) AS length, beginning)).beginning AS to_code
  FROM beginning
  JOIN code ON code.classification = to_classification AND code.code = beginning
  GROUP BY from_classification, from_code, to_classification
),
concordance AS (
  SELECT from_classification, from_code, to_classification, to_code, rule FROM stated
  UNION ALL
  SELECT
    from_classification, from_code, to_classification, to_code,
    CASE WHEN from_code = to_code THEN 'same code' ELSE 'ancestor' END
  FROM found
),
whole AS (
  SELECT
    from_classification, to_classification, rule,
    CASE
      WHEN from_classification LIKE 'bea%' OR from_code NOT RLIKE '^(3[123]|4[4589])$' THEN from_code
      WHEN from_code RLIKE '^3' THEN '31-33' WHEN from_code RLIKE '^4[45]' THEN '44-45' ELSE '48-49'
    END AS from_industry,
    CASE
      WHEN to_classification LIKE 'bea%' OR to_code NOT RLIKE '^(3[123]|4[4589])$' THEN to_code
      WHEN to_code RLIKE '^3' THEN '31-33' WHEN to_code RLIKE '^4[45]' THEN '44-45' ELSE '48-49'
    END AS to_industry
  FROM concordance
),
distinct_pair AS (
  SELECT DISTINCT from_classification, from_industry, to_classification, to_industry, rule FROM whole
)
SELECT
  from_classification, from_industry, to_classification, to_industry, rule,
  count(*) OVER (PARTITION BY from_classification, from_industry, to_classification) AS to_count,
  count(*) OVER (PARTITION BY from_classification, to_classification, to_industry) AS from_count
FROM distinct_pair
