#!/usr/bin/env python3
"""What thousands of clients cost that wait for a job: memory of the API, CPU of the API and of Redis, and small jobs beside them.

    bench/waiting_clients.py [--clients 10000] [--kind follow|wait|events|direct] [--heap 4g] [--json FILE]

Starts a redis-server (which must be installed), one API and one worker process by './starmap', and ends them. Python 3.9 or newer, standard library only.
Clients wait for a job that is paused, and goes on at the end; `direct` waits in POST /v1/map for items that sleep, and reads are measured beside it, because no slot
is free. Exits with 1 where a client is not served: not told of the end, or for `direct` not left waiting.
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
ITEMS = 1_000_000


def cpu(pid):
    """Seconds of processor time of a process."""
    fields = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def request(kind, job):
    """A request that waits. Who follows wants the last results, so that nothing is sent before the job goes on."""
    if kind == "follow":
        return f"GET /v1/jobs/{job}/results?follow=true&from={ITEMS - 1000} {HEADERS}\r\n"
    if kind == "events":
        return f"GET /v1/jobs/{job}/events {HEADERS}Accept: text/event-stream\r\n\r\n"
    if kind == "wait":
        return f"GET /v1/jobs/{job}?wait=60 {HEADERS}\r\n"
    body = "[600]"
    return f"POST /v1/map/sleep {HEADERS}Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}"


class Clients:
    """Connections that wait. `served` counts whole answers, `cut` connections that were closed before, `refused` answers but 200 by status."""

    def __init__(self, address, text, again):
        self.address, self.text, self.again = address, text.encode(), again
        self.selector = selectors.DefaultSelector()
        self.served, self.cut, self.unconnected, self.refused = 0, 0, 0, {}

    def connect(self, number):
        for i in range(number):
            try:
                one = socket.create_connection(self.address, 5)
                one.sendall(self.text)
            except OSError:
                self.unconnected += 1
                continue
            one.setblocking(False)
            self.selector.register(one, selectors.EVENT_READ, b"")
            if i % 50 == 0:
                self.listen(0.02)

    def waiting(self):
        return len(self.selector.get_map())

    def listen(self, seconds):
        """Reads what comes, until the time is over or nobody waits."""
        end = time.monotonic() + seconds
        while self.waiting():
            for key, _ in self.selector.select(max(0, end - time.monotonic())):
                self.read(key.fileobj, key.data)
            if time.monotonic() >= end:
                return

    def read(self, one, before):
        """`before` is how the last answer ended so far; empty where none has begun."""
        try:
            data = one.recv(65536)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self.cut += 1
            self.leave(one)
            return
        status = data[9:12].decode(errors="replace")
        if not before and status != "200":
            self.refused[status] = self.refused.get(status, 0) + 1
            self.leave(one)
            return
        self.follow(one, before[-8:] + data)

    def follow(self, one, text):
        whole = text.endswith(b"0\r\n\r\n")
        if whole and self.again:
            one.sendall(self.text)
        elif whole:
            self.served += 1
            self.leave(one)
            return
        self.selector.modify(one, selectors.EVENT_READ, b"" if whole else text[-8:])

    def leave(self, one):
        self.selector.unregister(one)
        one.close()

    def close(self):
        for key in list(self.selector.get_map().values()):
            self.leave(key.fileobj)


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
    return times("small_job", lambda: starmap.request("POST", "/v1/map/square", "[3]"), number)


def small_reads(starmap, number=40):
    """The same of a read, where no slot is free for a job."""
    return times("small_read", lambda: starmap.request("GET", "/v1/jobs?limit=1"), number)


def times(name, call, number):
    millis = sorted(timed(call)[0] * 1e3 for _ in range(number))
    return {f"{name}_p50_ms": round(millis[number // 2], 1), f"{name}_max_ms": round(millis[-1], 1)}


def paused_job(starmap):
    body = json.dumps({"function": "square", "input": {"range": {"stop": ITEMS}}})
    job = starmap.request("POST", "/v1/jobs", body)
    starmap.request("POST", job["links"]["self"] + ":pause")
    return job["id"]


def measure(site, kind, number):
    starmap, meter = Starmap(site.address), Meter(site)
    beside = small_reads if kind == "direct" else small_jobs
    small_jobs(starmap, 200)  # so that the API is warm
    result = {"kind": kind, "clients": number, "before": {**meter.during(lambda: time.sleep(5)), **beside(starmap)}}
    job = None if kind == "direct" else paused_job(starmap)
    url = urllib.parse.urlparse(site.address)
    clients = Clients((url.hostname, url.port), request(kind, job), again=kind == "wait")
    begin = time.monotonic()
    clients.connect(number)
    result["connect_s"] = round(time.monotonic() - begin, 1)
    clients.listen(5)
    result["during"] = meter.during(lambda: clients.listen(MEASURED))
    result["during"].update(answers(site.address))
    if result["during"]["answers"]:
        result["during"].update(beside(Starmap(site.address)))
    result["waiting"] = clients.waiting()
    result["served"] = clients.waiting() if job is None else go_on(site, clients, job, result)
    result.update({"cut": clients.cut, "refused": clients.refused, "unconnected": clients.unconnected})
    clients.close()
    return result


def go_on(site, clients, job, result):
    """Lets the job end, and counts those that are told."""
    clients.again = False
    Starmap(site.address).request("POST", f"/v1/jobs/{job}:resume")
    begin = time.monotonic()
    clients.listen(60)
    result["told_s"] = round(time.monotonic() - begin, 1)
    result["api_rss_mb_after"] = rss(site.api.pid) >> 20
    return clients.served


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
    # each direct call is a job
    os.environ["STARMAP_STORE_MAX_ACTIVE_JOBS"] = str(2 * options.clients)
    with Installation(heap=options.heap) as site:
        site.worker(2)
        result = measure(site, options.kind, options.clients)
    text = json.dumps(result)
    print(text)
    if options.json:
        with open(options.json, "w") as file:
            file.write(text)
    sys.exit(0 if result["during"]["answers"] and result["served"] == options.clients else 1)


if __name__ == "__main__":
    main()
