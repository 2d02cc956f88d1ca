#!/usr/bin/env python3
"""Simulates large fleets on one Redis, puts the figures into bench/plots/scale.json, and draws them.

    bench/scale.py [--only units,idle,busy,chunks,waiting] [--workers 100,1000,3000,10000] [--draw]

Build it first: ./starmap chaos --help. Each measurement has a redis-server of its own (which must be installed) and takes about a minute; figures that were
measured before stay unless they are measured again. --draw only draws. Drawing needs matplotlib; without it the figures are written all the same.
Up to 15,000 connections are opened: see `ulimit -n`. Python 3.9 or newer.
"""

import argparse
import functools
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from installation import HOME, Redis

PLOTS = HOME / "bench" / "plots"
FIGURES = PLOTS / "scale.json"
JAVA = f"{os.environ['JAVA_HOME']}/bin/java" if os.environ.get("JAVA_HOME") else "java"
KINDS = ["units", "idle", "busy", "chunks", "waiting"]


@functools.cache
def unpacked():
    """A folder of plain jars: thousands of virtual threads that load classes from jars in a jar wait for each other for ever."""
    jar = next(HOME.glob("system-tests/target/*-exec.jar"), None)
    if jar is None:
        sys.exit("Build it first: ./starmap chaos --help")
    folder = tempfile.TemporaryDirectory()
    subprocess.run([JAVA, "-Djarmode=tools", "-jar", str(jar), "extract", "--force", "--destination", folder.name], check=True, stdout=subprocess.DEVNULL)
    return folder


def java(*arguments):
    """One measurement on a new Redis."""
    with tempfile.TemporaryDirectory() as folder:
        redis = Redis(folder, "--maxclients", "19900")
        try:
            command = [JAVA, "-Xmx8g", "-Dlogging.level.root=OFF", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"]
            command += ["-cp", f"{unpacked().name}/*:{unpacked().name}/lib/*", "starmap.bench.Scale", f"redis://127.0.0.1:{redis.port}"]
            lines = subprocess.run([*command, *map(str, arguments)], check=True, stdout=subprocess.PIPE, text=True).stdout
        finally:
            redis.kill()
    return json.loads(lines.splitlines()[-1])


def waiting(kind, clients):
    with tempfile.NamedTemporaryFile() as file:
        command = [sys.executable, str(HOME / "bench" / "waiting_clients.py"), "--kind", kind, "--clients", str(clients), "--json", file.name]
        subprocess.run(command, check=False, stdout=subprocess.DEVNULL)
        return json.loads(Path(file.name).read_text())


def measure(kind, workers):
    if kind == "units":
        return [java("units")]
    if kind == "idle":
        return [java("idle", n, 1) for n in workers] + [java("idle", 1000, 8)]
    if kind == "busy":
        # of 10,000 with items of 1 s, this process and not Redis would be the limit
        return [java("busy", n, 3 if n < 3000 else 12, 1000 if n < 3000 else n) for n in workers]
    if kind == "chunks":
        return [java("chunks", 1000, 1000)]
    return [waiting(kind, clients) for clients in (1_000, 10_000) for kind in ("follow", "wait", "events", "direct")]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default=",".join(KINDS))
    parser.add_argument("--workers", default="100,1000,3000,10000")
    parser.add_argument("--draw", action="store_true")
    options = parser.parse_args()
    PLOTS.mkdir(exist_ok=True)
    figures = json.loads(FIGURES.read_text()) if FIGURES.exists() else {}
    for kind in [] if options.draw else options.only.split(","):
        figures[kind] = measure(kind, [int(n) for n in options.workers.split(",")])
        for one in figures[kind]:
            print(kind, json.dumps(one))
        FIGURES.write_text(json.dumps(figures, indent=1) + "\n")
    try:
        import scale_plots
    except ImportError:
        print("matplotlib is not installed: nothing is drawn")
    else:
        scale_plots.draw(figures, PLOTS)


if __name__ == "__main__":
    main()
