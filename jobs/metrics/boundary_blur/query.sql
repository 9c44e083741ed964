-- An act counts in the windows that end in its year and in the four after it. What chance gives is what
-- is left when the acts of a window are dealt out anew, to each platform as many as it had.
WITH act AS (
  SELECT
    add_months(period, 12 * later) AS period, act_kind AS kind, platform, categories
  FROM clean.activity
  LATERAL VIEW explode(sequence(0, 4)) AS later
  LATERAL VIEW explode(array_distinct(array('any', kind))) AS act_kind
  WHERE is_known
),
member AS (
  SELECT
    period, kind, platform, count(*) AS all_count,
    count_if(size(categories) > 0) AS act_count,
    array_sort(array_distinct(flatten(collect_list(categories)))) AS categories,
    array_sort(collect_list(categories) FILTER (WHERE size(categories) > 0)) AS acts
  FROM act
  GROUP BY period, kind, platform
),
enough AS (
  SELECT * FROM member WHERE act_count >= :least_acts
),
called AS (
  SELECT
    period, kind,
    sum(act_count) / sum(all_count) AS categorised_share,
    count_if(act_count >= :least_acts) AS platform_count,
    coalesce(sum(act_count) FILTER (WHERE act_count >= :least_acts), 0L) AS act_count
  FROM member
  GROUP BY period, kind
),
dealt AS (
  SELECT period, kind, array_sort(collect_list(struct(platform, acts))) AS hands
  FROM enough JOIN called USING (period, kind)
  WHERE called.platform_count >= :least_platforms AND called.act_count >= :least_window_acts
  GROUP BY period, kind
),
block AS (
  SELECT /*+ REPARTITION(16, period, kind, block) */ period, kind, hands, block
  FROM dealt LATERAL VIEW explode(sequence(1, :blocks)) AS block
),
shuffled AS (
  SELECT
    period, kind,
    shuffled_overlap(
      flatten(transform(hands, hand -> array_repeat(hand.platform, size(hand.acts)))),
      flatten(hands.acts),
      :draws, :seed + block
    ) AS result
  FROM block
),
draw AS (
  SELECT period, kind, result.observed, draw FROM shuffled LATERAL VIEW explode(result.shuffled) AS draw
),
whole AS (
  SELECT
    period, kind, max(observed) AS observed, exact_avg(draw) AS expected,
    sqrt((exact_sum(draw * draw) - count(*) * exact_avg(draw) * exact_avg(draw)) / (count(*) - 1))
      AS sd,
    (1 + count_if(draw >= observed)) / (1 + count(*)) AS p
  FROM draw
  GROUP BY period, kind
),
chance AS (
  SELECT
    period, kind, pair.fewer, pair.more,
    exact_sum(pair.sum) / exact_sum(pair.count) AS expected,
    exact_sum(pair.squares) / exact_sum(pair.count) AS mean_square
  FROM shuffled LATERAL VIEW explode(result.by_acts) AS pair
  GROUP BY period, kind, pair.fewer, pair.more
),
held AS (
  SELECT period, kind, platform, category
  FROM enough LATERAL VIEW explode(categories) AS category
),
meeting AS (
  SELECT a.period, a.kind, a.platform AS platform_a, b.platform AS platform_b, count(*) AS both_count
  FROM held AS a
  JOIN held AS b
    ON b.period = a.period AND b.kind = a.kind AND b.category = a.category AND b.platform > a.platform
  GROUP BY a.period, a.kind, a.platform, b.platform
),
candidate AS (
  SELECT period, kind, platform_a, platform_b FROM meeting
  UNION
  SELECT add_months(period, 60) AS period, kind, platform_a, platform_b FROM meeting
  UNION
  SELECT add_months(period, -60) AS period, kind, platform_a, platform_b FROM meeting
),
pair AS (
  SELECT
    candidate.period, candidate.kind, candidate.platform_a, candidate.platform_b,
    a.act_count + b.act_count AS act_count,
    jaccard(size(a.categories), size(b.categories), coalesce(meeting.both_count, 0L)) AS observed,
    chance.expected, sqrt(greatest(mean_square - chance.expected * chance.expected, 0D)) AS sd
  FROM candidate
  JOIN enough AS a
    ON a.period = candidate.period AND a.kind = candidate.kind AND a.platform = candidate.platform_a
  JOIN enough AS b
    ON b.period = candidate.period AND b.kind = candidate.kind AND b.platform = candidate.platform_b
  LEFT JOIN meeting
    ON meeting.period = candidate.period AND meeting.kind = candidate.kind
    AND meeting.platform_a = candidate.platform_a AND meeting.platform_b = candidate.platform_b
  LEFT JOIN chance
    ON chance.period = candidate.period AND chance.kind = candidate.kind
    AND chance.fewer = least(a.act_count, b.act_count)
    AND chance.more = greatest(a.act_count, b.act_count)
),
measured AS (
  SELECT
    period, kind, 'all' AS scope, CAST(NULL AS STRING) AS platform_a,
    CAST(NULL AS STRING) AS platform_b, act_count, observed, expected, sd, p
  FROM called LEFT JOIN whole USING (period, kind)
  UNION ALL
  SELECT
    period, kind, 'pair' AS scope, platform_a, platform_b, act_count, observed, expected, sd,
    CAST(NULL AS DOUBLE) AS p
  FROM pair
),
compared AS (
  SELECT
    now.*, before.observed AS observed_before, before.expected AS expected_before,
    try_divide(
      (now.observed - now.expected) - (before.observed - before.expected),
      sqrt(now.sd * now.sd + before.sd * before.sd)
    ) AS change_z
  FROM measured AS now
  LEFT JOIN measured AS before
    ON before.period = add_months(now.period, -60) AND before.kind = now.kind
    AND before.scope = now.scope
    AND before.platform_a <=> now.platform_a AND before.platform_b <=> now.platform_b
)
SELECT
  period, kind, scope, platform_a, platform_b, called.platform_count, compared.act_count,
  categorised_share, observed, expected, sd,
  try_divide(observed, expected) AS ratio,
  try_divide(observed - expected, sd) AS z, p,
  observed_before, expected_before,
  try_divide(observed_before, expected_before) AS ratio_before,
  change_z,
  CASE
    WHEN change_z > :critical_z THEN 'converging'
    WHEN change_z < -:critical_z THEN 'diverging'
    WHEN change_z IS NOT NULL THEN 'parallel'
  END AS course,
  CASE
    WHEN called.platform_count < :least_platforms THEN 'too_few_platforms'
    WHEN called.act_count < :least_window_acts THEN 'too_few_acts'
    WHEN expected_before IS NULL THEN 'no_window_before'
    WHEN change_z IS NULL THEN 'chance_does_not_vary'
  END AS reason
FROM compared
JOIN called USING (period, kind)
LEFT SEMI JOIN clean.activity USING (period)
