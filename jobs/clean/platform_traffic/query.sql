-- A cut-off list that grows cannot be compared with itself: so a fixed number of its largest sites
-- are also counted apart. Where the facts of clean.ownership do not know a site, the first list that
-- does counts: what it calls by a name or site of the facts is that brand, and of whoever holds it.
WITH listed AS (
  SELECT
    *,
    row_number() OVER (
      PARTITION BY source, cadence, period, market, area
      ORDER BY residual NULLS FIRST, volume DESC, site
    ) AS size_rank,
    count(*) FILTER (WHERE residual IS NULL AND volume > 0D)
      OVER (PARTITION BY source, cadence, period, market, area) AS site_count
  FROM clean.traffic
),
traffic AS (
  SELECT
    source, cadence, period, market, area, area_kind, site, volume, unit, rank, residual,
    is_cut_off, is_total_known, is_exclusive, whole, is_comparable,
    CASE WHEN is_cut_off AND site_count >= :fixed_count THEN :fixed_count END AS fixed_count,
    CASE WHEN size_rank <= :fixed_count THEN volume ELSE 0D END AS fixed_volume,
    CASE cadence
      WHEN 'day' THEN period
      WHEN 'week' THEN date_add(period, 6)
      WHEN 'month' THEN last_day(period)
      WHEN 'quarter' THEN last_day(add_months(period, 2))
      WHEN 'year' THEN last_day(add_months(period, 11))
    END AS period_end
  FROM listed
),
controlled AS (
  SELECT site, brand, group, valid_from, valid_to
  FROM clean.ownership
  WHERE control <> 'influence'
),
known_name AS (
  SELECT name, min(struct(precedence, brand)).brand AS brand
  FROM (
    SELECT 1 AS precedence, lower(brand) AS name, brand FROM controlled
    UNION ALL
    SELECT 2 AS precedence, site AS name, brand FROM controlled
    UNION ALL
    SELECT 3 AS precedence, lower(alias.name) AS name, brand
    FROM clean.alias AS alias JOIN controlled ON controlled.brand = alias.platform
  )
  GROUP BY name
),
listed_owner AS (
  SELECT
    record.site, record.valid_from, record.valid_to, record.owner,
    coalesce(known.brand, record.site) AS brand,
    coalesce(known.brand, owner_known.brand) AS held_brand
  FROM clean.ownership_record AS record
  LEFT JOIN known_name AS known ON known.name = lower(record.name)
  LEFT JOIN known_name AS owner_known ON owner_known.name = lower(record.owner)
  LEFT ANTI JOIN controlled ON controlled.site = record.site
  WHERE record.is_first
),
holder AS (
  SELECT site, brand, group, valid_from, valid_to FROM controlled
  UNION ALL
  SELECT
    listed_owner.site, listed_owner.brand, coalesce(held.group, owner) AS group,
    greatest(listed_owner.valid_from, held.valid_from) AS valid_from,
    least(listed_owner.valid_to, held.valid_to) AS valid_to
  FROM listed_owner
  LEFT JOIN (SELECT DISTINCT brand, group, valid_from, valid_to FROM controlled) AS held
    ON held.brand = held_brand
    AND held.valid_from < coalesce(listed_owner.valid_to, DATE'9999-12-31')
    AND coalesce(held.valid_to, DATE'9999-12-31') > listed_owner.valid_from
),
owned AS (
  SELECT traffic.*, holder.brand, holder.group
  FROM traffic LEFT JOIN holder
    ON holder.site = traffic.site
    AND traffic.residual IS NULL
    AND holder.valid_from <= traffic.period_end
    AND (holder.valid_to IS NULL OR holder.valid_to > traffic.period_end)
),
leveled AS (
  SELECT
    source, cadence, period, market, area, area_kind, level, platform, volume, fixed_volume,
    fixed_count, unit, rank, is_cut_off, is_total_known, is_exclusive, whole, is_comparable,
    CASE WHEN residual IS NULL THEN brand IS NOT NULL END AS is_mapped,
    CASE WHEN level = 'brand' THEN group END AS group,
    CASE WHEN level = 'key' THEN residual WHEN residual IS NOT NULL THEN 'other' END AS residual
  FROM owned
  LATERAL VIEW stack(3,
    'key', site, 'brand', coalesce(brand, site), 'group', coalesce(group, site)
  ) AS level, platform
)
SELECT
  source, cadence, period, market, area, max(area_kind) AS area_kind, level, platform,
  CASE WHEN bool_and(is_mapped) THEN max(group) END AS group,
  bool_and(is_mapped) AS is_mapped,
  CASE WHEN max(residual) IS NULL THEN count(*) END AS site_count,
  CASE WHEN NOT bool_and(is_exclusive) THEN max(volume) ELSE exact_sum(volume) END AS volume,
  CASE WHEN NOT bool_and(is_exclusive) THEN least(exact_sum(volume), max(whole))
    ELSE exact_sum(volume) END AS volume_upper,
  CASE WHEN max(fixed_count) IS NOT NULL AND max(residual) IS NULL THEN exact_sum(fixed_volume) END
    AS fixed_volume,
  max(fixed_count) AS fixed_count,
  max(unit) AS unit,
  min(rank) AS rank,
  max(residual) AS residual,
  bool_or(is_cut_off) AS is_cut_off,
  bool_and(is_total_known) AS is_total_known,
  bool_and(is_exclusive) AS is_exclusive,
  bool_and(is_comparable) AS is_comparable
FROM leveled
GROUP BY source, cadence, period, market, area, level, platform
