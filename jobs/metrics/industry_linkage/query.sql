-- Rules: a commodity is taken as made by the industry of its name; special ones are left out, imports are
-- in. One solve a classification and year: the matrix is dense, an industry that bought nothing is a
-- column of zeros.
WITH industry AS (
  SELECT
    classification, period, industry, is_digital, is_manufacturing,
    output, intermediate_inputs, value_added, exports, imports
  FROM clean.industry
  WHERE kind = 'industry' AND output IS NOT NULL
),
flow AS (
  SELECT classification, period, seller, buyer, flow
  FROM clean.industry_flow
  WHERE seller_kind = 'commodity' AND buyer_kind = 'industry'
),
cell AS (
  SELECT a.classification, a.period, a.industry AS seller, b.industry AS buyer, coalesce(flow, 0D) AS flow
  FROM industry AS a
  JOIN industry AS b ON b.classification = a.classification AND b.period = a.period
  LEFT JOIN flow
    ON flow.classification = a.classification AND flow.period = a.period
    AND flow.seller = a.industry AND flow.buyer = b.industry
),
line AS (
  SELECT classification, period, seller, array_sort(collect_list(struct(buyer, flow))).flow AS flows
  FROM cell
  GROUP BY classification, period, seller
),
matrix AS (
  SELECT classification, period, array_sort(collect_list(struct(seller, flows))).flows AS z
  FROM line
  GROUP BY classification, period
),
ordered AS (
  SELECT
    classification, period,
    array_sort(collect_list(struct(industry, output, exports, imports))) AS industries
  FROM industry
  GROUP BY classification, period
),
inverted AS (
  SELECT
    classification, period, industries.industry AS codes,
    leontief_inverse(technical_coefficients(z, industries.output)) AS requirements,
    ghosh_inverse(z, industries.output) AS allocations,
    upstreamness(
      z, industries.output, transform(industries, one -> greatest(one.exports, 0D)), industries.imports
    ) AS stages
  FROM matrix JOIN ordered USING (classification, period)
),
solved AS (
  SELECT
    classification, period, codes, requirements,
    coalesce(backward_linkage(requirements), array()) AS backward,
    coalesce(forward_linkage(allocations), array()) AS forward,
    coalesce(stages, array()) AS stages
  FROM inverted
),
linked AS (
  SELECT
    classification, period, one.codes AS industry,
    one.backward AS backward_linkage, one.forward AS forward_linkage, one.stages AS upstreamness
  FROM solved
  LATERAL VIEW explode(arrays_zip(codes, backward, forward, stages)) AS one
),
required AS (
  SELECT classification, period, codes, one.codes AS seller, one.requirements AS requirements
  FROM solved LATERAL VIEW explode(arrays_zip(codes, requirements)) AS one
),
requirement AS (
  SELECT
    classification, period, one.codes AS industry,
    exact_sum(one.requirements) FILTER (WHERE is_digital) AS digital_requirement,
    exact_sum(one.requirements) FILTER (WHERE is_manufacturing) AS manufacturing_requirement
  FROM (
    SELECT required.*, is_digital, is_manufacturing
    FROM required
    JOIN industry
      ON industry.classification = required.classification AND industry.period = required.period
      AND industry.industry = required.seller
  )
  LATERAL VIEW explode(arrays_zip(codes, requirements)) AS one
  GROUP BY classification, period, one.codes
),
bought AS (
  SELECT
    flow.classification, flow.period, buyer AS industry,
    exact_sum(flow) FILTER (WHERE is_digital) AS digital_inputs,
    exact_sum(flow) FILTER (WHERE is_manufacturing) AS manufacturing_inputs
  FROM flow
  JOIN industry
    ON industry.classification = flow.classification AND industry.period = flow.period
    AND industry.industry = seller
  GROUP BY flow.classification, flow.period, buyer
),
sold AS (
  SELECT
    flow.classification, flow.period, seller AS industry,
    exact_sum(flow) FILTER (WHERE is_digital) AS sales_to_digital,
    exact_sum(flow) FILTER (WHERE is_manufacturing) AS sales_to_manufacturing
  FROM flow
  JOIN industry
    ON industry.classification = flow.classification AND industry.period = flow.period
    AND industry.industry = buyer
  GROUP BY flow.classification, flow.period, seller
),
measured AS (
  SELECT
    classification, period, industry, is_digital, is_manufacturing,
    output, intermediate_inputs, value_added,
    backward_linkage, forward_linkage, upstreamness, digital_requirement, manufacturing_requirement,
    coalesce(digital_inputs, 0D) AS digital_inputs,
    coalesce(manufacturing_inputs, 0D) AS manufacturing_inputs,
    coalesce(sales_to_digital, 0D) AS sales_to_digital,
    coalesce(sales_to_manufacturing, 0D) AS sales_to_manufacturing
  FROM industry
  LEFT JOIN linked USING (classification, period, industry)
  LEFT JOIN requirement USING (classification, period, industry)
  LEFT JOIN bought USING (classification, period, industry)
  LEFT JOIN sold USING (classification, period, industry)
),
grouped AS (
  SELECT
    classification, period, name AS industry,
    exact_sum(output) AS output, exact_sum(intermediate_inputs) AS intermediate_inputs,
    exact_sum(value_added) AS value_added,
    try_divide(exact_sum(output * digital_requirement), exact_sum(output)) AS digital_requirement,
    try_divide(exact_sum(output * manufacturing_requirement), exact_sum(output))
      AS manufacturing_requirement,
    exact_sum(digital_inputs) AS digital_inputs,
    exact_sum(manufacturing_inputs) AS manufacturing_inputs,
    exact_sum(sales_to_digital) AS sales_to_digital,
    exact_sum(sales_to_manufacturing) AS sales_to_manufacturing
  FROM measured
  LATERAL VIEW explode(array_compact(array(
    CASE WHEN is_digital THEN 'digital' END, CASE WHEN is_manufacturing THEN 'manufacturing' END
  ))) AS name
  GROUP BY classification, period, name
),
described AS (
  SELECT
    classification, period, industry, 'industry' AS kind, output, intermediate_inputs, value_added,
    backward_linkage, forward_linkage, upstreamness, digital_inputs, manufacturing_inputs,
    sales_to_digital, sales_to_manufacturing, digital_requirement, manufacturing_requirement
  FROM measured
  UNION ALL
  SELECT
    classification, period, industry, 'group', output, intermediate_inputs, value_added,
    NULL, NULL, NULL, digital_inputs, manufacturing_inputs,
    sales_to_digital, sales_to_manufacturing, digital_requirement, manufacturing_requirement
  FROM grouped
),
compared AS (
  SELECT
    *,
    max(CASE WHEN industry = 'digital' THEN output END) OVER whole AS digital_output,
    exact_avg(backward_linkage) OVER whole AS mean_backward,
    exact_avg(forward_linkage) OVER whole AS mean_forward
  FROM described
  WINDOW whole AS (PARTITION BY classification, period)
)
SELECT
  classification, period, industry, kind, output, intermediate_inputs, value_added,
  backward_linkage, backward_linkage / mean_backward AS backward_linkage_normalised,
  forward_linkage, forward_linkage / mean_forward AS forward_linkage_normalised,
  CASE WHEN kind = 'group' THEN 'group' WHEN backward_linkage IS NULL OR forward_linkage IS NULL THEN 'singular' END
    AS linkage_reason,
  upstreamness,
  CASE WHEN kind = 'group' THEN 'group' WHEN upstreamness IS NULL THEN 'not_solvable' END
    AS upstreamness_reason,
  digital_inputs,
  try_divide(digital_inputs, output) AS digital_share_of_output,
  try_divide(digital_inputs, intermediate_inputs) AS digital_share_of_inputs,
  digital_requirement,
  manufacturing_inputs,
  try_divide(manufacturing_inputs, output) AS manufacturing_share_of_output,
  try_divide(manufacturing_inputs, intermediate_inputs) AS manufacturing_share_of_inputs,
  manufacturing_requirement,
  sales_to_digital, try_divide(sales_to_digital, output) AS sales_to_digital_share,
  sales_to_manufacturing, try_divide(sales_to_manufacturing, output) AS sales_to_manufacturing_share,
  CASE
    WHEN output = 0D THEN 'no_output' WHEN intermediate_inputs = 0D THEN 'no_inputs'
  END AS share_reason,
  (try_divide(digital_inputs, output) + try_divide(sales_to_digital, digital_output)) / 2
    AS digital_relatedness,
  'a commodity is made by the industry of its name; imports in; used goods and adjustments out' AS assumption
FROM compared
