#!/usr/bin/env python3
"""Shows in real time that work of thirty leases' length runs once on a healthy worker.

    bench/long_chunk.py [--address http://127.0.0.1:8080]

Without --address it starts './starmap up' with a lease of 3 s, and ends it. Computes at the same time one item of 90 s, and a chunk of 90 items of 1 s.
Exits with 1 where a chunk was taken back or an item was tried again. Python 3.9 or newer, standard library only.
"""

import argparse
import json
import os
import sys

from client import Starmap, running

LEASE = 3
LEASES = 30
JOBS = {"one item": [LEASE * LEASES], "one chunk of 90 items": [1] * LEASE * LEASES}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--address", help="an installation whose lease is 3 s")
    options = parser.parse_args()
    os.environ["STARMAP_STORE_LEASE"] = f"{LEASE}s"
    os.environ["STARMAP_WORKER_HEARTBEAT"] = f"{LEASE / 3:.0f}s"
    good = True
    with running(options.address) as address:
        starmap = Starmap(address)
        paths = {}
        for name, items in JOBS.items():
            body = {"function": "sleep", "chunkSize": len(items), "input": {"items": items}}
            paths[name] = starmap.request("POST", "/v1/jobs", json.dumps(body))["links"]["self"]
        for name, path in paths.items():
            values = starmap.request("GET", path + "/results?follow=true&values=true")
            job = starmap.request("GET", path)
            times, again = job["times"], job["chunks"]["reclaimed"] + job["counts"]["retried"]
            print(f"{name}: {job['state']}, taken back or tried again: {again}, {times['started']} to {times['finished']}")
            good = good and values == JOBS[name] and job["state"] == "SUCCEEDED" and again == 0
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
