-- Fields of platforms by year: each draws twenty, and one drawn again weighs more; how popular a field is
-- falls with the root of its number.
WITH drawn AS (
  SELECT
    make_date(CAST(2009 + id DIV (20 * :platforms) AS INT), 1, 1) AS period,
    CAST(id DIV 20 % :platforms AS INT) AS number,
    CAST(floor(:fields * power((xxhash64(id) & 1048575) / 1048576D, 2)) AS INT) AS field
  FROM range(0, 20 * :platforms * :years, 1, :parts)
)
SELECT
  period, 'category' AS ground,
  concat('platform_', number) AS platform, concat('category_', field) AS field,
  concat('group_', field % 50) AS field_group,
  CAST(count(*) AS DOUBLE) AS weight, 'acts' AS unit
FROM drawn
GROUP BY period, number, field
