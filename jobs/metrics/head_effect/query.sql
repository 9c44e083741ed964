-- A period is compared with the earliest of the year before it (of weeks, of the 12 before; of days,
-- of the 7 before) that no break in measurement parts from it: with the same period a year before,
-- where there is one.
WITH sized AS (
  SELECT
    source, cadence, period, market, area, area_kind, level, platform, residual, fixed_count,
    is_cut_off, is_exclusive, is_comparable,
    CASE WHEN NOT is_exclusive THEN NULL ELSE volume END AS volume,
    CASE WHEN NOT is_exclusive THEN NULL ELSE fixed_volume END AS fixed_volume
  FROM clean.platform_traffic
),
level_list AS (
  SELECT
    source, cadence, period, market, area, level,
    max(area_kind) AS area_kind,
    coalesce(NOT bool_and(is_exclusive), false) AS is_shared,
    coalesce(bool_or(is_cut_off), false) AS is_cut_off,
    coalesce(bool_and(is_comparable), false) AS is_comparable,
    max(fixed_count) AS fixed_count,
    count(*) FILTER (WHERE residual IS NULL) AS listed_count,
    count(*) FILTER (WHERE residual IS NULL AND volume > 0D) AS platform_count,
    exact_sum(volume) FILTER (WHERE residual IS NULL) AS listed_volume,
    collect_list(volume) FILTER (WHERE residual IS NULL) AS volumes,
    collect_list(fixed_volume) FILTER (WHERE residual IS NULL) AS fixed_volumes,
    array_sort(collect_list(struct(-volume AS negative_volume, platform))
      FILTER (WHERE residual IS NULL AND is_comparable AND volume IS NOT NULL)) AS largest_first
  FROM sized
  GROUP BY source, cadence, period, market, area, level
),
measured AS (
  SELECT
    source, cadence, period, market, area, area_kind, level, is_shared, is_comparable,
    fixed_count, listed_count, platform_count, listed_volume, largest_first,
    hhi(volumes) AS hhi_listed,
    hhi(fixed_volumes) AS hhi_fixed,
    CASE
      WHEN fixed_count IS NOT NULL THEN hhi_fixed
      WHEN NOT is_cut_off THEN hhi_listed
    END AS hhi_common,
    CASE WHEN platform_count >= 1 THEN concentration_ratio(volumes, 1) END AS cr1_listed,
    CASE WHEN platform_count >= 3 THEN concentration_ratio(volumes, 3) END AS cr3_listed,
    CASE WHEN platform_count >= 10 THEN concentration_ratio(volumes, 10) END AS cr10_listed,
    CASE WHEN platform_count >= 100 THEN concentration_ratio(volumes, 100) END AS cr100_listed,
    reach_count(volumes, 0.25D) AS reach_count_25,
    reach_count(volumes, 0.5D) AS reach_count_50,
    reach_count(volumes, 0.8D) AS reach_count_80,
    tail_exponent(volumes) AS tail,
    rank_size_slope(volumes) AS slope,
    concentration_ratio(fixed_volumes, 1) AS fixed_cr1,
    concentration_ratio(fixed_volumes, 3) AS fixed_cr3,
    concentration_ratio(fixed_volumes, 10) AS fixed_cr10,
    concentration_ratio(fixed_volumes, 100) AS fixed_cr100,
    reach_count(fixed_volumes, 0.25D) AS fixed_reach_count_25,
    reach_count(fixed_volumes, 0.5D) AS fixed_reach_count_50,
    reach_count(fixed_volumes, 0.8D) AS fixed_reach_count_80,
    tail_exponent(fixed_volumes) AS fixed_tail,
    rank_size_slope(fixed_volumes) AS fixed_slope,
    CASE cadence
      WHEN 'day' THEN date_sub(period, 7)
      WHEN 'week' THEN date_sub(period, 84)
      ELSE add_months(period, -12)
    END AS year_start,
    CASE cadence
      WHEN 'day' THEN period
      WHEN 'week' THEN date_add(period, 6)
      WHEN 'month' THEN last_day(period)
      WHEN 'quarter' THEN last_day(add_months(period, 2))
      WHEN 'year' THEN last_day(add_months(period, 11))
    END AS period_end
  FROM level_list
),
market_break AS (
  SELECT source, market, collect_list(struct(area, starts)) AS breaks
  FROM clean.break
  GROUP BY source, market
),
segmented AS (
  SELECT
    measured.*,
    max(hhi_listed) FILTER (WHERE level = 'key') OVER all_levels AS hhi_key,
    max(hhi_common) FILTER (WHERE level = 'key') OVER all_levels AS hhi_common_key,
    max(hhi_common) FILTER (WHERE level = 'group') OVER all_levels AS hhi_common_group,
    array_max(transform(
      filter(breaks, one -> one.area IN ('*', measured.area) AND one.starts <= period_end),
      one -> one.starts
    )) AS segment_start
  FROM measured LEFT JOIN market_break
    ON market_break.source = measured.source AND market_break.market = measured.market
  WINDOW all_levels AS (
    PARTITION BY measured.source, cadence, period, measured.market, measured.area
  )
),
comparable AS (
  SELECT
    *,
    struct(
      period, fixed_count, hhi_key, hhi_common_key, hhi_common_group, is_comparable, listed_volume,
      largest_first
    ) AS listed
  FROM segmented
),
compared AS (
  SELECT
    *,
    array_min(filter(
      concat(
        collect_list(CASE WHEN cadence = 'day' THEN listed END) OVER week_before,
        collect_list(CASE WHEN cadence <> 'day' THEN listed END) OVER year_before
      ),
      one -> one.period >= year_start AND one.period >= coalesce(segment_start, year_start)
    )) AS base
  FROM comparable
  WINDOW
    week_before AS (
      PARTITION BY source, cadence, market, area, level ORDER BY period
      RANGE BETWEEN INTERVAL '7' DAY PRECEDING AND INTERVAL '1' DAY PRECEDING
    ),
    year_before AS (
      PARTITION BY source, cadence, market, area, level ORDER BY period
      RANGE BETWEEN INTERVAL '366' DAY PRECEDING AND INTERVAL '1' DAY PRECEDING
    )
),
changed AS (
  SELECT
    *,
    hhi_key - base.hhi_key AS change,
    CASE WHEN fixed_count <=> base.fixed_count THEN
      hhi_common_key - base.hhi_common_key
    END AS common_change_key,
    CASE WHEN fixed_count <=> base.fixed_count THEN
      hhi_common_group - base.hhi_common_group
    END AS common_change_group,
    CASE WHEN is_comparable AND base.is_comparable AND base.listed_volume > 0D THEN
      listed_volume - base.listed_volume
    END AS increment,
    transform(slice(base.largest_first, 1, :head_count), one -> one.platform) AS head,
    transform(slice(largest_first, 1, :head_count), one -> one.platform) AS late_head
  FROM compared
),
grown AS (
  SELECT
    *,
    CASE WHEN increment IS NOT NULL THEN
      aggregate(
        filter(largest_first, one -> array_contains(head, one.platform)),
        0D, (volume, one) -> volume - one.negative_volume
      ) - aggregate(
        filter(base.largest_first, one -> array_contains(head, one.platform)),
        0D, (volume, one) -> volume - one.negative_volume
      )
    END AS head_increment,
    CASE WHEN increment IS NOT NULL THEN
      aggregate(
        filter(largest_first, one -> array_contains(late_head, one.platform)),
        0D, (volume, one) -> volume - one.negative_volume
      ) - aggregate(
        filter(base.largest_first, one -> array_contains(late_head, one.platform)),
        0D, (volume, one) -> volume - one.negative_volume
      )
    END AS late_head_increment,
    CASE
      WHEN is_shared THEN 'not_exclusive'
      WHEN platform_count = 0 THEN 'no_volume'
    END AS reason,
    CASE
      WHEN reason IS NOT NULL THEN reason
      WHEN base IS NULL THEN 'nothing_before'
      WHEN change IS NULL THEN 'no_volume'
      WHEN common_change_key IS NULL OR common_change_group IS NULL THEN 'no_common_basis'
    END AS change_reason,
    CASE
      WHEN is_shared THEN 'not_exclusive'
      WHEN NOT is_comparable OR platform_count = 0 THEN 'no_volume'
      WHEN base IS NULL THEN 'nothing_before'
      WHEN increment IS NULL THEN 'no_volume'
    END AS increment_reason,
    CASE
      WHEN increment_reason IS NOT NULL THEN increment_reason
      WHEN increment <= 0D THEN 'increment_not_positive'
      WHEN increment < :least_growth * base.listed_volume THEN 'increment_small'
    END AS increment_share_reason
  FROM changed
)
SELECT
  source, cadence, period, market, area, area_kind, level, listed_count, platform_count,
  cr1_listed, cr3_listed, cr10_listed, cr100_listed,
  reach_count_25, reach_count_50, reach_count_80,
  tail.alpha AS tail_alpha, tail.se AS tail_se, tail.xmin AS tail_xmin, tail.ks AS tail_ks,
  tail.n_tail AS tail_count,
  slope.slope AS rank_size_slope, slope.se AS rank_size_slope_se,
  fixed_count, fixed_cr1, fixed_cr3, fixed_cr10, fixed_cr100,
  fixed_reach_count_25, fixed_reach_count_50, fixed_reach_count_80,
  fixed_tail.alpha AS fixed_tail_alpha, fixed_tail.se AS fixed_tail_se,
  fixed_tail.xmin AS fixed_tail_xmin, fixed_tail.ks AS fixed_tail_ks,
  fixed_tail.n_tail AS fixed_tail_count,
  fixed_slope.slope AS fixed_rank_size_slope, fixed_slope.se AS fixed_rank_size_slope_se,
  hhi_listed, hhi_fixed,
  base.period AS compared_with,
  CASE WHEN change_reason IS NULL THEN
    CASE WHEN fixed_count IS NULL THEN 'as_listed' ELSE 'fixed_count' END
  END AS basis,
  change,
  change - common_change_key AS list_part,
  common_change_key - common_change_group AS owner_part,
  CASE WHEN change_reason IS NULL THEN common_change_group END AS group_part,
  increment, head_increment,
  CASE WHEN increment_share_reason IS NULL THEN head_increment / increment END
    AS head_increment_share,
  head_increment / base.listed_volume AS head_points,
  late_head_increment,
  CASE WHEN increment_share_reason IS NULL THEN late_head_increment / increment END
    AS late_head_increment_share,
  late_head_increment / base.listed_volume AS late_head_points,
  reason,
  CASE WHEN tail.alpha IS NULL THEN coalesce(reason, 'too_few') END AS tail_reason,
  CASE WHEN slope IS NULL THEN coalesce(reason, 'too_few') END AS slope_reason,
  change_reason, increment_reason, increment_share_reason
FROM grown
