SELECT source, market, coalesce(area, '*') AS area, CAST(starts AS DATE) AS starts, what
FROM fact.break
