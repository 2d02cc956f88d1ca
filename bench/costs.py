#!/usr/bin/env python3
"""Where the time of a workload goes: processor time of each process, of each script of Redis, and of each step of API and worker.

    bench/costs.py [W1 W1-json W2b W3 W5] [--warm-up 60] [--seconds 15] [--profiler FOLDER] [--keep FOLDER]

Runs a workload again and again. Processor times come from /proc, scripts from SLOWLOG and what they call from INFO commandstats, in a
time of its own, as writing the log costs. With --profiler, the unpacked folder of async-profiler 4 (bin/asprof), the samples of API
and worker are sorted into steps, by the innermost frame that tells; --keep stores them as flame graphs. Needs a redis-server and a
built tree.
"""

import argparse
import collections
import hashlib
import itertools
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import peers
from installation import HOME

SCRIPTS = HOME / "common/src/main/resources/starmap/store"
TICK = os.sysconf("SC_CLK_TCK")
ITEMS = 1_000_000
TINY = 20_000
TEXTS = [("abcdefghij" * 5_000) + str(i) for i in range(2_000)]

STEPS = [
    ("compilers of the JVM", r"C2Compiler|C1_|Compile::|CompileBroker|PhaseIdealLoop|Compilation::|Parse::|Matcher::|PhaseChaitin"),
    ("garbage collection", r"G1|GCTask|Parallel.*Task|Shenandoah|ZGC|WorkerThread::run"),
    ("pack and unpack (zstd)", r"[Zz]std|ZSTD|Packing"),
    ("the function", r"builtin[./]|JavaFunction"),
    ("parse items", r"ItemSplitter|JsonSlices|JsonItems|NumberItems|ArgumentReader|NumberReader|GeneratedItems|api[./]submit"),
    ("write values", r"SegmentWriter|Outcomes|ValueWriter"),
    ("send results", r"ResultWriter|ResultStream|SegmentReader|DirectAnswer|api[./]result"),
    ("claim", r"[Cc]laim"),
    ("settle", r"[Ss]ettle"),
    ("other calls of the store", r"starmap[./]store"),
    ("the rest of a chunk's run", r"starmap[./]worker"),
    ("Redis protocol (Lettuce, Netty)", r"lettuce|netty"),
    ("HTTP (Tomcat)", r"catalina|coyote|tomcat"),
    ("HTTP (Spring)", r"springframework"),
    ("the rest of the API", r"starmap[./]"),
    ("threads (park, wake, schedule)", r"ForkJoin|VirtualThread|Continuation|Unsafe[._]park|futex"),
]


class Starmap(peers.Starmap):
    def pids(self):
        """Of each process, this one included."""
        return {"API": self.site.api.pid, "worker": self.worker.pid, "Redis": self.site.redis.process.pid, "client": os.getpid()}


WORKLOADS = {
    "W1": ("1,000,000 squares of a range", 1, lambda one: one.map("square", range(ITEMS))),
    "W1-json": ("1,000,000 squares of a JSON array", 1, lambda one: one.map("square", ARRAY)),
    "W2b": ("a call of one item, 32 clients", 2_000, lambda one: one.timed_applies("square", 12, 2_000, 32)),
    "W3": ("a chunk of one item", TINY, lambda one: one.map("square", ARRAY[:TINY], 1)),
    "W5": ("50 KB in upper case", len(TEXTS), lambda one: one.map("upper", TEXTS)),
}
ARRAY = list(range(ITEMS))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("workloads", nargs="*", metavar="WORKLOAD", default=list(WORKLOADS))
    parser.add_argument("--warm-up", type=float, default=60, metavar="SECONDS")
    parser.add_argument("--seconds", type=float, default=15, help="how long each measurement takes")
    parser.add_argument("--profiler", type=Path, metavar="FOLDER")
    parser.add_argument("--keep", type=Path, metavar="FOLDER")
    options = parser.parse_args()
    for name in options.workloads:
        if name not in WORKLOADS:
            sys.exit(f"unknown workload {name}: there are {', '.join(WORKLOADS)}")
        with Starmap() as one:
            title, unit, run = WORKLOADS[name]
            repeated(options.warm_up, lambda: run(one))
            print(f"\n**{name}: {title}**\n")
            processes(one, lambda: repeated(options.seconds, lambda: run(one)), unit)
            scripts(one, lambda: repeated(options.seconds / 3, lambda: run(one)), unit)
            if options.profiler:
                steps(name, one, run, options)


def repeated(seconds, run):
    """How often it ran, and the seconds it took."""
    begin = time.monotonic()
    for count in itertools.count(1):
        run()
        if time.monotonic() - begin > seconds:
            return count, time.monotonic() - begin


