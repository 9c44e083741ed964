-- Rules: the publisher's list goes before category.csv, which was made by hand for what an older list
-- calls otherwise. A category's first group by name stands for it where one is needed.
WITH published AS (
  SELECT
    lower(trim(category)) AS category,
    transform(split(category_groups, '[|]'), one ->
      CASE one WHEN 'administrative service' THEN 'administrative services' ELSE one END
    ) AS category_groups
  FROM raw.crunchbase_categories
  WHERE latest AND trim(category_groups) <> ''
),
category AS (
  SELECT
    category, array_sort(array_distinct(flatten(collect_set(category_groups)))) AS category_groups,
    'published' AS rule
  FROM published
  GROUP BY category
  UNION ALL
  SELECT category, array_sort(split(category_groups, '[|]')) AS category_groups, 'by hand' AS rule
  FROM fact.category LEFT ANTI JOIN published USING (category)
),
grouped AS (
  SELECT category, category_group FROM category LATERAL VIEW explode(category_groups) AS category_group
),
placed AS (
  SELECT
    category,
    array_sort(collect_set(direction)) AS directions,
    array_sort(collect_set(industry)) AS industries
  FROM grouped JOIN fact.category_group USING (category_group)
  GROUP BY category
)
SELECT
  category, rule, category_groups, category_groups[0] AS first_group,
  coalesce(directions, array()) AS directions,
  coalesce(industries, array()) AS industries
FROM category LEFT JOIN placed USING (category)
