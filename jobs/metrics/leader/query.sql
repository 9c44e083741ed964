-- Of a list that its source ranks, the first leads. Where volumes are no shares, the leader has the
-- most, and nothing is divided.
WITH sized AS (
  SELECT
    source, cadence, period, market, area, area_kind, level, platform, volume, volume_upper, residual,
    coalesce(is_exclusive, true) AS is_exclusive,
    volume > 0D OR rank IS NOT NULL AS is_there,
    exact_sum(CASE WHEN residual IS NULL THEN volume ELSE 0D END)
      OVER (PARTITION BY source, cadence, period, market, area, level) AS listed_volume,
    CASE WHEN is_total_known THEN
      exact_sum(volume) OVER (PARTITION BY source, cadence, period, market, area, level)
    END AS total_volume,
    row_number() OVER (
      PARTITION BY source, cadence, period, market, area, level
      ORDER BY residual NULLS FIRST, volume DESC, rank, platform
    ) AS place
  FROM clean.platform_traffic
),
first_two AS (
  SELECT
    source, cadence, period, market, area, level,
    max(area_kind) AS area_kind,
    bool_and(is_exclusive) AS is_exclusive,
    max(CASE WHEN is_exclusive THEN listed_volume END) AS listed_volume,
    max(CASE WHEN is_exclusive THEN total_volume END) AS total_volume,
    max(platform) FILTER (WHERE place = 1 AND is_there) AS leader,
    max(volume) FILTER (WHERE place = 1 AND is_there) AS leader_volume,
    max(platform) FILTER (WHERE place = 2 AND is_there AND residual IS NULL) AS runner_up,
    coalesce(max(volume) FILTER (WHERE place = 2 AND residual IS NULL), 0D) AS runner_up_volume,
    coalesce(max(volume_upper) FILTER (WHERE place > 1), 0D) AS rival_volume,
    coalesce(max(volume) FILTER (WHERE residual IS NOT NULL), 0D) AS residual_volume
  FROM sized
  GROUP BY source, cadence, period, market, area, level
),
series AS (
  SELECT
    *,
    lag(period) OVER series AS listed_before,
    lag(leader) OVER series AS listed_leader,
    CAST(date_trunc(cadence, date_sub(period, 1)) AS DATE) AS previous_period
  FROM first_two
  WINDOW series AS (PARTITION BY source, cadence, market, area, level ORDER BY period)
),
market_break AS (
  SELECT source, market, collect_list(struct(area, starts)) AS breaks
  FROM clean.break
  GROUP BY source, market
),
-- The population of a period is that of the latest year at or before, in which an area may be
-- missing.
census AS (
  SELECT period, lead(period) OVER (PARTITION BY area_kind ORDER BY period) AS next_period
  FROM (SELECT DISTINCT area_kind, period FROM clean.population WHERE area_kind = 'country')
),
resident AS (
  SELECT
    population.area, population.people, census.period AS valid_from, census.next_period AS valid_to
  FROM clean.population AS population
  JOIN census ON census.period = population.period
  WHERE population.area_kind = 'country'
),
led AS (
  SELECT
    series.*,
    series.listed_before = series.previous_period AS is_listed_before,
    try_divide(leader_volume, total_volume) AS leader_share,
    try_divide(leader_volume, listed_volume) AS leader_share_listed,
    try_divide(leader_volume - runner_up_volume, listed_volume) AS margin_listed,
    CASE
      WHEN NOT is_exclusive THEN leader_volume >= rival_volume
      WHEN total_volume > 0D THEN leader_volume >= residual_volume
    END AS is_certain,
    CASE WHEN leader IS NOT NULL THEN resident.people END AS people,
    exists(market_break.breaks, one ->
      one.area IN ('*', series.area)
      AND one.starts > series.previous_period
      AND one.starts <= series.period
    ) AS is_broken
  FROM series
  LEFT JOIN resident
    ON resident.area = series.area
    AND series.area_kind = 'country'
    AND resident.valid_from <= series.period
    AND (resident.valid_to IS NULL OR resident.valid_to > series.period)
  LEFT JOIN market_break
    ON market_break.source = series.source
    AND market_break.market = series.market
),
compared AS (
  SELECT
    *,
    leader_share > 0.5D AS is_over_half,
    CASE WHEN is_listed_before THEN listed_leader END AS leader_before
  FROM led
),
counted AS (
  SELECT
    *,
    leader <> leader_before AS changed,
    count(*) OVER leader_areas AS areas_led,
    count(is_over_half) OVER leader_areas AS areas_divided,
    count_if(is_over_half) OVER leader_areas AS areas_led_over_half,
    count(*) OVER areas AS area_count,
    sum(people) OVER leader_areas AS people_of_leader,
    sum(CASE WHEN is_over_half THEN people ELSE 0 END) OVER leader_areas AS people_over_half,
    sum(people) OVER areas AS people_of_all,
    count(people) OVER areas AS people_area_count
  FROM compared
  WINDOW
    areas AS (PARTITION BY source, cadence, period, market, level, area_kind),
    leader_areas AS (PARTITION BY source, cadence, period, market, level, area_kind, leader)
),
weighted AS (
  SELECT *, try_divide(people_of_leader, people_of_all) AS people_led FROM counted
)
SELECT
  source, cadence, period, market, area, area_kind, level,
  leader, runner_up, leader_volume, leader_share, leader_share_listed, margin_listed,
  is_over_half,
  leader_share_listed > 0.5D AS is_over_half_listed,
  is_certain,
  CASE WHEN leader IS NOT NULL THEN areas_led END AS areas_led,
  CASE WHEN areas_divided > 0 THEN areas_led_over_half END AS areas_led_over_half,
  area_count,
  people_led,
  CASE WHEN areas_divided > 0 AND people_led IS NOT NULL THEN
    try_divide(people_over_half, people_of_all)
  END AS people_led_over_half,
  CASE WHEN area_kind = 'country' THEN people_area_count END AS people_area_count,
  leader_before, changed,
  CASE WHEN changed IS NOT NULL THEN coalesce(is_broken, false) END AS is_across_break,
  CASE
    WHEN leader IS NULL THEN 'no_volume'
    WHEN NOT is_exclusive THEN 'not_exclusive'
    WHEN leader_volume IS NULL THEN 'no_volume'
    WHEN leader_share IS NULL THEN 'total_unknown'
  END AS reason,
  CASE
    WHEN people_led IS NOT NULL THEN NULL
    WHEN leader IS NULL THEN 'no_volume'
    WHEN area_kind = 'country' THEN 'population_unknown'
    ELSE 'not_countries'
  END AS people_reason,
  CASE
    WHEN changed IS NOT NULL THEN NULL
    WHEN is_listed_before THEN 'no_volume'
    ELSE 'gap'
  END AS change_reason
FROM weighted
