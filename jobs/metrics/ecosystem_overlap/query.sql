-- Pairs come from what two platforms share, never from all with all. The reach of two third parties on
-- the same pages lies between what must and what can overlap (Fréchet's bounds).
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
reached AS (
  SELECT
    trunc(period, 'YEAR') AS period, period AS measured_in, platform, volume AS reach, volume_upper,
    max(period) OVER (PARTITION BY trunc(period, 'YEAR')) AS last_period
  FROM clean.platform_traffic
  WHERE market = 'third_parties' AND cadence = 'month' AND level = 'group' AND area = '001'
),
placed AS (
  SELECT
    *, rank() OVER (PARTITION BY period ORDER BY reach DESC, platform) AS place
  FROM reached
  WHERE measured_in = last_period AND reach > 0D
),
largest AS (
  SELECT period, measured_in, platform, reach, volume_upper FROM placed WHERE place <= :audience_count
),
audience AS (
  SELECT
    a.period, a.platform AS platform_a, b.platform AS platform_b, a.measured_in,
    a.reach AS reach_a, b.reach AS reach_b,
    a.volume_upper AS reach_a_upper, b.volume_upper AS reach_b_upper,
    greatest(0D, a.reach + b.reach - 1D) AS both_lower,
    least(a.volume_upper, b.volume_upper) AS both_upper
  FROM largest AS a JOIN largest AS b ON b.period = a.period AND b.platform > a.platform
)
SELECT
  period, ground, platform_a, platform_b, 'assignments' AS denominator,
  count_a, count_b, both_count,
  jaccard(count_a, count_b, both_count) AS jaccard,
  dice(count_a, count_b, both_count) AS dice,
  overlap_coefficient(count_a, count_b, both_count) AS overlap_coefficient,
  ochiai(count_a, count_b, both_count) AS ochiai,
  ruzicka(weight_a, weight_b, shared_weight) AS ruzicka,
  bray_curtis(weight_a, weight_b, shared_weight) AS bray_curtis,
  cosine_similarity(squares_a, squares_b, products) AS cosine_similarity,
  morisita_horn(
    squares_a / (weight_a * weight_a), squares_b / (weight_b * weight_b),
    products / (weight_a * weight_b)
  ) AS morisita_horn,
  shared_part AS schoener,
  CAST(NULL AS DATE) AS measured_in,
  CAST(NULL AS DOUBLE) AS reach_a, CAST(NULL AS DOUBLE) AS reach_b,
  CAST(NULL AS DOUBLE) AS reach_both_lower, CAST(NULL AS DOUBLE) AS reach_both_upper,
  CAST(NULL AS DOUBLE) AS duplication_a_lower, CAST(NULL AS DOUBLE) AS duplication_a_upper,
  CAST(NULL AS DOUBLE) AS duplication_b_lower, CAST(NULL AS DOUBLE) AS duplication_b_upper,
  CAST(NULL AS DOUBLE) AS sole_a_lower, CAST(NULL AS DOUBLE) AS sole_a_upper,
  CAST(NULL AS DOUBLE) AS sole_b_lower, CAST(NULL AS DOUBLE) AS sole_b_upper
FROM pair
UNION ALL
SELECT
  period, 'audience' AS ground, platform_a, platform_b, 'unique' AS denominator,
  CAST(NULL AS BIGINT) AS count_a, CAST(NULL AS BIGINT) AS count_b,
  CAST(NULL AS BIGINT) AS both_count,
  CAST(NULL AS DOUBLE) AS jaccard, CAST(NULL AS DOUBLE) AS dice,
  CAST(NULL AS DOUBLE) AS overlap_coefficient, CAST(NULL AS DOUBLE) AS ochiai,
  CAST(NULL AS DOUBLE) AS ruzicka, CAST(NULL AS DOUBLE) AS bray_curtis,
  CAST(NULL AS DOUBLE) AS cosine_similarity, CAST(NULL AS DOUBLE) AS morisita_horn,
  CAST(NULL AS DOUBLE) AS schoener,
  measured_in, reach_a, reach_b, both_lower AS reach_both_lower, both_upper AS reach_both_upper,
  both_lower / reach_a_upper AS duplication_a_lower,
  least(1D, both_upper / reach_a) AS duplication_a_upper,
  both_lower / reach_b_upper AS duplication_b_lower,
  least(1D, both_upper / reach_b) AS duplication_b_upper,
  greatest(0D, reach_a - both_upper) AS sole_a_lower,
  least(reach_a_upper, 1D - reach_b) AS sole_a_upper,
  greatest(0D, reach_b - both_upper) AS sole_b_lower,
  least(reach_b_upper, 1D - reach_a) AS sole_b_upper
FROM audience
