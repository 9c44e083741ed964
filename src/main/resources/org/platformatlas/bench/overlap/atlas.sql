-- As metrics.ecosystem_overlap has it, of which each platform's rivals are counted.
WITH portfolio AS (
  SELECT
    period, ground,
    collect_list(struct(platform, field, weight)) AS entries,
    CAST(1 + count(*) DIV 50000 AS INT) AS parts
  FROM clean.portfolio
  GROUP BY period, ground
),
-- A part holds the pairs of some first platforms, as a period may have many millions.
call AS (
  SELECT /*+ REPARTITION(16, period, ground, part) */
    period, ground, entries, part, parts
  FROM portfolio LATERAL VIEW explode(sequence(0, parts - 1)) AS part
),
pair AS (
  SELECT
    period, ground,
    inline(portfolio_overlap(entries.platform, entries.field, entries.weight, part, parts))
  FROM call
),
side AS (
  SELECT
    period, platform,
    jaccard(count_a, count_b, both_count) AS jaccard,
    ruzicka(weight_a, weight_b, shared_weight) AS ruzicka
  FROM pair LATERAL VIEW explode(array(platform_a, platform_b)) AS platform
)
SELECT
  period, platform, count(*) AS rival_count,
  exact_avg(jaccard) AS mean_jaccard, exact_avg(ruzicka) AS mean_ruzicka,
  max(jaccard) AS closest_jaccard
FROM side
GROUP BY period, platform
