#!/usr/bin/env python3
"""Sums the squares of 100,000,000 integers without storing one, checks all digits, and prints what it took.

    bench/reduce.py [--items N] [--slots 2] [--heap 256m]

Starts a redis-server (which must be installed), one API and one worker process by './starmap', and ends them. Python 3.9 or newer, standard library only.
Exits with 1 where the sum is wrong or Redis needed more than 64 MiB.
"""

import argparse
import json
import sys
import time

from client import Starmap
from installation import Installation, rss

MOST_REDIS = 64 << 20


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, default=100_000_000)
    parser.add_argument("--slots", type=int, default=2)
    parser.add_argument("--heap", default="256m")
    options = parser.parse_args()
    n = options.items
    body = json.dumps({"function": "square", "input": {"range": {"stop": n}}, "reduce": "sum", "store": False})
    with Installation(heap=options.heap) as site:
        worker = site.worker(options.slots)
        starmap = Starmap(site.address)
        begin = time.perf_counter()
        job = starmap.request("POST", "/v1/jobs", body)
        while job["state"] in ("QUEUED", "RUNNING"):
            job = starmap.request("GET", job["links"]["self"] + "?wait=30")
        seconds = time.perf_counter() - begin
        value, peak = job["reduction"]["value"], site.redis.memory("used_memory_peak")
        right = job["state"] == "SUCCEEDED" and value == (n - 1) * n * (2 * n - 1) // 6
        print("| items | seconds | items/s | sum | Redis at most, MiB | RSS of API, worker (heap " + options.heap + "), MiB |")
        print("|--:|--:|--:|---|--:|--:|")
        memory = f"{peak / 2**20:.1f} | {rss(site.api.pid) >> 20}, {rss(worker.pid) >> 20}"
        print(f"| {n:,} | {seconds:.1f} | {n / seconds:,.0f} | {value}{'' if right else ' (WRONG)'} | {memory} |")
    sys.exit(0 if right and peak <= MOST_REDIS else 1)


if __name__ == "__main__":
    main()
