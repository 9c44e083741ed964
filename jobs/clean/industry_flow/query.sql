-- Rules: a table's detail is in its file's name. Codes of the letter V and a number are value added, of F
-- and a number final uses; totals by their names or by T and a number, and NA and NA.1, two totals of the
-- detailed table without a code. The newest file of a table and year counts.
WITH newest AS (
  SELECT
    *,
    lower(regexp_extract(file, '/(Summary|Detail)_Use_', 1)) AS detail
  FROM raw.bea_use
  WHERE latest
),
cell AS (
  SELECT
    concat('bea_', detail) AS classification, period, commodity AS seller, buyer,
    CAST(text AS DOUBLE) AS flow,
    struct(edition, file) = max(struct(edition, file)) OVER (PARTITION BY detail, period) AS is_newest
  FROM newest LATERAL VIEW explode(cells) AS buyer, text
)
SELECT
  classification, period, seller,
  CASE
    WHEN seller LIKE 'Total%' OR seller RLIKE '^T[0-9]{3}$' THEN 'total'
    WHEN seller RLIKE '^V[0-9]' THEN 'value added'
    WHEN seller IN ('Used', 'Other', 'S00401', 'S00402', 'S00300', 'S00900') THEN 'special'
    ELSE 'commodity'
  END AS seller_kind,
  buyer,
  CASE
    WHEN buyer LIKE 'Total%' OR buyer RLIKE '^T[0-9]{3}$' OR buyer IN ('NA', 'NA.1') THEN 'total'
    WHEN buyer RLIKE '^F[0-9]' THEN 'final use'
    ELSE 'industry'
  END AS buyer_kind,
  flow
FROM cell
WHERE is_newest AND flow <> 0D
