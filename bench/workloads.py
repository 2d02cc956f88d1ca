"""The workloads of the promise: what is computed, how it is measured, and how large a part of it slow peers are asked for."""

import dataclasses
import itertools
import statistics
import typing

import functions
from client import SLOTS, timed

CLIENTS = 32
SHORT, LONG = 0.001, 0.5
PYTHON = ("pool", "joblib", "celery", "dask", "rq")
FOREIGN = ("bullmq", "redisson")
APPLYING = ("starmap", "pool", "celery", "dask", "rq", *FOREIGN)
MAPPING = ("starmap", *PYTHON, *FOREIGN)


@dataclasses.dataclass
class Row:
    """A part of a workload: its name, what is called with a peer for a figure or for several that have names, and the peers it is for."""

    name: str
    call: typing.Callable
    peers: tuple

    def figures(self, peer):
        figure = self.call(peer)
        return figure if isinstance(figure, dict) else {self.name: figure}


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
        elapsed, values = peer.timed_map(function, items, chunk)
        checked(values, right)
        return figure(elapsed)

    return run


def apply_times(count, note=""):
    def run(peer):
        _, times, values = peer.timed_applies("square", 12, count, 1)
        checked(values, [144] * count)
        percent = statistics.quantiles(times, n=100)
        return {"p50" + note: percent[49] * 1000, "p99" + note: percent[98] * 1000}

    return run


def many_clients(peer):
    jobs = 2_000
    elapsed, _, values = peer.timed_applies("square", 12, jobs, CLIENTS)
    checked(values, [144] * jobs)
    return jobs / elapsed


def w1():
    items = list(range(1_000_000))
    right = [functions.square(x) for x in items]
    return Workload(
        "x*x over 1,000,000 integers, values in order in the client",
        "s",
        False,
        [
            Row("", seconds("square", items, right), ("pool", "starmap")),
            Row("range", seconds("square", range(1_000_000), right), ("starmap",)),
            Row("20,000 of them, times 50", seconds("square", items[:20_000], right[:20_000], figure=lambda s: s * 50), PYTHON[1:]),
            Row("packed by hand, 10,000 at a time", seconds("square", items, right, 10_000), FOREIGN),
            Row("--pipe to awk, 1 MB at a time", seconds("square", items, right), ("parallel",)),
        ],
    )


def w2():
    rows = [Row("", apply_times(1_000), APPLYING), Row("", apply_times(100, ", 100 only"), ("parallel",))]
    return Workload("one item at a time, from the call to its result", "ms", False, rows)


def w2b():
    return Workload(f"{CLIENTS} clients, one item each at a time, all in one program", "jobs/s", True, [Row("", many_clients, APPLYING)])


def w3():
    def row(count, name, peers):
        items = list(range(count))
        return Row(name, seconds("square", items, [x * x for x in items], 1, lambda s: count / s), peers)

    rows = [
        row(20_000, "", ("starmap", "pool", "joblib")),
        row(2_000, "2,000 only", ("celery", "dask", "rq", *FOREIGN)),
        row(500, "500 only", ("parallel",)),
    ]
    return Workload("chunks of one item", "items/s", True, rows)


def alone_and_together(peer):
    """The function is Starmap's own, so that it is compared with itself, one chunk at a time."""
    body = {"function": "pi.inside", "input": {"random": {"seed": 1, "count": 64}}, "constants": {"samples": 4_000_000}}
    alone, right = timed(lambda: peer.job({**body, "maxConcurrency": 1}, 1))
    together, values = timed(lambda: peer.job(body, 1))
    checked(values, right)
    return alone / (SLOTS * together)


def alone_and_together_abroad(peer):
    """The function is of the peer's own language, and compared with itself in one process."""
    seeds = list(range(64))
    alone, right = peer.alone("inside", seeds)
    together, values = peer.timed_map("inside", seeds)
    checked(values, right)
    return alone / (SLOTS * together)


def alone_here_and_together(peer):
    """The function is Python's, and compared with itself in this process, in the same turn."""
    seeds = list(range(16))
    alone, right = timed(lambda: [functions.inside(seed) for seed in seeds])
    together, values = peer.timed_map("inside", seeds, 1)
    checked(values, right)
    return alone / (SLOTS * together)


def w4():
    return Workload(
        "points inside the circle, 16 × 1,000,000 in Python, 64 × 4,000,000 in others: time of one at a time ÷ (2 × time of two)",
        "efficiency",
        True,
        [
            Row("", alone_and_together, ("starmap",)),
            Row("", alone_here_and_together, PYTHON),
            Row("", alone_and_together_abroad, FOREIGN),
        ],
    )


def w5():
    items = [("abcdefghij" * 5_000) + str(i) for i in range(2_000)]
    right = [text.upper() for text in items]
    megabytes = sum(map(len, items)) / 1e6
    row = Row("", seconds("upper", items, right, None, lambda s: megabytes / s), MAPPING)
    return Workload("2,000 strings of 50 KB in upper case", "MB/s in", True, [row])


def w6():
    long, ideal = [LONG] * 10, (10 * LONG + 1_000 * SHORT) / SLOTS
    layouts = {"begin": long + [SHORT] * 1_000, "end": [SHORT] * 1_000 + long}
    rows = [Row("long ones at the " + where, seconds("sleep", items, items, None, lambda s: s / ideal), MAPPING) for where, items in layouts.items()]
    return Workload("1,000 sleeps of 1 ms, ten of 500 ms side by side", "makespan ÷ ideal", False, rows)


ALL = {"W1": w1, "W2": w2, "W2b": w2b, "W3": w3, "W4": w4, "W5": w5, "W6": w6}


def names(wanted):
    known = {name.lower(): name for name in ALL}
    unknown = [name for name in wanted if name.lower() not in known]
    if unknown:
        raise SystemExit(f"unknown workload {unknown[0]}: there are {', '.join(ALL)}")
    return list(dict.fromkeys(itertools.chain(known[name.lower()] for name in wanted))) if wanted else list(ALL)
