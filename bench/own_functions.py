#!/usr/bin/env python3
"""Functions of one's own, timed: seconds from dropping a file until it answers, and a million items in Python beside multiprocessing.Pool.

    bench/own_functions.py [--runs 5] [--items 1000000] [--warm-up 60]

Starts a redis-server (which must be installed), an API and a worker of two slots with a functions folder of its own. Pool and Starmap take
turns, every value is checked. Ends with 1 where a promise is broken: an answer within 2 s of the drop, at most twice the time of Pool.map.
Shell and Node compute 20,000 items each, and are only told. Python 3.9 or newer, standard library only.
"""

import argparse
import json
import multiprocessing
import os
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

from client import SLOTS, Starmap, timed
from installation import Installation

SQUARE_SHELL = """#!/bin/sh
while read -r item; do echo "{\\"value\\":$((item * item))}"; done
"""
SQUARE_NODE = """require("readline").createInterface({ input: process.stdin }).on("line", (line) => {
  const item = JSON.parse(line);
  console.log(JSON.stringify({ value: item * item }));
});
"""
PROMISED_SECONDS, PROMISED_RATIO = 2.0, 2.0


def square(x):
    return x * x


def put(folder, name, text, executable=False):
    """Whole from the start, as editors and `mv` do it."""
    part = folder.parent / name
    part.write_text(text)
    part.chmod(0o755 if executable else 0o644)
    part.rename(folder / name)


def drop(starmap, folder, name):
    """Seconds from a new file in the folder until its function gives the right answer."""
    (folder / (name + ".py")).write_text("def cube(x): return x**3\n")
    begun = time.perf_counter()
    while time.perf_counter() - begun < 30:
        starmap.connection.request("POST", f"/v1/map/{name}.cube", "[1,2,3]", {"Content-Type": "application/json"})
        response = starmap.connection.getresponse()
        if response.read() == b"[1,8,27]":
            return time.perf_counter() - begun
        time.sleep(0.02)
    sys.exit(f"{name}.cube never answered")


def mapped(starmap, function, count):
    """Seconds from the job's submission until its values are here in order, and parsed."""

    def call():
        body = json.dumps({"function": function, "input": {"range": {"stop": count}}})
        links = starmap.request("POST", "/v1/jobs", body)["links"]
        return links["self"], starmap.request("GET", links["results"] + "?follow=true&values=true")

    seconds, (path, values) = timed(call)
    check(values, count)
    starmap.connection.request("DELETE", path)
    starmap.connection.getresponse().read()
    return seconds


def check(values, count):
    if values != [x * x for x in range(count)]:
        sys.exit("wrong values")


def pooled(pool, count):
    seconds, values = timed(lambda: pool.map(square, range(count)))
    check(values, count)
    return seconds


def in_turn(starmap, options):
    """Seconds of each: they take turns."""
    rows = {"square.square": "Starmap, Python", "shell": "Starmap, shell", "node": "Starmap, Node"}
    if not shutil.which("node"):
        print("Node is not installed, so it is not run")
        del rows["node"]
    figures = {name: [] for name in ["multiprocessing.Pool.map", *rows.values()]}
    with multiprocessing.Pool(SLOTS) as pool:

        def turn():
            return [pooled(pool, options.items), *(mapped(starmap, name, options.items if "." in name else 20_000) for name in rows)]

        end = time.monotonic() + options.warm_up
        while time.monotonic() < end:
            turn()
        for _ in range(options.runs):
            for name, seconds in zip(figures, turn()):
                figures[name].append(seconds)
    return figures


def report(drops, figures, items):
    print("\n| | items | median s | min | max | items/s | ÷ Pool |\n|---|--:|--:|--:|--:|--:|--:|")
    print(f"| from the drop of cube.py to [1,8,27] | 3 | {row(drops)} | | |")
    pool = statistics.median(figures["multiprocessing.Pool.map"])
    for name, seconds in figures.items():
        count = items if name.endswith(("map", "Python")) else 20_000
        median = statistics.median(seconds)
        ratio = f"{median / pool:.2f}" if count == items else ""
        print(f"| {name} | {count:,} | {row(seconds)} | {count / median:,.0f} | {ratio} |")
    return statistics.median(figures["Starmap, Python"]) / pool


def row(seconds):
    return f"{statistics.median(seconds):.3f} | {min(seconds):.3f} | {max(seconds):.3f}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--items", type=int, default=1_000_000)
    parser.add_argument("--warm-up", type=float, default=60, metavar="SECONDS", help="before turns count; compilers of a JVM need a minute")
    options = parser.parse_args()
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as home, Installation() as installation:
        folder = Path(home) / "functions"
        folder.mkdir()
        installation.environment["STARMAP_WORKER_FUNCTIONS"] = str(folder)
        installation.worker(SLOTS)
        starmap = Starmap(installation.address)
        drops = [drop(starmap, folder, name) for name in ("cube", *(f"cube{i}" for i in range(1, options.runs)))]
        put(folder, "square.py", "def square(x):\n    return x * x\n")
        put(folder, "shell.sh", SQUARE_SHELL, executable=True)
        put(folder, "node.js", SQUARE_NODE)
        put(folder, "node.yaml", "command: [node, node.js]\n")
        time.sleep(3)
        figures = in_turn(starmap, options)
    ratio = report(drops, figures, options.items)
    print(f"\n{os.cpu_count()} cores, load before {load:.1f}, after {os.getloadavg()[0]:.1f}")
    sys.exit(max(drops) > PROMISED_SECONDS or ratio > PROMISED_RATIO)


if __name__ == "__main__":
    main()
