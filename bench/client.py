"""How benches reach Starmap: one connection to its API, and a './starmap up' of their own."""

import contextlib
import http.client
import json
import pathlib
import signal
import subprocess
import sys
import threading
import time
import urllib.parse

SLOTS = 2
NDJSON = "application/x-ndjson"
MOST_AT_ONCE = 32 << 20  # bytes of a JSON array; more is sent as lines
LAUNCHER = pathlib.Path(__file__).resolve().parent.parent / "starmap"


class Starmap:
    """One connection to the API."""

    def __init__(self, address):
        self.connection = http.client.HTTPConnection(urllib.parse.urlparse(address).netloc)
        self.used = time.monotonic()

    def request(self, method, path, body=None):
        # the server ends connections that were idle for long
        if time.monotonic() - self.used > 10:
            self.connection.close()
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        answer = response.read()
        self.used = time.monotonic()
        if response.status >= 300:
            sys.exit(f"{method} {path}: {response.status} {answer[:500]!r}")
        return json.loads(answer) if answer else None


    def stream(self, path, items):
        """Posts items as lines while it reads the values, a line each: a body of any length."""
        self.connection.close()
        self.connection.putrequest("POST", path)
        for header in {"Content-Type": NDJSON, "Accept": NDJSON, "Transfer-Encoding": "chunked"}.items():
            self.connection.putheader(*header)
        self.connection.endheaders()
        sender = threading.Thread(target=self.send, args=(items,))
        sender.start()
        response = self.connection.getresponse()
        values = [json.loads(line) for line in response]
        sender.join()
        if response.status >= 300:
            sys.exit(f"POST {path}: {response.status} {values}")
        return values

    def send(self, items):
        for item in items:
            line = json.dumps(item).encode() + b"\n"
            self.connection.send(b"%x\r\n%b\r\n" % (len(line), line))
        self.connection.send(b"0\r\n\r\n")


def timed(call):
    start = time.perf_counter()
    result = call()
    return time.perf_counter() - start, result


@contextlib.contextmanager
def running(address, slots=("--slots", str(SLOTS))):
    if address:
        yield address
        return
    command = [str(LAUNCHER), "up", "--port", "0", *slots]
    up = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        for line in up.stdout:
            if line.startswith("Starmap is up: "):
                yield line.split(": ", 1)[1].strip()
                return
        sys.exit("Starmap did not start")
    finally:
        up.send_signal(signal.SIGTERM)
        up.wait()
