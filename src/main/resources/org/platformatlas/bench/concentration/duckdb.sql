-- Of windows, ordered lists and one sorted list a market, the last is the fastest.
WITH market_list AS (
  SELECT
    period, market, list_sort(list(volume)) AS volumes, sum(volume) AS total,
    sum(volume * volume) AS squares, sum(volume * ln(volume)) AS logarithms
  FROM clean.traffic
  GROUP BY period, market
)
SELECT
  period, market, len(volumes)::INTEGER AS site_count,
  squares / (total * total) AS hhi,
  ln(total) - logarithms / total AS entropy,
  2 * list_dot_product(volumes, generate_series(1, len(volumes))::DOUBLE[]) / (len(volumes) * total)
    - (len(volumes) + 1) / len(volumes) AS gini,
  list_sum(volumes[-4:]) / total AS cr4
FROM market_list
