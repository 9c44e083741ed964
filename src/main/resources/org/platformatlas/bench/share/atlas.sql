-- Both windows in one order, so that rows are sorted once.
SELECT
  period, market, site,
  volume / exact_sum(volume) OVER (
    PARTITION BY period, market ORDER BY volume DESC, site
    ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
  ) AS share,
  row_number() OVER (PARTITION BY period, market ORDER BY volume DESC, site) AS rank
FROM clean.traffic
