#!/usr/bin/env python3
"""What thousands of clients cost that wait for a job: memory of the API, CPU of the API and of Redis, and small jobs beside them.

    bench/waiting_clients.py [--clients 10000] [--kind follow|wait|events|direct] [--heap 4g] [--json FILE]

Starts a redis-server (which must be installed), one API and one worker process by './starmap', and ends them. Python 3.9 or newer, standard library only.
Clients wait for a job that is paused; `direct` waits in POST /v1/map. Exits with 1 where a client is not served.
"""

import argparse
import json
import os
import selectors
import socket
import sys
import time
import urllib.parse

from client import Starmap, timed
from installation import Installation, rss

TICKS = os.sysconf("SC_CLK_TCK")
HEADERS = "HTTP/1.1\r\nHost: bench\r\n"
MEASURED = 15


def cpu(pid):
    """Seconds of processor time of a process."""
    fields = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def request(kind, job):
    """A request that waits, and goes on waiting when it is asked again."""
    if kind == "follow":
        return f"GET /v1/jobs/{job}/results?follow=true {HEADERS}\r\n"
    if kind == "events":
        return f"GET /v1/jobs/{job}/events {HEADERS}Accept: text/event-stream\r\n\r\n"
    if kind == "wait":
        return f"GET /v1/jobs/{job}?wait=60 {HEADERS}\r\n"
    body = "[600]"
    return f"POST /v1/map/sleep {HEADERS}Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}"


class Clients:
    """Connections that wait. `ended` counts those that were closed, `spoke` those that got bytes."""

    def __init__(self, address, text):
        self.address, self.text = address, text.encode()
        self.selector = selectors.DefaultSelector()
        self.sockets, self.ended, self.spoke, self.refused = [], 0, set(), 0

    def connect(self, number):
        for i in range(number):
            try:
                one = socket.create_connection(self.address, 5)
                one.sendall(self.text)
            except OSError:
                self.refused += 1
                continue
            one.setblocking(False)
            self.selector.register(one, selectors.EVENT_READ)
            self.sockets.append(one)
            if i % 50 == 0:
                self.listen(0.02)

    def listen(self, seconds):
        end = time.monotonic() + seconds
        while True:
            for key, _ in self.selector.select(max(0, end - time.monotonic())):
                self.read(key.fileobj)
            if time.monotonic() >= end:
                return

    def read(self, one):
        try:
            data = one.recv(65536)
        except OSError:
            data = b""
        if data:
            self.spoke.add(one.fileno())
        else:
            self.selector.unregister(one)
            self.ended += 1

    def close(self):
        for one in self.sockets:
            one.close()


class Meter:
    def __init__(self, site):
        self.site = site

    def read(self):
        lines = self.site.redis.command("INFO", "everything").splitlines()
        info = dict(line.split(":", 1) for line in lines if ":" in line)
        return (
            time.monotonic(),
            cpu(self.site.api.pid),
            float(info["used_cpu_user"]) + float(info["used_cpu_sys"]),
            int(info["total_commands_processed"]),
        )

    def during(self, wait):
        before = self.read()
        wait()
        after = self.read()
        seconds, api, redis, commands = (b - a for a, b in zip(before, after))
        return {
            "api_cpu_percent": round(100 * api / seconds, 1),
            "redis_cpu_percent": round(100 * redis / seconds, 2),
            "redis_commands_per_second": round(commands / seconds, 1),
            "api_rss_mb": rss(self.site.api.pid) >> 20,
        }


def small_jobs(starmap, number=40):
    """Milliseconds of a direct call of one item: median, and the slowest."""
    times = sorted(timed(lambda: starmap.request("POST", "/v1/map/square", "[3]"))[0] * 1e3 for _ in range(number))
    return {"small_job_p50_ms": round(times[number // 2], 1), "small_job_max_ms": round(times[-1], 1)}


def paused_job(starmap):
    body = json.dumps({"function": "square", "input": {"range": {"stop": 1_000_000}}})
    job = starmap.request("POST", "/v1/jobs", body)
    starmap.request("POST", job["links"]["self"] + ":pause")
    return job["id"]


def measure(site, kind, number):
    starmap, meter = Starmap(site.address), Meter(site)
    small_jobs(starmap, 200)  # so that the API is warm
    result = {"kind": kind, "clients": number, "before": {**meter.during(lambda: time.sleep(5)), **small_jobs(starmap)}}
    text = request(kind, None if kind == "direct" else paused_job(starmap))
    url = urllib.parse.urlparse(site.address)
    clients = Clients((url.hostname, url.port), text)
    begin = time.monotonic()
    clients.connect(number)
    result["connect_s"] = round(time.monotonic() - begin, 1)
    clients.listen(5)
    result["waiting"] = meter.during(lambda: clients.listen(MEASURED))
    result["waiting"].update(answers(site.address))
    if result["waiting"]["answers"]:
        result["waiting"].update(small_jobs(Starmap(site.address)))
    clients.listen(0)
    result.update({"refused": clients.refused, "ended": clients.ended, "spoke": len(clients.spoke)})
    clients.close()
    return result


def answers(address):
    """Whether one more connection is served."""
    url = urllib.parse.urlparse(address)
    try:
        with socket.create_connection((url.hostname, url.port), 5) as one:
            one.settimeout(5)
            one.sendall(f"GET /actuator/health/liveness {HEADERS}\r\n".encode())
            return {"answers": one.recv(100).startswith(b"HTTP/1.1 200")}
    except OSError:
        return {"answers": False}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, default=10_000)
    parser.add_argument("--kind", choices=["follow", "wait", "events", "direct"], default="follow")
    parser.add_argument("--heap", default="4g")
    parser.add_argument("--json")
    options = parser.parse_args()
    with Installation(heap=options.heap) as site:
        site.worker(2)
        result = measure(site, options.kind, options.clients)
    text = json.dumps(result)
    print(text)
    if options.json:
        with open(options.json, "w") as file:
            file.write(text)
    sys.exit(0 if result["waiting"]["answers"] and not result["refused"] + result["ended"] else 1)


if __name__ == "__main__":
    main()
