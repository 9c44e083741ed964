"""Reads a table of the warehouse with delta-rs and compares it with what SQL printed."""

import csv
import sys

from deltalake import DeltaTable

warehouse, printed = sys.argv[1:]
table = DeltaTable(f"{warehouse}/metrics/market_concentration").to_pyarrow_table()
read = [
    (row["source"], str(row["period"]), row["area"], row["listed_count"], row["hhi_listed"])
    for row in table.to_pylist()
]
with open(printed, encoding="utf-8", newline="") as lines:
    expected = [
        (
            row["source"],
            row["period"],
            row["area"],
            int(row["listed_count"]),
            float(row["hhi_listed"]) if row["hhi_listed"] else None,
        )
        for row in csv.DictReader(lines)
    ]
read.sort(key=lambda row: row[:3])
expected.sort(key=lambda row: row[:3])
assert read and read == expected, "delta-rs reads other rows than Spark"
print(f"{len(read)} rows, the same")
