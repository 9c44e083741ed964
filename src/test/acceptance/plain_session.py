"""The formulas as SQL functions of a session that has only the jar and one setting."""

import sys

from pyspark.sql import SparkSession

spark = (
    SparkSession.builder.master("local-cluster[2,1,1024]")
    .config("spark.jars", sys.argv[1])
    .config("spark.driver.extraClassPath", sys.argv[1])
    .config("spark.sql.extensions", "org.platformatlas.measure.Functions")
    .config("spark.ui.enabled", "false")
    .getOrCreate()
)
spark.sparkContext.setLogLevel("ERROR")
row = spark.sql(
    """
    SELECT hhi(collect_list(v)) AS hhi, exact_sum(v) AS total, gini(collect_list(v)) AS gini
    FROM (SELECT explode(array(40D, 30D, 15D, 10D, 5D)) AS v FROM range(0, 2, 1, 2) WHERE id = 1)
    """
).first()
spark.stop()
print(row)
assert abs(row.hhi - 0.285) < 1e-15 and row.total == 100 and abs(row.gini - 0.36) < 1e-15, row
