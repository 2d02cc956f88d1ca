#!/usr/bin/env python3
"""What this machine could do at most: the floor of each step of W1 to W4, without Starmap in it.

    bench/limits.py [--runs 5]

A bare SET and scripts of so many writes by redis-benchmark; an echo by the same HTTP server with nothing in it; Jackson reading and
writing the array of W1; and one computation alone and twice side by side. Needs redis-server, redis-benchmark, a JDK 25 in JAVA_HOME
and a built tree.
"""

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor

import functions
import http_load
from client import timed
from installation import HOME, Redis

JAVA = os.path.join(os.environ.get("JAVA_HOME", ""), "bin/java")
LIBRARIES = HOME / "standalone/target/app/lib"
WARM = 15


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    if not LIBRARIES.exists():
        sys.exit("this tree is not built: run './starmap build' first")
    print("| | median | min | max |\n|---|--:|--:|--:|")
    for part in (redis, echo, jackson, cores):
        figures = {}
        for name, figure in part(runs):
            figures.setdefault(name, []).append(figure)
        for name, values in figures.items():
            print(f"| {name} | {statistics.median(values):,.3g} | {min(values):,.3g} | {max(values):,.3g} |".replace("e+0", "e"), flush=True)


def redis(runs):
    """By the program that Redis brings; of the scripts also the processor time of Redis, which has one core at most."""
    with tempfile.TemporaryDirectory() as folder:
        server = Redis(folder)
        try:
            for _ in range(runs):
                yield "Redis, SET, one client, ms", 1e3 / benchmark(server, 1, 5_000, "set", "key", "value")
                for writes in (0, 5, 10, 20):
                    script = f"for i=1,{writes} do redis.call('HSET',KEYS[1],i,ARGV[1]) end return 1"
                    before = seconds(server)
                    calls = benchmark(server, 64, 50_000, "eval", script, "1", "hash", "v" * 32)
                    yield f"Redis, a script of {writes} writes, 64 clients, calls/s", calls
                    yield f"Redis, a script of {writes} writes, µs of Redis", (seconds(server) - before) / 50_000 * 1e6
        finally:
            server.kill()


def benchmark(server, clients, count, *words):
    command = ["redis-benchmark", "-p", str(server.port), "-c", str(clients), "-n", str(count), "--csv", *words]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    return float(re.findall(r'"([\d.]+)"', lines[-1])[0])


def seconds(server):
    fields = dict(line.split(":") for line in server.command("INFO", "cpu").splitlines() if ":" in line)
    return float(fields["used_cpu_user"]) + float(fields["used_cpu_sys"])


def echo(runs):
    server = subprocess.Popen([JAVA, "-cp", f"{LIBRARIES}/*", HOME / "bench/limits/Echo.java"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        host = f"127.0.0.1:{server.stdout.readline().strip()}"
        array = json.dumps(list(range(1_000_000))).encode()
        http_load.posts(host, "/", b"[12]", 40_000, 32)
        for _ in range(WARM):
            http_load.posts(host, "/", array, 1, 1)
        for _ in range(runs):
            _, times, _ = http_load.posts(host, "/", b"[12]", 2_000, 1)
            percent = statistics.quantiles(times, n=100)
            yield "HTTP echo of 4 bytes, one client, p50, ms", percent[49] * 1e3
            yield "HTTP echo of 4 bytes, one client, p99, ms", percent[98] * 1e3
            elapsed, _, _ = http_load.posts(host, "/", b"[12]", 10_000, 32)
            yield "HTTP echo of 4 bytes, 32 clients, calls/s", 10_000 / elapsed
            yield "HTTP echo of W1's array of 7.9 MB, s", http_load.posts(host, "/", array, 1, 1)[0]
    finally:
        server.terminate()
        server.wait()


def jackson(runs):
    """The last runs of a program that has run for a while, and Python's json on the same array."""
    command = [JAVA, "-cp", f"{LIBRARIES}/*", HOME / "bench/limits/Json.java"]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    for line in lines[-runs:]:
        write, read = map(float, line.split())
        yield "Jackson, writing 1,000,000 squares, one thread, s", write / 1e3
        yield "Jackson, reading them, one thread, s", read / 1e3
    squares = [x * x for x in range(1_000_000)]
    for _ in range(runs):
        elapsed, text = timed(lambda: json.dumps(squares))
        yield "Python's json, writing them, s", elapsed
        yield "Python's json, reading them, s", timed(lambda: json.loads(text))[0]


def cores(runs):
    """What two cores are worth: the time of one process ÷ the time of two that do the same each."""
    with ProcessPoolExecutor(2) as two:
        list(two.map(functions.inside, range(2)))
        for _ in range(runs):
            alone, _ = timed(lambda: two.submit(sampled, 0).result())
            together, _ = timed(lambda: list(two.map(sampled, range(2))))
            yield "two processes beside each other, efficiency", alone / together


def sampled(seed):
    return functions.inside(seed, 8_000_000)


if __name__ == "__main__":
    main()
