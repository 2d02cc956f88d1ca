"""Peers that are no Python libraries: their clients are programs in their own languages, which measure themselves.

A client reads a command from each line of its input and answers with a line, all in JSON; its first line says its version:

    {"do": "map", "function": "square", "items": [1, 2], "chunk": 1}            {"seconds": 0.1, "values": [1, 4]}
    {"do": "applies", "function": "square", "item": 12, "count": 2, "clients": 1}   {"seconds": 0.1, "times": [0.05, 0.05], "values": [144, 144]}
    {"do": "alone", "function": "inside", "items": [1, 2]}                      {"seconds": 0.1, "values": [785, 786]}

Seconds are from the call until all values are in the client, in order; `alone` computes in the client itself. A chunk of one is an
item as it is; larger ones are packed by hand, as users of these libraries do who want speed.
"""

import json
import os
import pathlib
import shutil
import subprocess

from peer import SLOTS, OnRedis, Peer

HERE = pathlib.Path(__file__).resolve().parent


class Foreign(OnRedis):
    def __init__(self):
        super().__init__()
        address = ["127.0.0.1", str(self.redis.port)]
        for worker in [self.program("worker", address) for _ in range(SLOTS)]:
            json.loads(worker.stdout.readline())
        self.client = self.program("peer", address)
        self.version_of_it = json.loads(self.client.stdout.readline())["version"]

    def program(self, name, address):
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        return self.run([*self.command(name), *address], text=True, **pipes)

    def version(self):
        return self.version_of_it

    def ask(self, **command):
        self.client.stdin.write(json.dumps(command) + "\n")
        self.client.stdin.flush()
        line = self.client.stdout.readline()
        if not line:
            raise SystemExit(f"the client of {self.title} ended")
        return json.loads(line)

    def timed_map(self, function, items, chunk=None):
        answer = self.ask(do="map", function=function, items=list(items), chunk=chunk or 1)
        return answer["seconds"], answer["values"]

    def timed_applies(self, function, item, count, clients):
        answer = self.ask(do="applies", function=function, item=item, count=count, clients=clients)
        return answer["seconds"], answer["times"], answer["values"]

    def alone(self, function, items):
        answer = self.ask(do="alone", function=function, items=items)
        return answer["seconds"], answer["values"]


class BullMq(Foreign):
    title = "BullMQ"

    @classmethod
    def missing(cls):
        if shutil.which("node") is None:
            return "install Node.js 20"
        return None if (HERE / "bullmq/node_modules/bullmq").is_dir() else "npm install --prefix bench/bullmq"

    def command(self, name):
        return ["node", str(HERE / f"bullmq/{name}.js")]


class Redisson(Foreign):
    title, warm_up = "Redisson", 60

    @classmethod
    def missing(cls):
        return None if (HERE / "redisson/target/lib").is_dir() else "mvn -f bench/redisson package"

    def command(self, name):
        java = pathlib.Path(os.environ["JAVA_HOME"], "bin/java") if "JAVA_HOME" in os.environ else "java"
        folder = HERE / "redisson/target"
        return [str(java), "-cp", f"{folder / 'classes'}:{folder / 'lib'}/*", "bench." + name.capitalize()]


class Parallel(Peer):
    """GNU parallel: a command for each item, or for each part of the input with --pipe; its users' functions are of the shell."""

    title, network = "GNU parallel", False
    each = f"square() {{ echo $(($1 * $1)); }}; export -f square; parallel -k -j{SLOTS} square"
    parts = f"squares() {{ awk '{{printf \"%.0f\\n\", $1 * $1}}'; }}; export -f squares; parallel -k -j{SLOTS} --pipe squares"

    @classmethod
    def missing(cls):
        return None if shutil.which("parallel") else "apt-get install parallel"

    def version(self):
        return self.output("parallel --version", "").split("\n", 1)[0].split()[-1]

    def map(self, function, items, chunk=None):
        lines = self.output(self.each if chunk else self.parts, "".join(f"{item}\n" for item in items))
        return [int(line) for line in lines.split()]

    def apply(self, function, item):
        return self.map(function, [item], 1)[0]

    @staticmethod
    def output(script, text):
        environment = {**os.environ, "SHELL": "/bin/bash"}
        done = subprocess.run(["bash", "-c", script], input=text, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        return done.stdout
