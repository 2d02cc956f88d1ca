#!/usr/bin/env python3
"""Measures what the dashboard's reads cost, and prints a Markdown table.

    bench/watching.py [--items 700000] [--chunks 1000000]

12 failed items among many, in chunks of the automatic size and in chunks of one item; and the summary of a job of many chunks: while it runs,
looked at each second, in an API process that has not looked before, and when nothing is new. Needs an installed redis-server; standard library only.
"""

import argparse
import json
import statistics
import time

from client import Starmap, timed
from installation import Installation, free_port, wait_for

FAILED = 12


def upload(starmap, name, items, chunks):
    """Numbers, and the first and the last few are strings, on which `fail` fails."""
    bad = [*range(FAILED // 2), *range(items - FAILED // 2, items)]
    lines = [str(i) for i in range(items)]
    for i in bad:
        lines[i] = f'"bad item {i} of {items}"'
    starmap.connection.close()
    body = "\n".join(lines).encode()
    starmap.connection.request("PUT", f"/v1/jobs/{name}?function=fail&chunkSize={chunks}", body, {"Content-Type": "application/x-ndjson"})
    answer = starmap.connection.getresponse()
    job = json.loads(answer.read())
    return ended(starmap, job["links"]["self"])


def ended(starmap, path):
    return wait_for(lambda: (job := starmap.request("GET", path))["times"]["finished"] and job, 600)


def looks(call, times):
    """Milliseconds of the first one, and the median and longest of those after it."""
    millis = [1000 * timed(call)[0] for _ in range(times + 1)]
    return millis[0], statistics.median(millis[1:]), max(millis[1:])


def row(what, first, median, longest):
    print(f"| {what} | {first:.1f} | {median:.1f} | {longest:.1f} |", flush=True)


def failures(starmap, items, chunks):
    job = upload(starmap, f"failures-{chunks}", items, chunks)
    path = job["links"]["self"] + "/errors/groups"
    groups = starmap.request("GET", path)
    if groups["failed"] != FAILED or groups["read"] != FAILED or groups["groups"][0]["count"] != FAILED:
        raise SystemExit(f"wrong groups: {groups}")
    row(f"groups of {FAILED} failed among {items:,}, {job['chunks']['recorded']:,} chunks", *looks(lambda: starmap.request("GET", path), 50))


def running(starmap, chunks):
    """The path of a job that has ended, and how long looks took while it ran."""
    body = {"function": "square", "chunkSize": 1, "input": {"range": {"stop": chunks}}}
    path = starmap.request("POST", "/v1/jobs", json.dumps(body))["links"]["self"]
    millis = []
    while not starmap.request("GET", path)["times"]["finished"]:
        seconds, summary = timed(lambda: starmap.request("GET", path + "/chunks/summary"))
        millis.append(1000 * seconds)
        time.sleep(1)
    row(f"summary while {chunks:,} chunks are recorded, each second", millis[0], statistics.median(millis), max(millis))
    return path


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, default=700_000)
    parser.add_argument("--chunks", type=int, default=1_000_000)
    options = parser.parse_args()
    with Installation() as installation:
        installation.worker(2)
        starmap = Starmap(installation.address)
        print("| milliseconds in the client | first | median | longest |\n|---|--:|--:|--:|")
        failures(starmap, options.items, "auto")
        failures(starmap, options.items, 1)
        path = running(starmap, options.chunks) + "/chunks/summary"
        port = free_port()
        installation.service("api", "--port", str(port))
        wait_for(lambda: installation.answers(port))
        other = Starmap(f"http://127.0.0.1:{port}")
        summary = other.request("GET", "/v1/overview") and timed(lambda: other.request("GET", path))
        if summary[1]["recorded"] != options.chunks or sum(summary[1]["map"]["recorded"]) != options.chunks:
            raise SystemExit("wrong summary")
        first = 1000 * summary[0]
        row(f"summary of {options.chunks:,} chunks in another API process", first, *looks(lambda: other.request("GET", path), 50)[1:])
        row("overview", *looks(lambda: other.request("GET", "/v1/overview"), 50))


if __name__ == "__main__":
    main()
