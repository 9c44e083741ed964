-- Rules: an acquisition is of the year that its source says. A date in another year says nothing more;
-- on the first of a month it says the month. Investors of one round are one act each; the round's amount
-- is an act's own only where one platform paid it all. A name is a platform's by clean.alias or as it
-- stands, never by likeness.
WITH announced AS (
  SELECT *, try_to_date(announced, 'd/MM/yyyy') AS announced_on
  FROM raw.tech_giants_acquisitions
  WHERE latest
),
acquisition AS (
  SELECT DISTINCT
    source, period, trim(acquirer) AS actor, trim(acquired) AS counterpart, 'acquisition' AS kind,
    CASE WHEN year(announced_on) = year(period) THEN announced_on ELSE period END AS date,
    CASE
      WHEN year(announced_on) = year(period)
      THEN CASE WHEN day(announced_on) = 1 THEN 'month' ELSE 'day' END
      ELSE 'year'
    END AS precision,
    CASE WHEN price LIKE '$%' THEN CAST(replace(substring(price, 2), ',', '') AS DOUBLE) END AS paid
  FROM announced
),
investment AS (
  SELECT DISTINCT
    source, period, trim(investor_name) AS actor, trim(company_name) AS counterpart,
    'investment' AS kind, CAST(funded_when AS DATE) AS date, 'day' AS precision,
    CAST(nullif(trim(amount_usd), '') AS DOUBLE) AS paid
  FROM raw.crunchbase_investments
  WHERE latest
),
named AS (
  SELECT platform AS name FROM clean.alias
  UNION
  SELECT trim(company) AS name FROM raw.tech_giants_acquiring_companies WHERE latest
  UNION
  SELECT platform AS name FROM clean.platform WHERE level = 'group'
),
known AS (
  SELECT name, coalesce(alias.platform, name) AS platform
  FROM named FULL JOIN clean.alias AS alias USING (name)
),
act AS (
  SELECT
    source, period, coalesce(known.platform, actor) AS platform, counterpart, date, kind, precision,
    paid, actor, known.platform IS NOT NULL AS is_known
  FROM (SELECT * FROM acquisition UNION ALL SELECT * FROM investment)
  LEFT JOIN known ON known.name = actor
),
deal AS (
  SELECT
    source, counterpart, date, kind, period,
    max(paid) AS deal_amount, count(DISTINCT platform) AS party_count
  FROM act
  GROUP BY source, counterpart, date, kind, period
),
offer AS (
  SELECT company, array_sort(collect_set(category)) AS categories
  FROM (
    SELECT trim(company) AS company, trim(category) AS category
    FROM raw.tech_giants_acquired_companies
    LATERAL VIEW explode(split(categories, ',')) AS category
    WHERE latest
  )
  WHERE category NOT IN ('', 'None')
  GROUP BY company
),
mention AS (
  SELECT company, categories, lower(one) AS category FROM offer LATERAL VIEW explode(categories) AS one
),
described AS (
  SELECT
    company, max(categories) AS categories,
    array_sort(array_distinct(flatten(collect_set(category_groups)))) AS category_groups,
    array_sort(array_distinct(flatten(collect_set(directions)))) AS directions,
    array_sort(array_distinct(flatten(collect_set(industries)))) AS industries,
    count_if(category_groups IS NULL) AS unmapped_count
  FROM mention LEFT JOIN clean.category USING (category)
  GROUP BY company
),
listed AS (
  SELECT trim(regexp_replace(security, ' [(]Class [A-Z][)]$', '')) AS company, max(sector) AS sector
  FROM raw.sp500_companies
  WHERE latest
  GROUP BY 1
),
one_act AS (
  SELECT
    source, period, platform, counterpart, date, kind,
    max(precision) AS precision, array_sort(collect_set(actor)) AS actors,
    bool_or(is_known) AS is_known
  FROM act
  GROUP BY source, period, platform, counterpart, date, kind
)
SELECT
  source, period, platform, counterpart, date, kind, precision, actors, is_known,
  coalesce(categories, array()) AS categories,
  coalesce(category_groups, array()) AS category_groups,
  coalesce(unmapped_count, 0L) AS unmapped_count,
  coalesce(industries, array()) AS industries,
  sector,
  CASE
    WHEN sector NOT IN ('Communication Services', 'Information Technology')
    THEN array_sort(array_union(coalesce(directions, array()), array('industry chain')))
    ELSE coalesce(directions, array())
  END AS directions,
  deal_amount, party_count,
  CASE WHEN party_count = 1 THEN deal_amount END AS amount,
  CASE WHEN deal_amount IS NULL THEN 'undisclosed' WHEN party_count > 1 THEN 'shared' END
    AS amount_reason,
  CASE WHEN deal_amount IS NOT NULL THEN 'USD' END AS currency
FROM one_act
JOIN deal USING (source, period, counterpart, date, kind)
LEFT JOIN described ON described.company = counterpart
LEFT JOIN listed ON listed.company = counterpart
