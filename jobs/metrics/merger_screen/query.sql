-- A group has merged into another when all that it had listed went there on one day: a group that
-- sells a part and keeps the rest has not.
WITH holder AS (
  SELECT DISTINCT site, group, valid_from, valid_to, announced
  FROM clean.ownership
  WHERE control <> 'influence'
),
deal AS (
  SELECT
    after.site, before.group AS seller, after.group AS buyer, after.valid_from AS closed,
    after.announced, before.valid_from AS held_from
  FROM holder AS after JOIN holder AS before
    ON before.site = after.site AND before.valid_to = after.valid_from
  WHERE before.group <> after.group
),
traffic AS (
  SELECT
    source, cadence, period, market, area, area_kind, level, platform, site_count, residual,
    is_total_known, is_exclusive,
    CASE WHEN NOT is_exclusive THEN NULL ELSE volume END AS volume,
    CASE cadence
      WHEN 'day' THEN period
      WHEN 'week' THEN date_add(period, 6)
      WHEN 'month' THEN last_day(period)
      WHEN 'quarter' THEN last_day(add_months(period, 2))
      WHEN 'year' THEN last_day(add_months(period, 11))
    END AS period_end
  FROM clean.platform_traffic
  WHERE level IN ('key', 'group')
),
followed AS (
  SELECT
    traffic.*,
    CASE WHEN deal.site IS NOT NULL THEN
      struct(deal.closed, deal.seller, deal.buyer, deal.announced)
    END AS sale
  FROM traffic LEFT JOIN deal
    ON traffic.level = 'key'
    AND traffic.residual IS NULL
    AND deal.site = traffic.platform
    AND deal.held_from <= traffic.period_end
    AND deal.closed > traffic.period_end
    AND add_months(deal.closed, -:months_before) <= traffic.period_end
  WHERE traffic.level = 'group' OR deal.site IS NOT NULL
),
market_list AS (
  SELECT
    source, cadence, period, market, area,
    max(area_kind) AS area_kind,
    max(period_end) AS period_end,
    coalesce(NOT bool_and(is_exclusive), false) AS is_shared,
    collect_list(volume) FILTER (WHERE level = 'group' AND residual IS NULL) AS volumes,
    exact_sum(volume) FILTER (WHERE level = 'group' AND residual IS NULL) AS listed_volume,
    CASE WHEN bool_and(is_total_known) THEN
      exact_sum(volume) FILTER (WHERE level = 'group')
    END AS total_volume,
    collect_list(struct(platform, volume, site_count))
      FILTER (WHERE level = 'group' AND residual IS NULL) AS groups,
    collect_list(sale) AS sales
  FROM followed
  GROUP BY source, cadence, period, market, area
),
chosen AS (
  SELECT
    source, cadence, period, market, area, area_kind, period_end, is_shared,
    nullif(listed_volume, 0D) AS listed_volume,
    nullif(total_volume, 0D) AS total_volume,
    hhi(volumes, total_volume) AS hhi_before,
    hhi(volumes) AS hhi_before_listed,
    filter(groups, one ->
      one.volume >= :share_above * listed_volume
      OR exists(sales, sale -> one.platform IN (sale.seller, sale.buyer))
    ) AS groups,
    filter(array_sort(array_distinct(sales)), sale -> exists(groups, one ->
      one.platform = sale.seller AND one.site_count = size(filter(sales, other -> other = sale))
    )) AS mergers
  FROM market_list
),
pair AS (
  SELECT
    source, cadence, period, market, area, area_kind, period_end, is_shared, listed_volume,
    total_volume, hhi_before, hhi_before_listed,
    one.platform, other.platform AS other_platform,
    one.volume / total_volume AS share,
    other.volume / total_volume AS other_share,
    one.volume / listed_volume AS share_listed,
    other.volume / listed_volume AS other_share_listed,
    try_element_at(filter(mergers, merger ->
      least(merger.seller, merger.buyer) = one.platform
      AND greatest(merger.seller, merger.buyer) = other.platform
    ), 1) AS merger
  FROM chosen
  LATERAL VIEW explode(groups) AS one
  LATERAL VIEW explode(groups) AS other
  WHERE one.platform < other.platform
),
screened AS (
  SELECT
    *,
    delta_hhi(share, other_share) AS delta,
    hhi_before + delta AS hhi_after,
    delta_hhi(share_listed, other_share_listed) AS delta_listed,
    listed_volume / total_volume AS coverage,
    CASE
      WHEN is_shared THEN 'not_exclusive'
      WHEN listed_volume IS NULL THEN 'no_volume'
      WHEN total_volume IS NULL THEN 'total_unknown'
    END AS reason,
    coalesce(reason, CASE WHEN coverage < :least_coverage THEN 'coverage_low' END)
      AS presumptions_reason
  FROM pair
),
kept AS (
  SELECT
    *,
    (
      SELECT collect_list(struct(
        guideline, rule, kind, hhi_above, hhi_at_most, delta_above, delta_below, share_above
      ))
      FROM clean.guideline
      WHERE kind LIKE 'merger_%' OR kind = 'share_presumption'
    ) AS guidelines
  FROM screened
  WHERE merger IS NOT NULL
    OR least(share_listed, other_share_listed) >= :share_above AND delta_listed >= :delta_above
),
triggered AS (
  SELECT
    *,
    CASE WHEN presumptions_reason IS NULL THEN
      filter(guidelines, one ->
        hhi_after > coalesce(one.hhi_above, -1D)
        AND hhi_after <= coalesce(one.hhi_at_most, 2D)
        AND delta > coalesce(one.delta_above, -1D)
        AND delta < coalesce(one.delta_below, 2D)
        AND share + other_share > coalesce(one.share_above, -1D)
      )
    END AS rules
  FROM kept
)
SELECT
  source, cadence, period, triggered.market, area, area_kind, platform, other_platform,
  share, other_share, share_listed, other_share_listed,
  hhi_before, delta, hhi_after,
  hhi_before_listed, delta_listed, hhi_before_listed + delta_listed AS hhi_after_listed,
  coverage,
  array_sort(transform(
    filter(rules, one -> one.kind IN ('merger_presumption', 'share_presumption')),
    one -> concat(one.guideline, ': ', one.rule)
  )) AS presumptions,
  array_sort(transform(
    filter(rules, one -> one.kind = 'merger_concern'),
    one -> concat(one.guideline, ': ', one.rule)
  )) AS concerns,
  array_sort(transform(
    filter(rules, one -> one.kind = 'merger_safe_harbour'),
    one -> concat(one.guideline, ': ', one.rule)
  )) AS safe_harbours,
  coalesce(market.kind <> 'candidate', true) AS is_indicative,
  merger.announced, merger.closed,
  CAST(floor(months_between(merger.closed, period_end)) AS INT) AS months_to_closing,
  reason, presumptions_reason
FROM triggered LEFT JOIN clean.market AS market ON market.market = triggered.market
