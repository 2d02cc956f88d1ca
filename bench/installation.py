"""A Redis, API and worker processes that a bench starts and ends, each on a free port. Needs an installed redis-server."""

import os
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def wait_for(condition, seconds=120):
    """The first value of a condition that is neither None nor False."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value is not None and value is not False:
            return value
        time.sleep(0.02)
    raise SystemExit("waited in vain")


class Redis:
    def __init__(self, folder, *settings):
        self.folder, self.settings, self.port = folder, settings, free_port()
        self.start()

    def start(self):
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--dir", self.folder, "--save", "", *self.settings]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        wait_for(lambda: self.command("PING") == "+PONG")

    def command(self, *words):
        """The first line of the answer, or all of a bulk; None while it is away."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), 1) as s:
                s.sendall(("*%d\r\n" % len(words) + "".join("$%d\r\n%s\r\n" % (len(w), w) for w in words)).encode())
                answer = s.makefile("rb")
                line = answer.readline().decode().strip()
                return answer.read(int(line[1:])).decode() if line.startswith("$") else line
        except OSError:
            return None

    def memory(self, field="used_memory"):
        """Bytes, of INFO memory."""
        lines = self.command("INFO", "memory").splitlines()
        return int(next(line.split(":")[1] for line in lines if line.startswith(field + ":")))

    def kill(self):
        self.process.kill()
        self.process.wait()

    def signal(self, number):
        self.process.send_signal(number)


def rss(pid):
    """Resident bytes of a process."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))) * 1024


class Installation(ExitStack):
    """Everything is ended with it. `heap` such as 256m bounds the heap of each JVM."""

    def __init__(self, *settings, heap=None):
        super().__init__()
        self.environment = dict(os.environ)
        if heap:
            self.environment["JAVA_TOOL_OPTIONS"] = f"-Xmx{heap}"
        self.redis = Redis(self.enter_context(tempfile.TemporaryDirectory()), *settings)
        self.callback(self.redis.kill)
        self.environment["STARMAP_REDIS_URL"] = f"redis://127.0.0.1:{self.redis.port}"
        port = free_port()
        self.api = self.service("api", "--port", str(port))
        self.address = f"http://127.0.0.1:{port}"
        wait_for(lambda: self.answers(port))

    def worker(self, slots):
        """Starts one, and waits until it is registered."""
        before = self.workers()
        process = self.service("worker", "--slots", str(slots))
        wait_for(lambda: self.workers() > before)
        return process

    def workers(self):
        return int((self.redis.command("HLEN", "sm:{s00}:workers") or ":0")[1:])

    def service(self, *arguments):
        process = subprocess.Popen(
            [str(HOME / "starmap"), *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=self.environment
        )
        self.callback(process.wait)
        self.callback(process.send_signal, signal.SIGTERM)
        return process

    @staticmethod
    def answers(port):
        try:
            with socket.create_connection(("127.0.0.1", port), 1):
                return True
        except OSError:
            return False
