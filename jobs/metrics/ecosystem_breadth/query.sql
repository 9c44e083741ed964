WITH breadth AS (
  SELECT
    period, ground, platform,
    count(*) AS field_count,
    count(DISTINCT field_group) AS group_count,
    CASE WHEN ground <> 'market' THEN exact_sum(weight) END AS mention_count,
    collect_list(weight) AS weights,
    array_sort(collect_list(struct(field_group, weight))) AS fields,
    max(struct(weight, field)) AS largest
  FROM clean.portfolio
  GROUP BY period, ground, platform
),
measured AS (
  SELECT
    *,
    hhi(weights) AS hhi,
    CASE WHEN ground = 'category'
      THEN variety(fields.weight, fields.field_group)
    END AS variety
  FROM breadth
)
SELECT
  period, ground, platform, field_count, group_count, mention_count,
  shannon_entropy(weights) AS entropy,
  hill_number(weights, 2) AS effective_number,
  variety.unrelated AS unrelated_variety,
  variety.related AS related_variety,
  CASE WHEN mention_count >= 2D THEN (1D - hhi) * mention_count / (mention_count - 1D) END
    AS encounter,
  CASE WHEN mention_count >= 2D THEN NULL WHEN ground = 'market' THEN 'no_acts' ELSE 'too_few_acts' END
    AS encounter_reason,
  largest.field AS largest_field,
  largest.weight AS largest_weight
FROM measured
