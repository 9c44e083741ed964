-- Rules: lists of a chain in one country follow each other; an outlet that is in one and not in the next closed
-- between them, and is another interval when it comes back. A published day of opening counts for the first
-- of its intervals. Where an outlet stands is what its last list says.
WITH snapshot AS (
  SELECT
    platform, country, period,
    row_number() OVER (PARTITION BY platform, country ORDER BY period) AS number
  FROM (SELECT DISTINCT platform, country, period FROM clean.outlet_sighting)
),
seen AS (
  SELECT
    *,
    coalesce(lag(number) OVER (PARTITION BY platform, country, outlet ORDER BY period) = number - 1, false)
      AS goes_on
  FROM clean.outlet_sighting JOIN snapshot USING (platform, country, period)
  WHERE is_open
),
spell_seen AS (
  SELECT *, count_if(NOT goes_on) OVER (PARTITION BY platform, country, outlet ORDER BY period) AS spell
  FROM seen
),
spell AS (
  SELECT
    platform, country, outlet, spell, min(period) AS first_seen, min(number) AS first_number,
    max(period) AS last_seen, max(number) AS last_number,
    max(struct(period, source, area, region, latitude, longitude, opened)) AS last
  FROM spell_seen
  GROUP BY platform, country, outlet, spell
)
SELECT
  spell.platform, spell.country, outlet,
  CASE WHEN spell = 1 THEN least(last.opened, first_seen) ELSE first_seen END AS valid_from,
  after.period AS valid_to,
  last.source, last.area, last.region, last.latitude, last.longitude,
  CASE
    WHEN spell = 1 AND last.opened IS NOT NULL THEN 'exact'
    WHEN first_number = 1 THEN 'before_first_snapshot'
    ELSE 'between_snapshots'
  END AS opened_precision,
  CASE WHEN spell > 1 OR last.opened IS NULL THEN before.period END AS opened_after,
  CASE WHEN after.period IS NOT NULL THEN last_seen END AS closed_after
FROM spell
LEFT JOIN snapshot AS before
  ON before.platform = spell.platform AND before.country = spell.country AND before.number = first_number - 1
LEFT JOIN snapshot AS after
  ON after.platform = spell.platform AND after.country = spell.country AND after.number = last_number + 1
