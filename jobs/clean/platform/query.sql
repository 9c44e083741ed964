-- A group that is not described is described as the brand of its name.
WITH control AS (
  SELECT DISTINCT brand, group, valid_from, valid_to
  FROM clean.ownership
  WHERE control <> 'influence'
),
platform AS (
  SELECT 'brand' AS level, brand AS platform, group, valid_from, valid_to
  FROM control
  UNION ALL
  SELECT DISTINCT
    'group' AS level, group AS platform, group,
    DATE'1900-01-01' AS valid_from, CAST(NULL AS DATE) AS valid_to
  FROM control
),
described AS (
  SELECT level, platform, since, name, country, segment FROM fact.platform
  UNION ALL
  SELECT 'group' AS level, brand.platform, brand.since, brand.name, brand.country, brand.segment
  FROM fact.platform AS brand
  LEFT ANTI JOIN (SELECT platform FROM fact.platform WHERE level = 'group') AS own
    ON own.platform = brand.platform
  WHERE brand.level = 'brand'
),
dated AS (
  SELECT *, coalesce(CAST(since AS DATE), DATE'1900-01-01') AS described_from FROM described
),
description AS (
  SELECT
    *,
    min(described_from) OVER (
      PARTITION BY level, platform ORDER BY described_from
      RANGE BETWEEN INTERVAL '1' DAY FOLLOWING AND UNBOUNDED FOLLOWING
    ) AS described_to
  FROM dated
)
SELECT
  level, platform,
  greatest(platform.valid_from, description.described_from) AS valid_from,
  least(platform.valid_to, description.described_to) AS valid_to,
  coalesce(description.name, platform) AS name,
  platform.group,
  description.country AS home_country,
  description.segment
FROM platform LEFT JOIN description USING (level, platform)
WHERE greatest(platform.valid_from, description.described_from)
  < coalesce(least(platform.valid_to, description.described_to), DATE'9999-12-31')
