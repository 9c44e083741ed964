"""The formulas as SQL functions of a session that has only the jar and one setting, on executors in
other processes: their published values, then random inputs beside other libraries.

Usage: plain_session.py JAR
"""

import sys

import cross_check
from pyspark.sql import SparkSession

jar = sys.argv[1]
spark = (
    SparkSession.builder.master("local-cluster[2,1,1024]")
    .config("spark.jars", jar)
    .config("spark.driver.extraClassPath", jar)
    .config("spark.sql.extensions", "org.platformatlas.measure.Functions")
    .config("spark.ui.enabled", "false")
    .getOrCreate()
)
spark.sparkContext.setLogLevel("ERROR")

atlas = spark._jvm.org.platformatlas
functions = atlas.measure.Functions.versions().keySet()
values = atlas.check.CheckValues.published().compare(spark._jsparkSession, functions)
off = [value.toString() for value in values if not value.agrees()]
assert values and not off, off
print(f"{len(values)} published values agree")

assert cross_check.check(spark) == 0
spark.stop()
