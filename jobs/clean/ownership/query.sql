-- Rules: a site is of the brand that lists it, else of the brand or group whose name it is, else of
-- the brand that lists its name under all country domains ('google.*'). Who controls a brand holds
-- it until the next who does. A date of which only month or year is known counts from the last day
-- it can mean.
WITH brand AS (
  SELECT brand, coalesce(group, brand) AS group, sites FROM fact.brand
),
listed AS (
  SELECT brand, listed_site FROM brand LATERAL VIEW explode(split(sites, '[|]')) AS listed_site
),
named AS (
  SELECT 1 AS precedence, brand, listed_site AS site FROM listed WHERE NOT endswith(listed_site, '.*')
  UNION ALL
  SELECT 2 AS precedence, brand, brand AS site FROM brand
  UNION ALL
  SELECT 3 AS precedence, group AS brand, group AS site FROM brand
  UNION ALL
  SELECT 3 AS precedence, group AS brand, group AS site FROM fact.control
  UNION ALL
  SELECT 4 AS precedence, brand, replace(listed_site, '*', suffix) AS site
  FROM listed CROSS JOIN fact.country_domain
  WHERE endswith(listed_site, '.*')
),
preferred AS (
  SELECT *, precedence = min(precedence) OVER (PARTITION BY site) AS is_preferred FROM named
),
brand_site AS (
  SELECT DISTINCT brand, site FROM preferred WHERE is_preferred
),
deal AS (
  SELECT
    brand, group, CAST(stake AS DOUBLE) AS stake, control,
    CAST(announced AS DATE) AS announced,
    CAST(ended AS DATE) AS ended,
    CASE length(closed)
      WHEN 4 THEN make_date(CAST(closed AS INT), 12, 31)
      WHEN 7 THEN last_day(CAST(concat(closed, '-01') AS DATE))
      ELSE CAST(closed AS DATE)
    END AS closed,
    CASE length(closed) WHEN 4 THEN 'year' WHEN 7 THEN 'month' ELSE 'day' END AS closed_precision
  FROM fact.control
),
first_owner AS (
  SELECT
    brand_site.brand, coalesce(brand.group, brand_site.brand) AS group,
    CAST(NULL AS DOUBLE) AS stake, 'full' AS control,
    CAST(NULL AS DATE) AS announced, CAST(NULL AS DATE) AS ended,
    CAST(NULL AS DATE) AS closed, CAST(NULL AS STRING) AS closed_precision
  FROM (SELECT DISTINCT brand FROM brand_site) AS brand_site
  LEFT JOIN brand ON brand.brand = brand_site.brand
),
holding AS (
  SELECT *, coalesce(closed, DATE'1900-01-01') AS valid_from, control <> 'influence' AS is_control
  FROM (SELECT * FROM first_owner UNION ALL SELECT * FROM deal)
),
held AS (
  SELECT
    *,
    CASE
      WHEN is_control THEN min(valid_from) OVER (
        PARTITION BY brand, is_control ORDER BY valid_from
        RANGE BETWEEN INTERVAL '1' DAY FOLLOWING AND UNBOUNDED FOLLOWING
      )
      ELSE ended
    END AS valid_to
  FROM holding
)
SELECT
  site, valid_from, valid_to, 'facts' AS source, brand, group, stake, control, announced, closed,
  closed_precision
FROM held JOIN brand_site USING (brand)
