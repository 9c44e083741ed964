-- As metrics.ecosystem_overlap has it, of which each platform's rivals are counted and the closest is named.
WITH size AS (
  SELECT
    period, ground, platform, count(*) AS field_count, exact_sum(weight) AS weight
  FROM clean.portfolio
  GROUP BY period, ground, platform
),
shared AS (
  SELECT
    a.period, a.ground, a.platform AS platform_a, b.platform AS platform_b,
    count(*) AS both_count, exact_sum(least(a.weight, b.weight)) AS shared_weight
  FROM clean.portfolio AS a
  JOIN clean.portfolio AS b
    ON b.period = a.period AND b.ground = a.ground AND b.field = a.field
    AND b.platform > a.platform
  GROUP BY a.period, a.ground, a.platform, b.platform
),
pair AS (
  SELECT
    shared.period, platform_a, platform_b,
    jaccard(a.field_count, b.field_count, both_count) AS jaccard,
    ruzicka(a.weight, b.weight, shared_weight) AS ruzicka
  FROM shared
  JOIN size AS a
    ON a.period = shared.period AND a.ground = shared.ground AND a.platform = shared.platform_a
  JOIN size AS b
    ON b.period = shared.period AND b.ground = shared.ground AND b.platform = shared.platform_b
),
side AS (
  SELECT
    period, platform, rival, jaccard, ruzicka
  FROM pair
  LATERAL VIEW inline(array(
    named_struct('platform', platform_a, 'rival', platform_b),
    named_struct('platform', platform_b, 'rival', platform_a)
  )) AS platform, rival
)
SELECT
  period, platform, count(*) AS rival_count,
  exact_avg(jaccard) AS mean_jaccard, exact_avg(ruzicka) AS mean_ruzicka,
  max(jaccard) AS closest_jaccard,
  min(struct(-jaccard, rival)).rival AS closest
FROM side
GROUP BY period, platform
