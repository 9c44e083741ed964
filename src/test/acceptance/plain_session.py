"""The formulas as SQL functions of a session that has only the jar and one setting, on executors in
other processes: their published values, then random inputs beside other libraries.

Usage: plain_session.py JAR VALUES (the jar, and the check values of the selftest)
"""

import sys
from decimal import Decimal

import cross_check
import yaml
from pyspark.sql import SparkSession

jar, values = sys.argv[1:]
spark = (
    SparkSession.builder.master("local-cluster[2,1,1024]")
    .config("spark.jars", jar)
    .config("spark.driver.extraClassPath", jar)
    .config("spark.sql.extensions", "org.platformatlas.measure.Functions")
    .config("spark.ui.enabled", "false")
    # Without these rules the driver would work out what is constant, and no executor a formula.
    .config(
        "spark.sql.optimizer.excludedRules",
        "org.apache.spark.sql.catalyst.optimizer.ConstantFolding,"
        "org.apache.spark.sql.catalyst.optimizer.ConvertToLocalRelation",
    )
    .getOrCreate()
)
spark.sparkContext.setLogLevel("ERROR")

checked = 0
with open(values, encoding="utf-8") as text:
    sources = yaml.load(text, Loader=yaml.BaseLoader)
for source, entry in sources.items():
    for kind in ("exact", "printed"):
        calls = entry.get(kind, {})
        if not calls:
            continue
        columns = ", ".join(f"CAST({call} AS DOUBLE)" for call in calls)
        row = spark.sql(f"SELECT {columns} FROM (SELECT {entry['given']} FROM range(1))").first()
        for (call, value), got in zip(calls.items(), row):
            checked += 1
            if value == "null":
                assert got is None, f"{source}: {call} is {got}, not null"
                continue
            expected = float(value)
            unit = float(Decimal(1).scaleb(Decimal(value).as_tuple().exponent))
            tolerance = unit / 2 if kind == "printed" else 1e-12 * max(abs(expected), 1)
            assert abs(got - expected) <= tolerance, f"{source}: {call} is {got}, not {value}"
print(f"{checked} published values agree")

assert cross_check.check(spark) == 0
spark.stop()
