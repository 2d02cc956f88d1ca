#!/usr/bin/env python3
"""W6: measures how evenly very uneven items are shared, beside multiprocessing.Pool, and prints a Markdown table.

    bench/uneven.py [--runs N]

1,000 items of 1 ms, and ten of 500 ms side by side among them: at the begin, in the middle, at the end. Nobody gives a
chunk size. It starts './starmap up' twice: with one worker of two slots, and with two workers of one slot. All take turns;
the first turn warms up and does not count. Python 3.9 or newer, standard library only.

Makespan: from the call to the last value, in order, in this program; and by the job's own times, from created to finished.
Ideal: two processes that each sleep every second item, in the same turn, as nobody could share the items out better; a sleep of
1 ms takes longer than that, and how much depends on the machine and the minute. The promise: at most 1.05 times the ideal.
What that is of all the sleeping divided by two is told, too.
"""

import argparse
import datetime
import json
import multiprocessing
import os
import statistics
import sys
import time

from client import SLOTS, Starmap, running, timed

SHORT, LONG = 0.001, 0.5
LAYOUTS = {
    "begin": [LONG] * 10 + [SHORT] * 1000,
    "middle": [SHORT] * 500 + [LONG] * 10 + [SHORT] * 500,
    "end": [SHORT] * 1000 + [LONG] * 10,
}
COMPUTED = sum(LAYOUTS["begin"]) / SLOTS
BY_HAND = "two loops, items shared out by hand"


def sleep(seconds):
    time.sleep(seconds)
    return seconds


def on_pool(pool, items, chunksize=None):
    seconds, values = timed(lambda: pool.map(sleep, items, chunksize))
    return seconds, seconds, values


def sleep_all(items):
    return [sleep(seconds) for seconds in items]


def by_hand(pool, items):
    """The ideal: each process sleeps every second item, as nobody could know beforehand."""
    seconds, halves = timed(lambda: pool.map(sleep_all, [items[::2], items[1::2]], 1))
    return seconds, seconds, [value for pair in zip(*halves) for value in pair]


def on_starmap(starmap, items):
    def call():
        job = starmap.request("POST", "/v1/jobs", json.dumps({"function": "sleep", "input": {"items": items}}))["links"]
        return job["self"], starmap.request("GET", job["results"] + "?follow=true&values=true")

    seconds, (path, values) = timed(call)
    times = starmap.request("GET", path)["times"]
    starmap.connection.request("DELETE", path)
    starmap.connection.getresponse().read()
    return seconds, (moment(times["finished"]) - moment(times["created"])).total_seconds(), values


def moment(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


def measure(candidates, runs):
    """Seconds of each candidate and layout, by the client's clock and by the job's own."""
    seconds = {(name, layout): [] for name in candidates for layout in LAYOUTS}
    for turn in range(runs + 1):
        for layout, items in LAYOUTS.items():
            for name, call in candidates.items():
                client, job, values = call(items)
                if values != items:
                    sys.exit(f"{name}, {layout}: wrong results")
                if turn:
                    seconds[name, layout].append((client, job))
    return seconds


def report(candidates, seconds, load):
    print(f"load of the machine before {load:.1f}, after {os.getloadavg()[0]:.1f}; all the sleeping ÷ {SLOTS}: {COMPUTED:.1f} s\n")
    print("| makespan ÷ ideal of its turn, median (min to max) |" + "".join(f" {layout} | its job alone |" for layout in LAYOUTS))
    print("|---|" + "--:|" * 2 * len(LAYOUTS))
    for name in candidates:
        ideal = (lambda layout: [one[0] for one in seconds[BY_HAND, layout]]) if name != BY_HAND else lambda layout: None
        print(f"| {name} |" + "".join(cells(seconds[name, layout], ideal(layout)) for layout in LAYOUTS), flush=True)


def cells(runs, ideal):
    """The ideal itself in seconds, and what it is of the computed one."""
    if ideal is None:
        median = statistics.median(one[0] for one in runs)
        return f" {median:.3f} s | {median / COMPUTED:.3f} of the computed |"
    client, job = ([one[which] / best for one, best in zip(runs, ideal)] for which in (0, 1))
    return f" {statistics.median(client):.3f} ({min(client):.3f} to {max(client):.3f}) | {statistics.median(job):.3f} |"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    with multiprocessing.Pool(SLOTS) as pool, running(None) as one, running(None, ("--workers", "2", "--slots", "1")) as two:
        candidates = {
            BY_HAND: lambda items: by_hand(pool, items),
            "Pool.map": lambda items: on_pool(pool, items),
            "Pool.map, chunksize=1": lambda items: on_pool(pool, items, 1),
            "Starmap, one worker of two slots": lambda items: on_starmap(Starmap(one), items),
            "Starmap, two workers of one slot": lambda items: on_starmap(Starmap(two), items),
        }
        load = os.getloadavg()[0]
        seconds = measure(candidates, options.runs)
    report(candidates, seconds, load)


if __name__ == "__main__":
    main()
