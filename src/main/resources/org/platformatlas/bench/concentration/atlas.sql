SELECT
  period, market,
  concentration(volume).n_listed AS site_count,
  concentration(volume).hhi AS hhi,
  concentration(volume).shannon_entropy AS entropy,
  concentration(volume).gini AS gini,
  concentration(volume).cr4 AS cr4
FROM clean.traffic
GROUP BY period, market
