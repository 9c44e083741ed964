SELECT
  market, name, unit, population,
  CAST(is_exclusive AS BOOLEAN) AS is_exclusive,
  CAST(is_complete AS BOOLEAN) AS is_complete,
  kind, bias
FROM fact.market
