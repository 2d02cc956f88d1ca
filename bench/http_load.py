"""A client of HTTP that costs little: the request is encoded once, answers are parsed no further than their length.

One thread asks for all clients, so that the time is the service's. Connections are open before the time begins.
"""

import selectors
import socket
import time


class Connection:
    """One client's: asks, and puts together what arrives of the answer. HTTP/1.1, with a length or in chunks."""

    def __init__(self, host):
        self.address, self.socket = host.split(":"), None
        self.open()

    def open(self):
        self.close()
        self.socket = socket.create_connection((self.address[0], int(self.address[1])))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.ended = False

    def close(self):
        if self.socket:
            self.socket.close()

    def ask(self, request):
        """Opens a connection again that the service ended after its last answer; that belongs to the time."""
        self.bytes, self.start = b"", time.perf_counter()
        if self.ended:
            self.open()
        self.socket.sendall(request)

    def answer(self):
        """What is there, as a whole body; None while a part of it is missing."""
        data = self.socket.recv(65536)
        if not data:
            raise SystemExit("the service ended the connection")
        self.bytes += data
        end = self.bytes.find(b"\r\n\r\n")
        if end < 0:
            return None
        head, body = self.bytes[:end].lower(), self.bytes[end + 4 :]
        if head.split(b" ", 2)[1] != b"200":
            raise SystemExit(f"answered {self.bytes[:500]!r}")
        self.ended = b"\r\nconnection: close" in head
        if b"\r\ncontent-length:" in head:
            length = int(head.split(b"\r\ncontent-length:", 1)[1].split(b"\r\n", 1)[0])
            return body if len(body) >= length else None
        return unchunked(body)

    def seconds(self):
        return time.perf_counter() - self.start


def unchunked(body):
    parts = []
    while True:
        size, found, body = body.partition(b"\r\n")
        if not found:
            return None
        length = int(size.split(b";")[0], 16)
        if len(body) < length + 2:
            return None
        if length == 0:
            return b"".join(parts)
        parts.append(body[:length])
        body = body[length + 2 :]


def encoded(host, path, body):
    fields = f"Host: {host}\r\nContent-Type: application/json\r\nAccept: application/json\r\nContent-Length: {len(body)}\r\n"
    return f"POST {path} HTTP/1.1\r\n{fields}\r\n".encode() + body


def posts(host, path, body, count, clients):
    """Seconds for all, seconds of each, and the bodies of the answers. Each client asks again when it has been answered."""
    request = encoded(host, path, body)
    connections = [Connection(host) for _ in range(clients)]
    try:
        start = time.perf_counter()
        times, bodies = one_by_one(connections[0], request, count) if clients == 1 else side_by_side(connections, request, count)
        return time.perf_counter() - start, times, bodies
    finally:
        for connection in connections:
            connection.close()


def one_by_one(connection, request, count):
    times, bodies = [], []
    for _ in range(count):
        connection.ask(request)
        while (body := connection.answer()) is None:
            pass
        times.append(connection.seconds())
        bodies.append(body)
    return times, bodies


def side_by_side(connections, request, count):
    """A socket is watched while its client waits, and read when something is there, so that nothing blocks."""
    times, bodies, idle, unasked = [], [], list(connections), count
    with selectors.DefaultSelector() as selector:
        while len(bodies) < count:
            while idle and unasked:
                connection, unasked = idle.pop(), unasked - 1
                connection.ask(request)
                if connection.socket not in selector.get_map():
                    selector.register(connection.socket, selectors.EVENT_READ, connection)
            for key, _ in selector.select():
                body = key.data.answer()
                if body is not None:
                    times.append(key.data.seconds())
                    bodies.append(body)
                    idle.append(key.data)
                    if key.data.ended:
                        selector.unregister(key.fileobj)
    return times, bodies
