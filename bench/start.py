#!/usr/bin/env python3
"""How long processes take from their start until they serve: an API, a worker, and './starmap up' until the first answered call.

    bench/start.py [--runs 5]

Starts a redis-server (which must be installed) and everything by './starmap' of a tree that is built. Python 3.9 or newer, standard library only.
"""

import argparse
import http.client
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time

from installation import HOME, Redis, free_port, wait_for


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    if not (HOME / "standalone/target/app/starmap.aot").exists():
        sys.exit("this tree is not built with its cache: run './starmap build' first")
    figures = {"API, until it answers": [], "worker, until it is registered": [], "./starmap up, until the first call is answered": []}
    with tempfile.TemporaryDirectory() as folder:
        redis = Redis(folder)
        try:
            for _ in range(runs):
                for figure, start in zip(figures.values(), (api, worker, up)):
                    figure.append(start(redis))
        finally:
            redis.kill()
    print("| seconds | median | min | max |\n|---|--:|--:|--:|")
    for name, seconds in figures.items():
        print(f"| {name} | {statistics.median(seconds):.2f} | {min(seconds):.2f} | {max(seconds):.2f} |")


def api(redis):
    port = free_port()
    return started(("api", "--port", str(port)), lambda: answers(port, "GET", "/v1/limits"), redis)


def worker(redis):
    before = redis.command("HLEN", "sm:{s00}:workers")
    return started(("worker", "--slots", "2"), lambda: redis.command("HLEN", "sm:{s00}:workers") != before, redis)


def up(redis):
    """With the Redis that it brings."""
    port = free_port()
    return started(("up", "--port", str(port), "--slots", "2"), lambda: answers(port, "POST", "/v1/map/square", "[1,2,3]"), None)


def started(arguments, condition, redis):
    """Seconds until a condition holds; whatever was started is ended."""
    environment = dict(os.environ)
    if redis:
        environment["STARMAP_REDIS_URL"] = f"redis://127.0.0.1:{redis.port}"
    begun = time.perf_counter()
    process = subprocess.Popen([str(HOME / "starmap"), *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    try:
        wait_for(condition)
        return time.perf_counter() - begun
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def answers(port, method, path, body=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request(method, path, body, {"Content-Type": "application/json"})
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    main()
