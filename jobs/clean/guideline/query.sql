SELECT
  guideline, published, rule, kind,
  CAST(hhi_above AS DOUBLE) AS hhi_above,
  CAST(hhi_at_most AS DOUBLE) AS hhi_at_most,
  CAST(delta_above AS DOUBLE) AS delta_above,
  CAST(delta_below AS DOUBLE) AS delta_below,
  CAST(share_above AS DOUBLE) AS share_above,
  CAST(users_at_least AS BIGINT) AS users_at_least,
  CAST(business_users_at_least AS BIGINT) AS business_users_at_least,
  meaning
FROM fact.guideline
