"""Reads every table of a warehouse with delta-rs and compares its rows with what SQL printed.

The printed rows are JSON, one a line, with the table's name in `_table`.
"""

import json
import math
import re
import sys
from datetime import date, datetime, timezone
from pathlib import Path

from deltalake import DeltaTable

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


def plain(value):
    """A value as both sides write it: no nulls, maps as objects, times in one spelling.

    JSON has no number that is infinite: Spark writes the text "Infinity".
    """
    if isinstance(value, str) and TIME.fullmatch(value):
        value = datetime.fromisoformat(value.replace("Z", "+00:00"))
    if isinstance(value, float) and math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if isinstance(value, datetime):
        return value.astimezone(timezone.utc).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list) and all(isinstance(item, tuple) for item in value):
        value = dict(value)
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value


def lines(rows):
    return sorted(json.dumps(plain(row), sort_keys=True) for row in rows)


warehouse, printed = sys.argv[1:]
expected = {}
with open(printed, encoding="utf-8") as text:
    for line in text:
        row = json.loads(line)
        expected.setdefault(row.pop("_table"), []).append(row)
lying = {f"{log.parts[-3]}.{log.parts[-2]}" for log in Path(warehouse).glob("*/*/_delta_log")}
assert lying and lying == set(expected), lying ^ set(expected)
for table, rows in sorted(expected.items()):
    path = f"{warehouse}/{table.replace('.', '/')}"
    read = lines(DeltaTable(path).to_pyarrow_table().to_pylist())
    assert read == lines(rows), f"delta-rs reads other rows of {table} than Spark"
    print(f"{table}: {len(read)} rows, the same")
