-- Months before a platform's first list are left out: what had closed by then is not known.
WITH reach AS (
  SELECT
    platform, country AS area, division, array_position(:divisions, division) AS preference, period AS month,
    covered_share
  FROM metrics.offline_coverage
  WHERE cadence = 'month' AND radius = :radius AND area = country AND NOT survivors_only
    AND array_contains(:divisions, division)
),
finest AS (
  SELECT area, platform, min(preference) AS preference FROM reach GROUP BY area, platform
),
common AS (
  SELECT source, market, area, platform, division, month, share_listed AS share, covered_share
  FROM metrics.platform_share
  JOIN (SELECT *, month AS period FROM reach LEFT SEMI JOIN finest USING (area, platform, preference))
    USING (area, platform, period)
  WHERE cadence = 'month' AND level = 'group' AND area_kind = 'country' AND share_listed IS NOT NULL
),
changed AS (
  SELECT
    now.source, now.market, now.area, now.platform, after.month,
    now.share - before.share AS share_before, after.share - now.share AS share_after,
    now.covered_share - before.covered_share AS covered_before,
    after.covered_share - now.covered_share AS covered_after
  FROM common AS now
  JOIN common AS before
    ON before.source = now.source AND before.market = now.market AND before.area = now.area
    AND before.platform = now.platform AND before.month = add_months(now.month, -:window_months)
  JOIN common AS after
    ON after.source = now.source AND after.market = now.market AND after.area = now.area
    AND after.platform = now.platform AND after.month = add_months(now.month, :window_months)
),
subject AS (
  SELECT source, market, area, platform, trunc(month, 'YEAR') AS period, max(struct(month, division, share, covered_share)) AS last
  FROM common
  GROUP BY source, market, area, platform, trunc(month, 'YEAR')
),
level AS (
  SELECT
    subject.source, subject.market, subject.area, subject.platform, subject.period,
    array_sort(collect_list(struct(common.month, common.share, common.covered_share))) AS ones
  FROM subject JOIN common
    ON common.source = subject.source AND common.market = subject.market AND common.area = subject.area
    AND common.platform = subject.platform AND common.month < add_months(subject.period, 12)
  GROUP BY ALL
),
change AS (
  SELECT
    subject.source, subject.market, subject.area, subject.platform, subject.period,
    array_sort(collect_list(struct(changed.month, share_before, share_after, covered_before, covered_after))) AS ones
  FROM subject JOIN changed
    ON changed.source = subject.source AND changed.market = subject.market AND changed.area = subject.area
    AND changed.platform = subject.platform AND changed.month < add_months(subject.period, 12)
  GROUP BY ALL
),
cross_section AS (
  SELECT
    source, market, area, period, array_sort(collect_list(struct(platform, last.share, last.covered_share))) AS ones
  FROM subject
  JOIN (
    SELECT source, market, area, period, max(last.month) AS newest FROM subject GROUP BY source, market, area, period
  ) USING (source, market, area, period)
  WHERE last.month = newest
  GROUP BY source, market, area, period
),
measured AS (
  SELECT
    source, period, market, area, platform, last.*, size(level.ones) AS month_count,
    size(level.ones) >= :least_months AS is_enough, level.ones AS levels, change.ones AS changes,
    cross_section.ones AS platforms
  FROM subject
  JOIN level USING (source, market, area, platform, period)
  LEFT JOIN change USING (source, market, area, platform, period)
  JOIN cross_section USING (source, market, area, period)
)
SELECT
  source, period, market, area, platform, division, month, share, covered_share,
  CAST(month_count AS BIGINT) AS month_count,
  CASE WHEN is_enough THEN kendall_tau_b(levels.covered_share, levels.share) END AS level_tau,
  CASE WHEN is_enough THEN kendall_tau_b(changes.covered_before, changes.share_after) END AS lead_tau,
  CASE WHEN is_enough THEN kendall_tau_b(changes.share_before, changes.covered_after) END AS lag_tau,
  CASE WHEN NOT is_enough THEN 'too_few' END AS reason,
  CAST(size(platforms) AS BIGINT) AS platform_count,
  CASE
    WHEN size(platforms) >= :least_platforms THEN kendall_tau_b(platforms.covered_share, platforms.share)
  END AS cross_tau
FROM measured
