"""The workloads of the promise: what is computed, how it is measured, and how large a part of it slow peers are asked for."""

import concurrent.futures
import dataclasses
import itertools
import statistics
import time
import typing

import functions
from client import SLOTS, timed

CLIENTS = 32
SHORT, LONG = 0.001, 0.5


@dataclasses.dataclass
class Row:
    """One line of a workload's table: its name, and what is called with a peer; the peers it is for, or None for all."""

    name: str
    call: typing.Callable
    only: tuple = ()


@dataclasses.dataclass
class Workload:
    title: str
    unit: str
    more_is_better: bool
    rows: list


def checked(values, right):
    if list(values) != right:
        raise SystemExit("wrong results")


def seconds(function, items, right, chunk=None, figure=lambda seconds: seconds):
    """Runs a map, checks all it gives outside of the time, and makes a figure of the seconds."""

    def run(peer):
        elapsed, values = timed(lambda: peer.map(function, items, chunk))
        checked(values, right)
        return figure(elapsed)

    return run


def apply_times(quantile):
    def run(peer):
        times = []
        for _ in range(1_000):
            elapsed, value = timed(lambda: peer.apply("square", 12))
            checked([value], [144])
            times.append(elapsed * 1000)
        return statistics.quantiles(times, n=100)[quantile - 1]

    return run


def many_clients(peer):
    jobs = 2_000
    with concurrent.futures.ThreadPoolExecutor(CLIENTS) as threads:
        elapsed, values = timed(lambda: list(threads.map(lambda _: peer.apply("square", 12), range(jobs))))
    checked(values, [144] * jobs)
    return jobs / elapsed


def w1():
    items = list(range(1_000_000))
    right = [functions.square(x) for x in items]
    return Workload(
        "x*x over 1,000,000 integers, values in order in this program",
        "s",
        False,
        [
            Row("", seconds("square", items, right), ("pool", "starmap")),
            Row("range", seconds("square", range(1_000_000), right), ("starmap",)),
            Row("20,000 of them, times 50", seconds("square", items[:20_000], right[:20_000], figure=lambda s: s * 50), ("joblib", "celery", "dask", "rq")),
        ],
    )


def w2():
    return Workload(
        "one item at a time, from the call to its result", "ms", False, [Row("p50", apply_times(50)), Row("p99", apply_times(99))]
    )


def w2b():
    return Workload(f"{CLIENTS} clients, one item each at a time, all in this program", "jobs/s", True, [Row("", many_clients)])


def w3():
    few = ("dask", "rq", "celery")

    def row(count, name, only=()):
        items = list(range(count))
        return Row(name, seconds("square", items, [x * x for x in items], 1, lambda s: count / s), only)

    return Workload("chunks of one item", "items/s", True, [row(20_000, "", ("pool", "starmap", "joblib")), row(2_000, "2,000 only", few)])


def alone_and_together(peer):
    """The function is Starmap's own, so that it is compared with itself, one chunk at a time."""
    body = {"function": "pi.inside", "input": {"random": {"seed": 1, "count": 64}}, "constants": {"samples": 4_000_000}}
    alone, right = timed(lambda: peer.job({**body, "maxConcurrency": 1}, 1))
    together, values = timed(lambda: peer.job(body, 1))
    checked(values, right)
    return alone / (SLOTS * together)


def w4():
    seeds = list(range(16))
    alone, right = timed(lambda: [functions.inside(seed) for seed in seeds])
    return Workload(
        "points inside the circle, 16 × 1,000,000 in Python, 64 × 4,000,000 in Starmap: time of one at a time ÷ (2 × time of two)",
        "efficiency",
        True,
        [
            Row("", alone_and_together, ("starmap",)),
            Row("", seconds("inside", seeds, right, 1, lambda s: alone / (SLOTS * s)), ("pool", "joblib", "celery", "dask", "rq")),
        ],
    )


def w5():
    items = [("abcdefghij" * 5_000) + str(i) for i in range(2_000)]
    right = [text.upper() for text in items]
    megabytes = sum(map(len, items)) / 1e6
    return Workload("2,000 strings of 50 KB in upper case", "MB/s in", True, [Row("", seconds("upper", items, right, None, lambda s: megabytes / s))])


def w6():
    long, ideal = [LONG] * 10, (10 * LONG + 1_000 * SHORT) / SLOTS
    layouts = {"begin": long + [SHORT] * 1_000, "end": [SHORT] * 1_000 + long}
    rows = [Row("long ones at the " + where, seconds("sleep", items, items, None, lambda s: s / ideal)) for where, items in layouts.items()]
    return Workload("1,000 sleeps of 1 ms, ten of 500 ms side by side", "makespan ÷ ideal", False, rows)


ALL = {"W1": w1, "W2": w2, "W2b": w2b, "W3": w3, "W4": w4, "W5": w5, "W6": w6}


def names(wanted):
    known = {name.lower(): name for name in ALL}
    unknown = [name for name in wanted if name.lower() not in known]
    if unknown:
        raise SystemExit(f"unknown workload {unknown[0]}: there are {', '.join(ALL)}")
    return list(dict.fromkeys(itertools.chain(known[name.lower()] for name in wanted))) if wanted else list(ALL)
