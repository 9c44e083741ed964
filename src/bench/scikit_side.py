"""The process of the bench that asks scikit-learn's BallTree.

Arguments: question (coverage), warehouse, where the answer goes, repetitions, cores.
"""

import concurrent.futures
import datetime
import multiprocessing
import pathlib
import resource
import sys
import time

import numpy as np
import polars as pl
import sklearn
from sklearn.neighbors import BallTree

_, warehouse, answer, times, cores = sys.argv[1:]
EARTH = 6371.0088
RADII = [1.609344, 8.04672, 16.09344, 40.2336, 80.4672]
HALF = 60
MONTHS = 2 * HALF
PIECE = 2000
FIRST = datetime.date(2010, 1, 1)


def table(name):
    files = pathlib.Path(warehouse, *name.split("."), "**", "*.parquet")
    return pl.scan_parquet(files)


def coordinates(rows):
    return np.radians(rows.select("latitude", "longitude").to_numpy())


def month(day):
    return (day.dt.year() - FIRST.year) * 12 + day.dt.month() - FIRST.month


def bits(opened, closed):
    """Months from one to before another, as bits of a number."""
    one = np.uint64(1)
    return (one << closed.astype(np.uint64)) - (one << opened.astype(np.uint64))


def ask():
    """Of a piece of the places the people that are reached, by radius and month."""
    places = table("clean.region").select("latitude", "longitude", "people").collect()
    outlets = (
        table("clean.outlet")
        .select(
            "latitude",
            "longitude",
            opened=month(pl.col("valid_from")),
            closed=pl.min_horizontal(month(pl.col("valid_to")).fill_null(MONTHS), MONTHS),
        )
        .collect()
    )
    opened, closed = outlets["opened"].to_numpy(), outlets["closed"].to_numpy()
    halves = [
        bits(np.clip(opened - first, 0, HALF), np.clip(closed - first, 0, HALF))
        for first in (0, HALF)
    ]
    state.update(
        tree=BallTree(coordinates(outlets), metric="haversine"),
        halves=halves,
        places=coordinates(places),
        people=places["people"].to_numpy(),
    )
    starts = range(0, len(places), PIECE)
    with concurrent.futures.ProcessPoolExecutor(
        int(cores), multiprocessing.get_context("fork")
    ) as pool:
        covered = sum(pool.map(reached, starts))
    return pl.DataFrame(
        {
            "month": [
                datetime.date(FIRST.year + m // 12, m % 12 + 1, 1) for _ in RADII for m in range(MONTHS)
            ],
            "radius_km": np.repeat(RADII, MONTHS),
            "covered": covered.ravel().astype(np.int64),
        }
    )


def reached(start):
    piece = slice(start, start + PIECE)
    people = state["people"][piece]
    near, far = state["tree"].query_radius(
        state["places"][piece], RADII[-1] / EARTH, return_distance=True
    )
    place = np.repeat(np.arange(len(people)), [len(one) for one in near])
    near, far = np.concatenate(near), np.concatenate(far)
    covered = np.zeros((len(RADII), MONTHS))
    for number in reversed(range(len(RADII))):
        is_near = far <= RADII[number] / EARTH
        place, near, far = place[is_near], near[is_near], far[is_near]
        if len(place) == 0:
            break
        firsts = np.flatnonzero(np.diff(place, prepend=-1))
        for half, months in enumerate(state["halves"]):
            open_in = np.bitwise_or.reduceat(months[near], firsts)
            for bit in range(HALF):
                is_open = (open_in >> np.uint64(bit)) & np.uint64(1)
                covered[number, half * HALF + bit] = people[place[firsts]] @ is_open
    return covered


state = {}
folder = pathlib.Path(answer)
folder.mkdir(parents=True, exist_ok=True)
print("bench version scikit-learn", sklearn.__version__)
for _ in range(int(times)):
    begun = time.perf_counter()
    ask().write_parquet(folder / "answer.parquet", compression="snappy")
    print("bench seconds", time.perf_counter() - begun, flush=True)
own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print("bench peak_kib", own + int(cores) * child)
