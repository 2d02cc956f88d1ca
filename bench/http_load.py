"""A client of HTTP that costs little: the request is encoded once, answers are parsed no further than their length.

One thread asks for all clients, so that the time is the service's. Connections are open before the time begins.
"""

import collections
import selectors
import socket
import time


class Answer:
    """What has arrived of one answer of HTTP/1.1, with a length or in chunks."""

    def __init__(self):
        self.bytes = b""

    def add(self, data):
        """The body, or None while a part of it is missing."""
        if not data:
            raise SystemExit("the service ended the connection")
        self.bytes += data
        end = self.bytes.find(b"\r\n\r\n")
        if end < 0:
            return None
        head, body = self.bytes[:end].lower(), self.bytes[end + 4 :]
        if head.split(b" ", 2)[1] != b"200":
            raise SystemExit(f"answered {self.bytes[:500]!r}")
        if b"\r\ncontent-length:" in head:
            length = int(head.split(b"\r\ncontent-length:", 1)[1].split(b"\r\n", 1)[0])
            return body if len(body) >= length else None
        return unchunked(body)


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
    name, port = host.split(":")
    sockets = [socket.create_connection((name, int(port))) for _ in range(clients)]
    for one in sockets:
        one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        request = encoded(host, path, body)
        start = time.perf_counter()
        times, bodies = one_by_one(sockets[0], request, count) if clients == 1 else side_by_side(sockets, request, count)
        return time.perf_counter() - start, times, bodies
    finally:
        for one in sockets:
            one.close()


def one_by_one(connection, request, count):
    times, bodies = [], []
    for _ in range(count):
        answer, body = Answer(), None
        start = time.perf_counter()
        connection.sendall(request)
        while body is None:
            body = answer.add(connection.recv(65536))
        times.append(time.perf_counter() - start)
        bodies.append(body)
    return times, bodies


def side_by_side(sockets, request, count):
    times, bodies, waiting = [], [], {}
    ready, unasked = collections.deque(sockets), count
    with selectors.DefaultSelector() as selector:
        for one in sockets:
            one.setblocking(False)
            selector.register(one, selectors.EVENT_READ)
        while len(bodies) < count:
            while ready and unasked:
                one, unasked = ready.popleft(), unasked - 1
                waiting[one] = Answer(), time.perf_counter()
                one.send(request)
            for key, _ in selector.select():
                answer, start = waiting[key.fileobj]
                body = answer.add(key.fileobj.recv(65536))
                if body is not None:
                    times.append(time.perf_counter() - start)
                    bodies.append(body)
                    ready.append(key.fileobj)
    return times, bodies
