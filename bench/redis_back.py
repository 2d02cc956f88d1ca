#!/usr/bin/env python3
"""Measures how soon work goes on after Redis was away, without a restart of anything else, and prints a Markdown table.

    bench/redis_back.py [--runs 3] [--away 10]

Starts a redis-server (which must be installed) with an append-only file, one API and one worker process by './starmap', and ends them. A job of short sleeps runs; Redis is killed (SIGKILL)
or frozen (SIGSTOP) for so many seconds, and then started again or thawed. Exits with 1 where work goes on later than 5 s after that, or where a result is wrong.
Python 3.9 or newer, standard library only.
"""

import argparse
import http.client
import json
import signal
import sys
import time

from client import Starmap
from installation import Installation, wait_for

PROMISE = 5
ITEMS = 100_000


def succeeded(address, path):
    """None while the service says 503; a new connection each time, as the old one may be half way through an answer."""
    try:
        return Starmap(address).request("GET", path)["counts"]["succeeded"]
    except (OSError, http.client.HTTPException, SystemExit, KeyError, json.JSONDecodeError):
        return None


def outage(redis, kind, seconds, progress):
    """Seconds from Redis's return until the first result more."""
    if kind == "killed":
        redis.kill()
    else:
        redis.signal(signal.SIGSTOP)
    time.sleep(seconds)
    if kind == "killed":
        redis.start()
    else:
        redis.signal(signal.SIGCONT)
    back = time.monotonic()
    before = wait_for(progress)
    wait_for(lambda: (progress() or 0) > before)
    return time.monotonic() - back


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--away", type=float, default=10)
    options = parser.parse_args()
    with Installation("--appendonly", "yes") as site:
        site.worker(1)
        redis, address = site.redis, site.address
        body = json.dumps({"function": "sleep", "chunkSize": 20, "input": {"items": [0.01] * ITEMS}})
        path = wait_for(lambda: submitted(address, body))
        wait_for(lambda: (succeeded(address, path) or 0) > 100)
        print(f"| Redis was | for s | work went on after s |\n|---|--:|--:|")
        worst = 0.0
        for _ in range(options.runs):
            for kind in ("killed", "frozen"):
                after = outage(redis, kind, options.away, lambda: succeeded(address, path))
                worst = max(worst, after)
                print(f"| {kind} | {options.away:.0f} | {after:.2f} |", flush=True)
        Starmap(address).request("POST", path + ":cancel")
    sys.exit(0 if worst <= PROMISE else 1)


def submitted(address, body):
    try:
        return Starmap(address).request("POST", "/v1/jobs", body)["links"]["self"]
    except (OSError, http.client.HTTPException, SystemExit, KeyError, json.JSONDecodeError):
        return None


if __name__ == "__main__":
    main()
