#!/usr/bin/env python3
"""Measures small jobs on an idle system, and behind a job of 10,000,000 items, and prints a Markdown table.

    bench/small_job.py [--runs N] [--address http://127.0.0.1:8080]

Without --address it starts './starmap up' with two slots, and ends it. Python 3.9 or newer, standard library only.
The promise: a small job behind a large one ends within one chunk time of what it takes on an idle system.
A chunk's time is what the slots needed on average for one of the large job while the small ones ran.
"""

import argparse
import json
import os
import statistics
import time

from client import SLOTS, Starmap, running, timed

LARGE_ITEMS = 10_000_000
LARGE = {
    "CPU-bound items": {"function": "primes.count", "input": {"range": {"start": 30_000, "stop": 30_000 + LARGE_ITEMS}}},
    "squares": {"function": "square", "input": {"range": {"stop": LARGE_ITEMS}}},
}
SMALL = {
    "10 x primes.count(100,000)": ("primes.count", [100_000] * 10, [9_592] * 10),
    "10 x sleep(0.01)": ("sleep", [0.01] * 10, [0.01] * 10),
    "1 x square": ("square", [12], [144]),
}


def run_small(starmap, function, items, values):
    """From the call to its values, in order."""

    def call():
        job = starmap.request("POST", "/v1/jobs", json.dumps({"function": function, "input": {"items": items}}))["links"]
        return job["self"], starmap.request("GET", job["results"] + "?follow=true&values=true")

    seconds, (path, answer) = timed(call)
    if answer != values:
        raise SystemExit(f"{function}: wrong result {answer}")
    delete(starmap, path)
    return seconds * 1000


def delete(starmap, path):
    starmap.connection.request("DELETE", path)
    starmap.connection.getresponse().read()


class Large:
    """A job that keeps all slots busy; submitted again where it ends too soon."""

    def __init__(self, starmap, body):
        self.starmap, self.body = starmap, json.dumps(body)
        self.chunks, self.begin, self.path = 0, 0.0, None

    def ensure(self):
        if self.path:
            job = self.starmap.request("GET", self.path)
            if job["state"] in ("QUEUED", "RUNNING"):
                return
            delete(self.starmap, self.path)
        self.path = self.starmap.request("POST", "/v1/jobs", self.body)["links"]["self"]
        while self.recorded() < 40:  # until the automatic chunk size has settled
            time.sleep(0.02)
        self.chunks, self.begin = self.recorded(), time.perf_counter()

    def recorded(self):
        return self.starmap.request("GET", self.path)["chunks"]["recorded"]

    def chunk_millis(self):
        return (time.perf_counter() - self.begin) * 1000 * SLOTS / max(1, self.recorded() - self.chunks)

    def cancel(self):
        self.starmap.request("POST", self.path + ":cancel")
        delete(self.starmap, self.path)


def measure(starmap, runs, prepare=lambda: None):
    """Milliseconds of each small job; they take turns."""
    millis = {name: [] for name in SMALL}
    for turn in range(runs):
        for name, job in SMALL.items():
            prepare()
            time.sleep(0.013 * (turn % 7))  # so that they do not arrive when a chunk ends
            millis[name].append(run_small(starmap, *job))
    return millis


def p50(values):
    return statistics.median(values)


def p99(values):
    return statistics.quantiles(values, n=100, method="inclusive")[98]


def report(name, idle, behind, chunk):
    print(f"\nbehind {LARGE_ITEMS:,} {name}, a chunk of which takes {chunk:.0f} ms:\n")
    print("| small job | idle p50 ms | p99 | behind p50 ms | p99 | p99 later | in chunk times |\n|---|--:|--:|--:|--:|--:|--:|")
    for small in SMALL:
        later = p99(behind[small]) - p99(idle[small])
        print(
            f"| {small} | {p50(idle[small]):.1f} | {p99(idle[small]):.1f} | {p50(behind[small]):.1f} | {p99(behind[small]):.1f} "
            f"| {later:.1f} | {later / chunk:.2f} |",
            flush=True,
        )


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--address")
    options = parser.parse_args()
    with running(options.address) as address:
        starmap = Starmap(address)
        measure(starmap, 20)  # warms up
        print(f"load of the machine before: {os.getloadavg()[0]:.1f}")
        idle = measure(starmap, options.runs)
        for name, body in LARGE.items():
            large = Large(starmap, body)
            behind = measure(starmap, options.runs, large.ensure)
            report(name, idle, behind, large.chunk_millis())
            large.cancel()


if __name__ == "__main__":
    main()
