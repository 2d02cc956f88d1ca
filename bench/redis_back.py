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
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from compare import Starmap

HOME = Path(__file__).resolve().parent.parent
PROMISE = 5
ITEMS = 100_000


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def wait_for(condition, seconds=120):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value is not None and value is not False:
            return value
        time.sleep(0.02)
    raise SystemExit("waited in vain")


class Redis:
    def __init__(self, folder):
        self.folder, self.port = folder, free_port()
        self.start()

    def start(self):
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--dir", self.folder, "--save", "", "--appendonly", "yes"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        wait_for(self.answers)

    def answers(self):
        try:
            with socket.create_connection(("127.0.0.1", self.port), 1) as s:
                s.sendall(b"PING\r\n")
                return s.recv(5) == b"+PONG"
        except OSError:
            return False

    def kill(self):
        self.process.kill()
        self.process.wait()

    def signal(self, number):
        self.process.send_signal(number)


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


def service(stack, *arguments):
    process = subprocess.Popen([str(HOME / "starmap"), *arguments], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    stack.callback(process.wait)
    stack.callback(process.terminate)
    return process


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--away", type=float, default=10)
    options = parser.parse_args()
    with ExitStack() as stack:
        redis = Redis(stack.enter_context(tempfile.TemporaryDirectory()))
        stack.callback(redis.kill)
        os.environ["STARMAP_REDIS_URL"] = f"redis://127.0.0.1:{redis.port}"
        port = free_port()
        service(stack, "api", "--port", str(port))
        service(stack, "worker", "--slots", "1")
        address = f"http://127.0.0.1:{port}"
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
