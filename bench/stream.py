#!/usr/bin/env python3
"""Streams items of any number through a direct call, and prints as a curve what that costs in memory.

    bench/stream.py [--items 20000000] [--bytes 0] [--reader 5]

Starts a redis-server (which must be installed), one API and one worker process by './starmap', both with -Xmx256m, and ends them. Sends integers to
/v1/map/square by 'curl -T -', or with --bytes N strings of N bytes to /v1/map/identity; reads at most --reader MB/s where that is given; checks every value and the order.
Each second: bytes in and out, used_memory of Redis, resident memory of both processes and the used heap of the API. Exits with 1 where a value is wrong.
Python 3.9 or newer, standard library only.
"""

import argparse
import base64
import random
import subprocess
import sys
import threading
import time
import urllib.request

from installation import Installation, rss

HEAP = "256m"


class Curve(threading.Thread):
    """Looks once a second, on its own."""

    def __init__(self, site, worker):
        super().__init__(daemon=True)
        self.site, self.worker = site, worker
        self.sent = self.read = 0
        self.most = {}
        self.ended = threading.Event()

    def run(self):
        print("| s | MB sent | MB read | Redis MB | API RSS MB | API heap MB | worker RSS MB |\n|--:|--:|--:|--:|--:|--:|--:|", flush=True)
        begin = time.monotonic()
        while not self.ended.wait(1):
            row = {
                "Redis": self.site.redis.memory() / 1e6,
                "API RSS": rss(self.site.api.pid) / 1e6,
                "API heap": self.heap(),
                "worker RSS": rss(self.worker.pid) / 1e6,
            }
            for name, value in row.items():
                self.most[name] = max(self.most.get(name, 0), value)
            cells = [time.monotonic() - begin, self.sent / 1e6, self.read / 1e6, *row.values()]
            print("| " + " | ".join(f"{cell:.0f}" for cell in cells) + " |", flush=True)

    def heap(self):
        with urllib.request.urlopen(self.site.address + "/actuator/prometheus", timeout=5) as answer:
            lines = answer.read().decode().splitlines()
        return sum(float(line.rsplit(" ", 1)[1]) for line in lines if line.startswith('jvm_memory_used_bytes{area="heap"')) / 1e6


def lines(items, size, squared):
    """All lines, many at a time."""
    step = 10_000 if size == 0 else max(1, 1_000_000 // size)
    noise = base64.b64encode(random.Random(1).randbytes(size)).decode()  # nothing that can be packed
    for begin in range(0, items, step):
        numbers = range(begin, min(begin + step, items))
        if size == 0:
            yield "".join([f"{i * i if squared else i}\n" for i in numbers]).encode()
        else:
            yield "".join(['"' + noise[: size - 12] + str(i).rjust(10, "x") + '"\n' for i in numbers]).encode()


def send(curl, options, curve):
    for block in lines(options.items, options.bytes, False):
        curl.stdin.write(block)
        curve.sent += len(block)
    curl.stdin.close()


def check(curl, options, curve):
    """Whether exactly the right bytes come, in the right order."""
    begin = time.monotonic()
    for expected in lines(options.items, options.bytes, options.bytes == 0):
        if curl.stdout.read(len(expected)) != expected:
            return False
        curve.read += len(expected)
        if options.reader:
            time.sleep(max(0, curve.read / (options.reader * 1e6) - (time.monotonic() - begin)))
    return curl.stdout.read(1) == b""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, default=20_000_000)
    parser.add_argument("--bytes", type=int, default=0, help="size of each item with its quotes; 0: integers")
    parser.add_argument("--reader", type=float, default=0, help="MB/s read at most; 0: as fast as it comes")
    options = parser.parse_args()
    with Installation(heap=HEAP) as site:
        worker = site.worker(2)
        call = site.address + ("/v1/map/identity" if options.bytes else "/v1/map/square")
        curl = subprocess.Popen(["curl", "-sN", "-T", "-", call], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        site.callback(curl.kill)
        curve = Curve(site, worker)
        curve.start()
        begin = time.monotonic()
        sender = threading.Thread(target=send, args=(curl, options, curve), daemon=True)
        sender.start()
        right = check(curl, options, curve)
        seconds = time.monotonic() - begin
        curve.ended.set()
        curve.join()
        most = ", ".join(f"{name} {value:.0f} MB" for name, value in curve.most.items())
        print(f"\n{options.items:,} items in {seconds:.1f} s, every value {'right and in order' if right else 'WRONG'}; at most: {most}; -Xmx{HEAP}")
        sys.exit(0 if right else 1)


if __name__ == "__main__":
    main()
