WITH controlled AS (
  SELECT DISTINCT brand, valid_from, valid_to, announced
  FROM clean.ownership
  WHERE control <> 'influence'
),
traffic AS (
  SELECT
    source, cadence, period, market, area, area_kind, level, platform, group, volume, residual,
    is_total_known,
    CASE cadence
      WHEN 'day' THEN period
      WHEN 'week' THEN date_add(period, 6)
      WHEN 'month' THEN last_day(period)
      WHEN 'quarter' THEN last_day(add_months(period, 2))
      WHEN 'year' THEN last_day(add_months(period, 11))
    END AS period_end
  FROM clean.platform_traffic
  WHERE level IN ('brand', 'group') AND volume IS NOT NULL AND coalesce(is_exclusive, true)
),
owned AS (
  SELECT traffic.*, controlled.valid_from, controlled.announced
  FROM traffic LEFT JOIN controlled
    ON traffic.group IS NOT NULL
    AND controlled.brand = traffic.platform
    AND controlled.valid_from <= traffic.period_end
    AND (controlled.valid_to IS NULL OR controlled.valid_to > traffic.period_end)
),
market_list AS (
  SELECT
    source, cadence, period, market, area,
    max(area_kind) AS area_kind,
    max(period_end) AS period_end,
    collect_list(volume) FILTER (WHERE level = 'brand' AND residual IS NULL) AS brand_volumes,
    collect_list(volume) FILTER (WHERE level = 'group' AND residual IS NULL) AS group_volumes,
    exact_sum(volume) FILTER (WHERE level = 'brand' AND residual IS NULL) AS listed_volume,
    CASE WHEN bool_and(is_total_known) THEN
      exact_sum(volume) FILTER (WHERE level = 'brand')
    END AS total_volume,
    collect_list(struct(group, platform AS brand, volume, valid_from, announced))
      FILTER (WHERE group IS NOT NULL) AS brands
  FROM owned
  GROUP BY source, cadence, period, market, area
),
measured AS (
  SELECT
    source, cadence, period, market, area, area_kind, period_end, listed_volume, total_volume,
    hhi(brand_volumes, total_volume) AS hhi_brand,
    hhi(group_volumes, total_volume) AS hhi_group,
    hhi(brand_volumes) AS hhi_brand_listed,
    hhi(group_volumes) AS hhi_group_listed,
    flatten(transform(brands, one -> transform(
      filter(brands, other -> other.group = one.group AND other.brand > one.brand),
      other -> struct(one, other)
    ))) AS pairs
  FROM market_list
  WHERE listed_volume > 0D
),
pair AS (
  SELECT
    source, cadence, period, market, area, area_kind, period_end,
    hhi_brand, hhi_group, hhi_brand_listed, hhi_group_listed,
    one.group, one.brand, other.brand AS other_brand,
    one.volume / total_volume AS share,
    other.volume / total_volume AS other_share,
    one.volume / listed_volume AS share_listed,
    other.volume / listed_volume AS other_share_listed,
    CASE
      WHEN one.valid_from > other.valid_from THEN struct(one.valid_from AS closed, one.announced)
      WHEN one.valid_from < other.valid_from THEN struct(other.valid_from AS closed, other.announced)
      WHEN one.valid_from > DATE'1900-01-01' THEN
        struct(one.valid_from AS closed, greatest(one.announced, other.announced) AS announced)
    END AS deal
  FROM measured
  LATERAL VIEW inline(pairs) AS one, other
),
effect AS (
  SELECT
    *,
    delta_hhi(share, other_share) AS effect,
    delta_hhi(share_listed, other_share_listed) AS effect_listed
  FROM pair
)
SELECT
  source, cadence, period, market, area, area_kind, group, brand, other_brand,
  share, other_share, share_listed, other_share_listed, effect, effect_listed,
  exact_sum(effect) OVER of_group AS group_effect,
  exact_sum(effect_listed) OVER of_group AS group_effect_listed,
  exact_sum(effect) OVER of_market AS market_effect,
  exact_sum(effect_listed) OVER of_market AS market_effect_listed,
  hhi_brand, hhi_group, hhi_brand_listed, hhi_group_listed,
  deal.announced, deal.closed,
  CAST(floor(months_between(period_end, deal.closed)) AS INT) AS months_since_closing,
  CASE WHEN effect IS NULL THEN 'total_unknown' END AS reason
FROM effect
WINDOW
  of_market AS (PARTITION BY source, cadence, period, market, area),
  of_group AS (PARTITION BY source, cadence, period, market, area, group)
