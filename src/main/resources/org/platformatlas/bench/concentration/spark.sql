WITH ranked AS (
  SELECT
    period, market, volume,
    row_number() OVER (PARTITION BY period, market ORDER BY volume) AS place,
    count(*) OVER (PARTITION BY period, market) AS n
  FROM clean.traffic
)
SELECT
  period, market, CAST(count(*) AS INT) AS site_count,
  sum(volume * volume) / (sum(volume) * sum(volume)) AS hhi,
  ln(sum(volume)) - sum(volume * ln(volume)) / sum(volume) AS entropy,
  sum((2 * place - n - 1) * volume) / (count(*) * sum(volume)) AS gini,
  sum(CASE WHEN place > n - 4 THEN volume END) / sum(volume) AS cr4
FROM ranked
GROUP BY period, market