def processes(one, measured, unit):
    pids = one.pids()
    before = {name: cpu(pid) for name, pid in pids.items()}
    count, elapsed = measured()
    print("| µs | in all |" + "".join(f" {name} |" for name in pids))
    print("|---|--:|" + "--:|" * len(pids))
    cells = [f"{(cpu(pid) - before[name]) / count / unit * 1e6:,.0f}" for name, pid in pids.items()]
    print(f"| of time, and of processor time of each | {elapsed / count / unit * 1e6:,.0f} | " + " | ".join(cells) + " |")


def cpu(pid):
    """Seconds of all its threads."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def scripts(one, measured, unit):
    names = {sha(file.read_text()): file.stem for file in (SCRIPTS / "scripts").glob("*.lua")}
    redis = one.site.redis
    cli = ["redis-cli", "-p", str(redis.port)]
    for setting in (("slowlog-log-slower-than", "0"), ("slowlog-max-len", "1000000")):
        redis.command("CONFIG", "SET", *setting)
    redis.command("SLOWLOG", "RESET")
    redis.command("CONFIG", "RESETSTAT")
    count, _ = measured()
    redis.command("CONFIG", "SET", "slowlog-log-slower-than", "-1")
    # arguments are any bytes, which cut off at 128 are no text
    log = subprocess.run([*cli, "--json", "SLOWLOG", "GET", "-1"], capture_output=True, encoding="latin-1", check=True).stdout
    spent = collections.defaultdict(list)
    for took, command, detail in re.findall(r"\[\d+,\d+,(\d+),\[\"(\w+)\"(?:,\"([^\"]*)\")?", log):
        spent[names.get(detail, command.upper()) if command.upper() == "EVALSHA" else command.upper()].append(int(took))
    print("\n| in Redis | calls | µs each | µs together |\n|---|--:|--:|--:|")
    each = count * unit
    for name, times in sorted(spent.items(), key=lambda entry: -sum(entry[1]))[:10]:
        print(f"| {name} | {len(times) / each:.3g} | {sum(times) / len(times):.1f} | {sum(times) / each:.3g} |")
    stats = subprocess.run([*cli, "INFO", "commandstats"], capture_output=True, text=True, check=True).stdout
    inner = re.findall(r"cmdstat_(\S+):calls=(\d+),usec=(\d+)", stats)
    inner = sorted((row for row in inner if row[0] not in ("evalsha", "eval")), key=lambda row: -int(row[2]))[:8]
    print("\nCommands, most of them inside of scripts: " + "; ".join(f"{name} {int(calls) / each:.3g} calls, {int(usec) / each:.3g} µs" for name, calls, usec in inner) + ".")


def sha(text):
    """Of a script as Script.text puts it together for a server that knows flags."""
    headers = dict(re.findall(r"^-- (include|flags): (.*)$", text, re.M))
    included = [(SCRIPTS / "lib" / f"{name}.lua").read_text() for name in headers.get("include", "").split()]
    body = "\n".join([*included, text]).rstrip()
    return hashlib.sha1(f"#!lua flags={','.join(headers.get('flags', '').split())}\n{body}".encode()).hexdigest()


def steps(name, one, run, options):
    """Attached to processes that are warm; one after the other, as each disturbs."""
    table = collections.defaultdict(dict)
    for process in ("API", "worker"):
        pid = one.pids()[process]
        with tempfile.NamedTemporaryFile(suffix=".collapsed") as file:
            asprof = [str(options.profiler / "bin/asprof"), "start", "-e", "cpu", "-i", "500us", str(pid)]
            subprocess.run(asprof, check=True, stdout=subprocess.DEVNULL)
            repeated(options.seconds, lambda: run(one))
            if options.keep:
                options.keep.mkdir(parents=True, exist_ok=True)
                html = options.keep / f"{name}-{process.lower()}.html"
                subprocess.run([asprof[0], "dump", "-o", "flamegraph", "-f", str(html.resolve()), str(pid)], check=True, stdout=subprocess.DEVNULL)
            subprocess.run([asprof[0], "stop", "-o", "collapsed", "-f", file.name, str(pid)], check=True, stdout=subprocess.DEVNULL)
            samples = collections.Counter()
            for line in Path(file.name).read_text().splitlines():
                stack, count = line.rsplit(" ", 1)
                samples[step(stack)] += int(count)
        for title, count in samples.items():
            table[title][process] = count / samples.total()
    print("\n| of the processor time of | API | worker |\n|---|--:|--:|")
    for title, shares in sorted(table.items(), key=lambda entry: -max(entry[1].values())):
        print(f"| {title} | " + " | ".join(f"{shares[one]:.1%}" if one in shares else "" for one in ("API", "worker")) + " |")


def step(stack):
    for frame in reversed(stack.split(";")):
        for title, pattern in STEPS:
            if re.search(pattern, frame):
                return title
    return "the rest"


if __name__ == "__main__":
    main()
