#!/usr/bin/env python3
"""Measures small jobs while somebody reads the results of 10,000,000 items at 1 KB/s, and without, and prints a Markdown table.

    bench/slow_reader.py [--jobs 400] [--rounds 3]

Starts a redis-server (which must be installed), one API and one worker process by './starmap', and ends them. Python 3.9 or newer, standard library only.
The rounds with and without the reader take turns. The promise: the 99th percentile is at most 20 % higher with it.
"""

import argparse
import json
import socket
import statistics
import threading
import time
from urllib.parse import urlparse

from client import Starmap, timed
from installation import Installation

ITEMS = 10_000_000


class SlowReader(threading.Thread):
    """Reads 1 KB a second, through a receive buffer that holds little more."""

    def __init__(self, address, path):
        super().__init__(daemon=True)
        self.address, self.path, self.over = urlparse(address), path, threading.Event()

    def run(self):
        with socket.socket() as s:
            s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            s.connect((self.address.hostname, self.address.port))
            s.sendall(f"GET {self.path} HTTP/1.1\r\nHost: {self.address.netloc}\r\n\r\n".encode())
            while not self.over.wait(0.25):
                s.recv(256)


def small(starmap, jobs):
    """Milliseconds of each small job, from its submission to its values."""
    body = json.dumps({"function": "square", "input": {"items": list(range(100))}})
    millis = []
    for _ in range(jobs):

        def call():
            links = starmap.request("POST", "/v1/jobs", body)["links"]
            return links, starmap.request("GET", links["results"] + "?follow=true&values=true")

        seconds, (links, values) = timed(call)
        if values != [x * x for x in range(100)]:
            raise SystemExit("wrong results")
        millis.append(seconds * 1000)
        starmap.connection.request("DELETE", links["self"])
        starmap.connection.getresponse().read()
    return millis


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with Installation() as site:
        site.worker(2)
        starmap = Starmap(site.address)
        large = json.dumps({"function": "square", "input": {"range": {"stop": ITEMS}}})
        job = starmap.request("POST", "/v1/jobs", large)
        while job["state"] != "SUCCEEDED":
            job = starmap.request("GET", job["links"]["self"] + "?wait=30")
        millis = {"without": [], "with the reader": []}
        small(starmap, options.jobs)
        for _ in range(options.rounds):
            millis["without"] += small(starmap, options.jobs)
            reader = SlowReader(site.address, job["links"]["results"] + "?follow=true&values=true")
            reader.start()
            time.sleep(1)
            millis["with the reader"] += small(starmap, options.jobs)
            reader.over.set()
            reader.join()
        print("| small jobs | p50 ms | p99 ms |\n|---|--:|--:|")
        p99 = {}
        for name, all_of_them in millis.items():
            p99[name] = statistics.quantiles(all_of_them, n=100)[98]
            print(f"| {name} | {statistics.median(all_of_them):.2f} | {p99[name]:.2f} |")
        print(f"\np99 with the reader is {p99['with the reader'] / p99['without']:.2f} x that without")


if __name__ == "__main__":
    main()
