SELECT
  period, market, site,
  volume / exact_sum(volume) OVER (PARTITION BY period, market) AS share,
  row_number() OVER (PARTITION BY period, market ORDER BY volume DESC, site) AS rank
FROM clean.traffic
