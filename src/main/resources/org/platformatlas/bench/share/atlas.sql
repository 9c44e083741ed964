SELECT period, market, member.name AS site, member.share AS share, member.rank AS rank
FROM (
  SELECT period, market, explode(ranked_shares(volume, site)) AS member
  FROM clean.traffic
  GROUP BY period, market
)
