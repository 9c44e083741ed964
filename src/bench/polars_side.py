"""The process of the bench that asks Polars.

Arguments: question, warehouse, where the answer goes, repetitions, cores.
"""

import pathlib
import sys
import time

import polars as pl

question, warehouse, answer, times = sys.argv[1:5]


def table(name):
    files = pathlib.Path(warehouse, *name.split("."), "**", "*.parquet")
    return pl.scan_parquet(files)


def concentration():
    volume = pl.col("volume")
    total = volume.sum()
    count = pl.len().cast(pl.Float64)
    place = pl.int_range(1, pl.len() + 1)
    return (
        table("clean.traffic")
        .group_by("period", "market")
        .agg(
            site_count=count.cast(pl.Int32),
            hhi=(volume * volume).sum() / (total * total),
            entropy=total.log() - (volume * volume.log()).sum() / total,
            gini=((2 * place - count - 1) * volume.sort()).sum() / (count * total),
            cr4=volume.top_k(4).sum() / total,
        )
    )


def share():
    volume = pl.col("volume")
    market = ["period", "market"]
    return (
        table("clean.traffic")
        .select("period", "market", "site", "volume")
        .sort("period", "market", "volume", "site", descending=[False, False, True, False])
        .select(
            "period",
            "market",
            "site",
            share=volume / volume.sum().over(market),
            rank=pl.int_range(1, pl.len() + 1, dtype=pl.Int32).over(market),
        )
    )


def overlap():
    weight = pl.col("weight")
    platform = ["period", "platform"]
    # Numbers in the order of names, of the one kind that joins and groups fastest.
    portfolio = table("clean.portfolio").select(
        "period",
        "platform",
        id=pl.col("platform").rank("dense").cast(pl.UInt32),
        number=pl.col("field").rank("dense").cast(pl.UInt32),
        fields=pl.len().over(platform).cast(pl.Int32),
        total=weight.sum().over(platform),
        weight=weight,
    )
    name = portfolio.select("id", "platform").unique()
    numbered = portfolio.drop("platform")
    shared = (
        numbered.join(numbered, on=["period", "number"], suffix="_b")
        .filter(pl.col("id") < pl.col("id_b"))
        .group_by("period", "id", "id_b")
        .agg(
            in_both=pl.len().cast(pl.Int32),
            fields=(pl.col("fields") + pl.col("fields_b")).first(),
            shared=pl.min_horizontal("weight", "weight_b").sum(),
            total=(pl.col("total") + pl.col("total_b")).first(),
        )
        .select(
            "period",
            "id",
            rival="id_b",
            jaccard=pl.col("in_both") / (pl.col("fields") - pl.col("in_both")),
            ruzicka=pl.col("shared") / (pl.col("total") - pl.col("shared")),
        )
    )
    mirrored = shared.select("period", "jaccard", "ruzicka", id="rival")
    return (
        pl.concat([shared.drop("rival"), mirrored], how="diagonal")
        .group_by("period", "id")
        .agg(
            rival_count=pl.len().cast(pl.Int64),
            mean_jaccard=pl.col("jaccard").mean(),
            mean_ruzicka=pl.col("ruzicka").mean(),
            closest_jaccard=pl.col("jaccard").max(),
        )
        .join(name, on="id")
        .drop("id")
    )


folder = pathlib.Path(answer)
folder.mkdir(parents=True, exist_ok=True)
print("bench version Polars", pl.__version__)
for _ in range(int(times)):
    start = time.perf_counter()
    globals()[question]().sink_parquet(folder / "answer.parquet", compression="snappy")
    print("bench seconds", time.perf_counter() - start, flush=True)
for line in open("/proc/self/status"):
    if line.startswith("VmHWM:"):
        print("bench peak_kib", line.split()[1])
