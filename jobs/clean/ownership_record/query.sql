-- Rules: who is named in consecutive snapshots held the site from the first of them to the one that
-- names another, or nobody, or has the site no more. A publisher's id is who an owner is, not the name,
-- which changes. A company's id, a tracker's id and a tracker's domain are sites; what is a company's id
-- and another's too is the company's. Of a group of domains, the primary, the first that took others
-- over or else the first is its owner, or who has that one in whotracksme_trackerdb then; of several
-- groups of a site, the least. The first source of precedence.csv that knows a site counts.
WITH dumped AS (
  SELECT
    CAST(regexp_extract(file, '([0-9]{4}-[0-9]{2}-[0-9]{2})[.]sql', 1) AS DATE) AS day,
    table_name, cells
  FROM raw.whotracksme_trackerdb
  WHERE latest
),
company AS (
  SELECT day, cells['id'] AS company, trim(cells['name']) AS owner
  FROM dumped
  WHERE table_name = 'companies'
),
tracker AS (
  SELECT day, cells['id'] AS tracker, trim(cells['name']) AS name, cells['company_id'] AS company
  FROM dumped
  WHERE table_name = 'trackers'
),
tracker_domain AS (
  SELECT day, cells['domain'] AS domain, cells['tracker'] AS tracker
  FROM dumped
  WHERE table_name = 'tracker_domains'
),
tracked_site AS (
  SELECT 1 AS precedence, day, company AS site, owner AS name, company FROM company
  UNION ALL
  SELECT 2 AS precedence, day, tracker AS site, name, company FROM tracker
  UNION ALL
  SELECT 3 AS precedence, day, domain AS site, name, company
  FROM tracker_domain JOIN tracker USING (day, tracker)
),
website_set AS (
  SELECT
    CAST(regexp_extract(file, '([0-9]{4}-[0-9]{2}-[0-9]{2})[.]json', 1) AS DATE) AS day,
    explode(from_json(
      sets,
      'ARRAY<STRUCT<primary: STRING, associatedSites: ARRAY<STRING>, serviceSites: ARRAY<STRING>, ccTLDs: MAP<STRING, ARRAY<STRING>>>>'
    )) AS declared
  FROM raw.related_website_sets
  WHERE latest
),
grouped AS (
  SELECT
    'related_website_sets' AS source, day, declared.primary AS owner,
    array_compact(array(
      array(declared.primary), declared.associatedSites, declared.serviceSites,
      flatten(map_values(declared.ccTLDs))
    )) AS members
  FROM website_set
  UNION ALL
  SELECT
    'shared_credentials' AS source,
    CAST(regexp_extract(file, '([0-9]{4}-[0-9]{2}-[0-9]{2})[.]json', 1) AS DATE) AS day,
    coalesce(get(to, 0), get(shared, 0)) AS owner,
    array_compact(array(shared, `from`, to)) AS members
  FROM raw.shared_credentials
  WHERE latest
),
grouped_site AS (
  SELECT
    source, day, lower(regexp_replace(owner, '^https?://', '')) AS owner,
    lower(regexp_replace(member, '^https?://', '')) AS site
  FROM grouped LATERAL VIEW explode(flatten(members)) AS member
),
named AS (
  SELECT
    'whotracksme_trackerdb' AS source, day, site, precedence, company AS owner_id, owner, name
  FROM tracked_site JOIN company USING (day, company)
  UNION ALL
  SELECT source, day, site, 1 AS precedence, owner AS owner_id, owner, site AS name
  FROM grouped_site
),
observed AS (
  SELECT source, day, site, min(struct(precedence, owner_id, owner, name)) AS first
  FROM named
  GROUP BY source, day, site
),
snapshot AS (
  SELECT
    source, day,
    row_number() OVER (PARTITION BY source ORDER BY day) AS number,
    lag(day) OVER (PARTITION BY source ORDER BY day) AS day_before
  FROM (
    SELECT DISTINCT source, day
    FROM (
      SELECT 'whotracksme_trackerdb' AS source, day FROM dumped
      UNION ALL
      SELECT source, day FROM grouped
    )
  )
),
sighting AS (
  SELECT
    *,
    coalesce(lag(number) OVER (PARTITION BY source, site ORDER BY day) = number - 1, false)
      AS was_owned,
    coalesce(
      lag(first.owner_id) OVER (PARTITION BY source, site ORDER BY day) = first.owner_id, false
    ) AS is_same
  FROM observed JOIN snapshot USING (source, day)
),
spell_sighting AS (
  SELECT
    *,
    count_if(NOT (was_owned AND is_same)) OVER (PARTITION BY source, site ORDER BY day) AS spell
  FROM sighting
),
spell AS (
  SELECT
    source, site, min(day) AS valid_from, max(number) AS last_number,
    max(struct(day, first.owner, first.name)) AS newest,
    min(struct(day, number, was_owned, day_before)) AS oldest
  FROM spell_sighting
  GROUP BY source, site, spell
),
record AS (
  SELECT
    spell.source, site, valid_from, ending.day AS valid_to,
    max(newest) OVER (PARTITION BY spell.source, site).name AS name,
    newest.owner,
    CASE
      WHEN oldest.number = 1 THEN 'before'
      WHEN import.day IS NOT NULL THEN 'import'
      WHEN oldest.was_owned THEN 'changed'
      ELSE 'listed'
    END AS begins,
    oldest.day_before AS begins_after,
    CAST(precedence.precedence AS INT) AS precedence
  FROM spell
  JOIN fact.precedence ON precedence.source = spell.source
  LEFT JOIN snapshot AS ending
    ON ending.source = spell.source AND ending.number = spell.last_number + 1
  LEFT JOIN fact.import AS import
    ON import.source = spell.source AND CAST(import.day AS DATE) = spell.valid_from
)
SELECT
  record.source, record.site, record.valid_from, record.valid_to, record.name,
  coalesce(company.owner, record.owner) AS owner,
  company.owner IS NOT NULL OR record.source = 'whotracksme_trackerdb' AS is_named,
  record.begins, record.begins_after, record.precedence,
  record.precedence = min(record.precedence) OVER (PARTITION BY record.site) AS is_first
FROM record LEFT JOIN record AS company
  ON record.source <> 'whotracksme_trackerdb'
  AND company.source = 'whotracksme_trackerdb'
  AND company.site = record.owner
  AND company.valid_from <= record.valid_from
  AND coalesce(company.valid_to, DATE'9999-12-31') > record.valid_from
