#!/usr/bin/env python3
"""What a night costs that brings in one day, after one year of days and after ten.

    src/bench/nights.py --into target/nights --pairs 5

Makes daily traffic of one market in three countries, a source for it in a copy of the jobs, and all
tables of both histories, unless it finds them; then runs nights in turn, each with one more day that
closes no month, and one with nothing new beside the same process that only counts ops.period.
"""

import argparse
import csv
import datetime
import pathlib
import random
import shutil
import statistics
import subprocess
import time

HOME = pathlib.Path(__file__).resolve().parents[2]
LAST = datetime.date(2025, 12, 10)
YEARS = (1, 10)
SITES = 100
COUNTRIES = ("DE", "FR", "US")

SOURCE = """\
publisher: simulated
licence: none
about: visits by site and day
not: real
path: daily/*.csv
format: csv
must: [day, country, site, visits]
period: try_cast(day AS DATE)
"""

CONTRACT = """\
row: one site in one country on one day
cadence: day
columns:
  day: {type: string, meaning: day}
  country: {type: string, meaning: country}
  site: {type: string, meaning: site}
  visits: {type: string, unit: visits, meaning: size}
"""

BRANCH = """\
daily AS (
  SELECT
    'daily_visits' AS source, period, 'web_sites' AS market, country AS area,
    'country' AS area_kind, site, CAST(visits AS DOUBLE) AS volume, CAST(NULL AS INT) AS rank,
    CAST(NULL AS STRING) AS residual
  FROM raw.daily_visits
  WHERE latest
),
listed AS (
  SELECT * FROM daily
  UNION ALL
"""

MEASUREMENT = {
    "source": "daily_visits", "market": "web_sites", "cadence": "day", "unit": "visits",
    "is_cut_off": "true", "is_total_known": "false", "is_exclusive": "true", "is_comparable": "true",
}


def edit(file, before, after):
    text = file.read_text()
    if text.count(before) != 1:
        raise SystemExit(f"{file} does not say '{before.strip()}' once")
    file.write_text(text.replace(before, after))


def write_jobs(jobs):
    shutil.copytree(HOME / "jobs", jobs)
    raw = jobs / "raw" / "daily_visits"
    raw.mkdir()
    (raw / "source.yml").write_text(SOURCE)
    (raw / "contract.yml").write_text(CONTRACT)
    traffic = jobs / "clean" / "traffic"
    edit(traffic / "query.sql", "listed AS (\n  SELECT * FROM percent\n  UNION ALL\n",
         BRANCH + "  SELECT * FROM percent\n  UNION ALL\n")
    edit(traffic / "contract.yml", "reads:\n", "reads:\n  raw.daily_visits: same\n")
    measurement = traffic / "measurement.csv"
    names = next(csv.reader(measurement.open()))
    with measurement.open("a", newline="") as out:
        csv.writer(out, lineterminator="\n").writerow(MEASUREMENT.get(name, "") for name in names)


def land(folder, day):
    chance = random.Random(day.toordinal())
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{day}.csv").open("w") as out:
        out.write("day,country,site,visits\n")
        for country in COUNTRIES:
            for site in range(SITES):
                visits = int(1e6 / (site + 1) * chance.uniform(0.8, 1.2))
                out.write(f"{day},{country},site{site}.example,{visits}\n")


def seconds(*arguments):
    began = time.monotonic()
    done = subprocess.run([HOME / "jobs" / "atlas", *arguments], capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(done.stdout + done.stderr)
    return time.monotonic() - began


def run(into, years):
    history = into / f"years-{years}"
    return seconds("run", "--landing", history / "landing", "--warehouse", history / "warehouse",
                   "--set", f"jobs={into / 'jobs'}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--into", type=pathlib.Path, default=HOME / "target" / "nights")
    parser.add_argument("--pairs", type=int, default=5)
    wish = parser.parse_args()
    into = wish.into.resolve()
    if not (into / "jobs").exists():
        write_jobs(into / "jobs")
    for years in YEARS:
        days = into / f"years-{years}" / "landing" / "daily"
        if not days.exists():
            for back in range(365 * years):
                land(days, LAST - datetime.timedelta(back))
        print(f"{years} years, what there is: {run(into, years):.1f} s", flush=True)

    took = {"night after 1 year": [], "night after 10 years": [], "nothing new": [], "count": []}
    for pair in range(wish.pairs):
        for years, name in zip(YEARS, ("night after 1 year", "night after 10 years")):
            days = into / f"years-{years}" / "landing" / "daily"
            last = max(datetime.date.fromisoformat(file.stem) for file in days.iterdir())
            land(days, last + datetime.timedelta(1))
            took[name].append(run(into, years))
        took["nothing new"].append(run(into, 10))
        took["count"].append(seconds("sql", "--warehouse", into / "years-10" / "warehouse",
                                     "SELECT count(*) FROM ops.period"))
        print(pair + 1, {name: f"{all_[-1]:.1f}" for name, all_ in took.items()}, flush=True)
    for one, other in (("night after 10 years", "night after 1 year"), ("nothing new", "count")):
        ratios = [a / b for a, b in zip(took[one], took[other])]
        print(f"{one}, of {other}: {statistics.median(ratios):.2f} "
              f"[{min(ratios):.2f}, {max(ratios):.2f}]")


if __name__ == "__main__":
    main()
