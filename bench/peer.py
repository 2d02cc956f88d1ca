"""What all peers are made of."""

import concurrent.futures
import contextlib
import importlib.metadata
import importlib.util
import os
import pathlib
import subprocess
import sys
import tempfile

from client import SLOTS, timed
from installation import Redis

__all__ = ["SLOTS", "OnRedis", "Peer"]
HERE = pathlib.Path(__file__).resolve().parent


class Peer(contextlib.ExitStack):
    """A peer gives `map`, whose values are in the order of the items, and `apply`, which computes one item and may be called by
    several threads; or it measures itself and gives the timed ones.
    """

    title, distribution, requires = "", "", ()
    network = True
    """Whether workers may be on other machines."""
    warm_up = 5
    """Seconds it runs before its turns count: services run for days, and the compilers of a JVM are at work for the first minute."""

    @classmethod
    def missing(cls):
        """How to install what is missing, or None."""
        missing = [name for name in cls.requires if importlib.util.find_spec(name) is None]
        return "pip install " + " ".join(missing) if missing else None

    def version(self):
        return importlib.metadata.version(self.distribution)

    def timed_map(self, function, items, chunk=None):
        """Seconds until all values are here, and the values."""
        return timed(lambda: self.map(function, items, chunk))

    def timed_applies(self, function, item, count, clients):
        """Seconds until all calls have ended, seconds of each call, and the values. Each client calls again when it has a value."""

        def call(_):
            return timed(lambda: self.apply(function, item))

        if clients == 1:
            elapsed, calls = timed(lambda: [call(i) for i in range(count)])
        else:
            with concurrent.futures.ThreadPoolExecutor(clients) as threads:
                elapsed, calls = timed(lambda: list(threads.map(call, range(count))))
        return elapsed, [seconds for seconds, _ in calls], [value for _, value in calls]


class OnRedis(Peer):
    """With a Redis of its own, and programs that work."""

    def __init__(self):
        super().__init__()
        self.folder = self.enter_context(tempfile.TemporaryDirectory())
        self.redis = Redis(self.folder)
        self.callback(self.redis.kill)
        self.url = f"redis://127.0.0.1:{self.redis.port}/0"
        os.environ["BENCH_REDIS"] = self.url

    def run(self, command, **options):
        process = subprocess.Popen(command, cwd=HERE, **options)
        self.callback(process.wait)
        self.callback(process.terminate)
        return process

    def python(self, *command):
        self.run([sys.executable, "-m", *command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
