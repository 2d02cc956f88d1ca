#!/usr/bin/env python3
"""Measures Starmap beside multiprocessing.Pool, in turn in one run, and prints a Markdown table.

    bench/compare.py [--runs N] [--address http://127.0.0.1:8080]

Without --address it starts './starmap up' with two slots, and ends it. Python 3.9 or newer, standard library only.
Every result is collected in order and checked, outside the time that is measured.

W1   x*x over 1,000,000 integers, results in order as a list in this program:
     a range job, and the items posted as JSON
W2   one item at a time on one connection, from the call to its result
"""

import argparse
import contextlib
import http.client
import json
import multiprocessing
import pathlib
import signal
import statistics
import subprocess
import sys
import time
import urllib.parse

ITEMS = 1_000_000
CALLS = 2_000
SLOTS = 2
LAUNCHER = pathlib.Path(__file__).resolve().parent.parent / "starmap"


def square(x):
    return x * x


class Starmap:
    """One connection to the API."""

    def __init__(self, address):
        self.connection = http.client.HTTPConnection(urllib.parse.urlparse(address).netloc)

    def request(self, method, path, body=None):
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        answer = response.read()
        if response.status >= 300:
            sys.exit(f"{method} {path}: {response.status} {answer[:500]!r}")
        return json.loads(answer)

    def map_range(self):
        body = json.dumps({"function": "square", "input": {"range": {"stop": ITEMS}}})
        job = self.request("POST", "/v1/jobs", body)["links"]
        values = self.request("GET", job["results"] + "?follow=true&values=true")
        return values, lambda: self.connection.request("DELETE", job["self"]) or self.connection.getresponse().read()

    def map_items(self):
        return self.request("POST", "/v1/map/square", json.dumps(list(range(ITEMS)))), lambda: None

    def apply(self):
        return self.request("POST", "/v1/apply/square", "12")


def timed(call):
    start = time.perf_counter()
    result = call()
    return time.perf_counter() - start, result


def bulk(candidates, runs):
    """Seconds of each candidate, in turn; the first turn warms up and does not count."""
    seconds = {name: [] for name in candidates}
    right = [x * x for x in range(ITEMS)]
    for turn in range(runs + 1):
        for name, call in candidates.items():
            elapsed, (values, tidy) = timed(call)
            if values != right:
                sys.exit(f"{name}: wrong results")
            tidy()
            if turn:
                seconds[name].append(elapsed)
    return seconds


def single(candidates):
    """Milliseconds of each call; the candidates take turns of a hundred, and the first half warms up."""
    millis = {name: [] for name in candidates}
    for turn in range(2 * CALLS // 100):
        for name, call in candidates.items():
            for _ in range(100):
                elapsed, value = timed(call)
                if value != 144:
                    sys.exit(f"{name}: wrong result")
                if turn >= CALLS // 100:
                    millis[name].append(elapsed * 1000)
    return millis


@contextlib.contextmanager
def running(address, slots=("--slots", str(SLOTS))):
    if address:
        yield address
        return
    command = [str(LAUNCHER), "up", "--port", "0", *slots]
    up = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        for line in up.stdout:
            if line.startswith("Starmap is up: "):
                yield line.split(": ", 1)[1].strip()
                return
        sys.exit("Starmap did not start")
    finally:
        up.send_signal(signal.SIGTERM)
        up.wait()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--address")
    options = parser.parse_args()
    with running(options.address) as address, multiprocessing.Pool(SLOTS) as pool:
        starmap = Starmap(address)
        seconds = bulk(
            {
                "Pool.map": lambda: (pool.map(square, range(ITEMS)), lambda: None),
                "Starmap, range": starmap.map_range,
                "Starmap, items as JSON": starmap.map_items,
            },
            options.runs,
        )
        millis = single({"Pool.apply": lambda: pool.apply(square, (12,)), "Starmap, apply": starmap.apply})
    report(seconds, millis)


def report(seconds, millis):
    pool = statistics.median(seconds["Pool.map"])
    print("| W1: x*x over 1,000,000 | median s | min | max | ÷ Pool |\n|---|--:|--:|--:|--:|")
    for name, values in seconds.items():
        median = statistics.median(values)
        print(f"| {name} | {median:.3f} | {min(values):.3f} | {max(values):.3f} | {median / pool:.2f} |")
    print("\n| W2: one item | p50 ms | p99 ms |\n|---|--:|--:|")
    for name, values in millis.items():
        print(f"| {name} | {statistics.median(values):.3f} | {statistics.quantiles(values, n=100)[98]:.3f} |")


if __name__ == "__main__":
    main()
