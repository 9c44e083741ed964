-- Classes of shares: 1 below 1 percent, 2 below 5, 3 below 20, 4 from 20 on, 0 not listed. A
-- transition is one number: 5 times the class before and the class now.
WITH list_item AS (
  SELECT
    source, cadence, period, market, area, area_kind, level, platform, is_exclusive,
    coalesce(-volume, CAST(rank AS DOUBLE)) AS place,
    CASE WHEN NOT is_exclusive THEN NULL ELSE volume END AS volume
  FROM clean.platform_traffic
  WHERE level IN ('key', 'group') AND residual IS NULL AND (volume > 0D OR rank IS NOT NULL)
),
level_list AS (
  SELECT
    source, cadence, period, market, area, level,
    max(area_kind) AS area_kind,
    coalesce(NOT bool_and(is_exclusive), false) AS is_shared,
    exact_sum(volume) AS listed_volume,
    sort_array(collect_list(struct(place, platform, volume))) AS ranked
  FROM list_item
  GROUP BY source, cadence, period, market, area, level
),
state AS (
  SELECT
    source, cadence, period, market, area, level, area_kind, is_shared,
    CAST(date_trunc(cadence, date_sub(period, 1)) AS DATE) AS previous_period,
    CASE cadence
      WHEN 'day' THEN period
      WHEN 'week' THEN date_add(period, 6)
      WHEN 'month' THEN last_day(period)
      WHEN 'quarter' THEN last_day(add_months(period, 2))
      WHEN 'year' THEN last_day(add_months(period, 11))
    END AS period_end,
    struct(
      period,
      ranked.platform AS platforms,
      transform(ranked, one -> one.volume / listed_volume) AS shares
    ) AS listed
  FROM level_list
),
followed AS (
  SELECT
    *,
    lag(listed) OVER series AS listed_before,
    max(listed) OVER (
      PARTITION BY source, cadence, market, area, level ORDER BY period
      RANGE BETWEEN INTERVAL '1' YEAR PRECEDING AND INTERVAL '1' YEAR PRECEDING
    ) AS listed_a_year_before
  FROM state
  WINDOW series AS (PARTITION BY source, cadence, market, area, level ORDER BY period)
),
spanned AS (
  SELECT
    source, cadence, period, market, area, level, area_kind, is_shared, period_end,
    span, compared_with, listed,
    CASE WHEN earlier.period = compared_with THEN earlier END AS earlier
  FROM followed
  LATERAL VIEW stack(2,
    'period', previous_period, listed_before,
    'year', add_months(period, -12), listed_a_year_before
  ) AS span, compared_with, earlier
  WHERE span = 'period' OR cadence NOT IN ('day', 'week')
),
compared AS (
  SELECT
    *,
    rank_biased_overlap(earlier.platforms, listed.platforms, 0.9D) AS overlap,
    instability(
      map_from_arrays(earlier.platforms, earlier.shares),
      map_from_arrays(listed.platforms, listed.shares)
    ) AS instability,
    CASE WHEN get(listed.shares, 0) IS NOT NULL AND get(earlier.shares, 0) IS NOT NULL THEN
      sort_array(concat(
        transform(earlier.platforms, (platform, i) -> struct(
          platform, false AS is_now, CASE
            WHEN earlier.shares[i] >= 0.2D THEN 4
            WHEN earlier.shares[i] >= 0.05D THEN 3
            WHEN earlier.shares[i] >= 0.01D THEN 2
            ELSE 1
          END AS class
        )),
        transform(listed.platforms, (platform, i) -> struct(
          platform, true AS is_now, CASE
            WHEN listed.shares[i] >= 0.2D THEN 4
            WHEN listed.shares[i] >= 0.05D THEN 3
            WHEN listed.shares[i] >= 0.01D THEN 2
            ELSE 1
          END AS class
        ))
      ))
    END AS classed
  FROM spanned
),
moved AS (
  SELECT
    *,
    -- A platform's two entries lie side by side.
    filter(
      transform(classed, (one, i) -> CASE
        WHEN one.is_now AND get(classed, i - 1).platform = one.platform
          THEN 5 * get(classed, i - 1).class + one.class
        WHEN one.is_now THEN one.class
        WHEN get(classed, i + 1).platform = one.platform THEN NULL
        ELSE 5 * one.class
      END),
      one -> one IS NOT NULL
    ) AS moves
  FROM compared
),
counted AS (
  SELECT
    *,
    CASE WHEN size(moves) >= :least_transitions THEN
      transform(sequence(0, 4), class -> transform(
        sequence(0, 4), next -> size(moves) - size(array_remove(moves, 5 * class + next))
      ))
    END AS transitions
  FROM moved
),
occupied AS (
  SELECT
    *,
    filter(sequence(0, 4), class ->
      exists(transitions[class], count -> count > 0)
      OR exists(transitions, counts -> counts[class] > 0)
    ) AS classes
  FROM counted
),
chained AS (
  SELECT
    *,
    CASE WHEN size(classes) > 1
      AND forall(classes, class -> exists(transitions[class], count -> count > 0))
    THEN
      transform(classes, class -> transform(classes, next ->
        CAST(transitions[class][next] AS DOUBLE)
        / aggregate(transitions[class], 0, (total, count) -> total + count)
      ))
    END AS chain
  FROM occupied
),
market_break AS (
  SELECT source, market, collect_list(struct(area, starts)) AS breaks
  FROM clean.break
  GROUP BY source, market
),
led AS (
  SELECT
    leader.source, cadence, period, leader.market, leader.area, level, leader, breaks,
    lag(leader) OVER series AS leader_before,
    lag(period) OVER series AS period_before,
    row_number() OVER series AS place,
    CAST(date_trunc(cadence, date_sub(period, 1)) AS DATE) AS previous_period,
    CASE cadence
      WHEN 'day' THEN period
      WHEN 'week' THEN date_add(period, 6)
      WHEN 'month' THEN last_day(period)
      WHEN 'quarter' THEN last_day(add_months(period, 2))
      WHEN 'year' THEN last_day(add_months(period, 11))
    END AS period_end
  FROM metrics.leader AS leader LEFT JOIN market_break
    ON market_break.source = leader.source AND market_break.market = leader.market
  WHERE level IN ('key', 'group') AND leader IS NOT NULL
  WINDOW series AS (
    PARTITION BY leader.source, cadence, leader.market, leader.area, level ORDER BY period
  )
),
joined AS (
  SELECT
    *,
    coalesce(period_before = previous_period, false) AND NOT coalesce(exists(breaks, one ->
      one.area IN ('*', led.area) AND one.starts > period_before AND one.starts <= period_end
    ), false) AS is_next
  FROM led
),
begun AS (
  -- Where a leader's spell begins; of several the latest is the greatest.
  SELECT *, CASE WHEN NOT is_next OR leader <> leader_before THEN struct(place, period) END AS begin
  FROM joined
),
tenure AS (
  SELECT
    *,
    max(begin) OVER (
      PARTITION BY source, cadence, market, area, level ORDER BY period
    ) AS spell,
    max(begin) OVER (
      PARTITION BY source, cadence, market, area, level ORDER BY period
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS spell_before
  FROM begun
),
leadership AS (
  SELECT
    source, cadence, period, market, area, level, leader,
    spell.period AS leader_since,
    place - spell.place + 1 AS leader_periods,
    CAST(floor(months_between(date_add(period_end, 1), spell.period)) AS INT) AS leader_months,
    array_append(
      collect_list(CASE WHEN begin IS NOT NULL AND spell_before IS NOT NULL THEN
        struct(CAST(place - spell_before.place AS DOUBLE) AS periods, is_next AS has_ended)
      END) OVER (PARTITION BY source, cadence, market, area, level ORDER BY period),
      struct(CAST(place - spell.place + 1 AS DOUBLE) AS periods, false AS has_ended)
    ) AS spells
  FROM tenure
),
survived AS (
  SELECT
    *,
    kaplan_meier(
      spells.periods, spells.has_ended
    ) AS survival
  FROM leadership
)
SELECT
  chained.source, chained.cadence, chained.period, chained.market, chained.area,
  chained.area_kind, chained.level, chained.span, compared_with,
  CAST(size(listed.platforms) AS BIGINT) AS platform_count,
  CAST(size(earlier.platforms) AS BIGINT) AS platform_count_before,
  top_k_turnover(earlier.platforms, listed.platforms, 3) AS turnover_3,
  top_k_turnover(earlier.platforms, listed.platforms, 10) AS turnover_10,
  overlap.ext AS overlap, overlap.min AS overlap_min, overlap.residual AS overlap_residual,
  instability,
  CAST(size(moves) AS BIGINT) AS transition_count,
  shorrocks_mobility(chain) AS shorrocks_mobility,
  determinant_mobility(chain) AS determinant_mobility,
  coalesce(exists(breaks, one ->
    one.area IN ('*', chained.area) AND one.starts > compared_with AND one.starts <= period_end
  ), false) AS is_across_break,
  leader, leader_since, CAST(leader_periods AS BIGINT) AS leader_periods, leader_months,
  CAST(survival.n AS BIGINT) AS spell_count, CAST(survival.n_ended AS BIGINT) AS spell_ended_count,
  survival.durations AS survival_periods, survival.survival, survival.se AS survival_se,
  survival.median AS survival_median,
  CASE WHEN earlier IS NULL THEN 'nothing_before' END AS reason,
  CASE
    WHEN earlier IS NULL THEN 'nothing_before'
    WHEN is_shared THEN 'not_exclusive'
    WHEN instability IS NULL THEN 'no_volume'
  END AS instability_reason,
  CASE
    WHEN earlier IS NULL THEN 'nothing_before'
    WHEN is_shared THEN 'not_exclusive'
    WHEN moves IS NULL THEN 'no_volume'
    WHEN transitions IS NULL THEN 'too_few'
    WHEN size(classes) = 1 THEN 'one_class'
    WHEN chain IS NULL THEN 'too_few_starts'
  END AS mobility_reason,
  CASE
    WHEN chained.span <> 'period' THEN 'of_period_only'
    WHEN leader IS NULL THEN 'no_leader'
  END AS leader_reason
FROM chained
LEFT JOIN survived
  ON chained.span = 'period'
  AND survived.source = chained.source AND survived.cadence = chained.cadence
  AND survived.period = chained.period AND survived.market = chained.market
  AND survived.area = chained.area AND survived.level = chained.level
LEFT JOIN market_break
  ON market_break.source = chained.source AND market_break.market = chained.market
