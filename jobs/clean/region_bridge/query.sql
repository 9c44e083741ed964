SELECT code, region, CAST(since AS INT) AS since, why
FROM fact.bridge
