-- Facts (clean.ownership) and lists are in conflict where they put a site, or the brand that a list
-- names, into different groups at the same time, both by the names of this project; so are two lists.
-- A stake without control is no conflict, nor is an owner that is but a site.
WITH controlled AS (
  SELECT site, brand, group, valid_from, valid_to
  FROM clean.ownership
  WHERE control <> 'influence'
),
held AS (
  SELECT DISTINCT brand, group, valid_from, valid_to FROM controlled
),
known_name AS (
  SELECT lower(brand) AS name, min(brand) AS brand FROM controlled GROUP BY lower(brand)
  UNION
  SELECT lower(alias.name) AS name, brand
  FROM clean.alias AS alias JOIN controlled ON controlled.brand = alias.platform
),
record AS (
  SELECT
    record.source, record.precedence, record.is_first, record.site, record.name, record.owner,
    record.begins,
    coalesce(held.group, record.owner) AS group,
    greatest(record.valid_from, held.valid_from) AS valid_from,
    least(record.valid_to, held.valid_to) AS valid_to
  FROM clean.ownership_record AS record
  LEFT JOIN known_name ON known_name.name = lower(record.owner)
  LEFT JOIN held
    ON held.brand = known_name.brand
    AND held.valid_from < coalesce(record.valid_to, DATE'9999-12-31')
    AND coalesce(held.valid_to, DATE'9999-12-31') > record.valid_from
  WHERE record.is_named
),
claim AS (
  SELECT
    'facts' AS source, 0 AS precedence, true AS is_first, site, brand AS owner, group, valid_from,
    valid_to, CAST(NULL AS STRING) AS begins
  FROM controlled
  UNION ALL
  SELECT
    'facts' AS source, 0 AS precedence, true AS is_first, site, held.brand AS owner, held.group,
    held.valid_from, held.valid_to, CAST(NULL AS STRING) AS begins
  FROM (SELECT DISTINCT site, name FROM record) AS named
  JOIN known_name ON known_name.name = lower(named.name)
  JOIN held ON held.brand = known_name.brand
  LEFT ANTI JOIN controlled ON controlled.site = named.site
  UNION ALL
  SELECT source, precedence, is_first, site, owner, group, valid_from, valid_to, begins
  FROM record
)
SELECT
  site,
  greatest(one.valid_from, other.valid_from) AS valid_from,
  least(one.valid_to, other.valid_to) AS valid_to,
  one.source, one.group, other.source AS other_source, other.group AS other_group,
  other.owner AS other_owner, other.begins AS other_begins, one.is_first AS is_decisive
FROM claim AS one JOIN claim AS other USING (site)
WHERE one.precedence < other.precedence
  AND one.group <> other.group
  AND one.valid_from < coalesce(other.valid_to, DATE'9999-12-31')
  AND other.valid_from < coalesce(one.valid_to, DATE'9999-12-31')
