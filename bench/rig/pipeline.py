#!/usr/bin/env python3
"""Sends mail with pipelined commands (RFC 2920) as fast as one thread can: pipeline.py HOST:PORT SESSIONS MESSAGES BYTES

Each round trip carries the content of one message and the MAIL, RCPT and DATA of the next, in one write. That is as far
as RFC 2920 lets a client go: DATA is the last command of a group, and content may be the first thing of the next.

Sessions are served in turn with blocking calls: a session that is not ready is waited for while the others' answers
queue in the kernel, so there is nothing to select on and one write and one read a message.
"""
import socket
import sys

GROUP = b"MAIL FROM:<a@example.test>\r\nRCPT TO:<b@example.test>\r\nDATA\r\n"
GROUP_CODES = (b"250", b"250", b"354")


def content(size):
    line = b"x" * 62 + b"\r\n"
    head = b"Subject: pipelined\r\n\r\n"
    lines = (size - len(head)) // len(line)
    rest = size - len(head) - lines * len(line)
    tail = b"x" * (rest - 2) + b"\r\n" if rest >= 2 else b""
    return head + line * lines + tail + b".\r\n"


class Session:
    def __init__(self, address):
        self.socket = socket.create_connection(address, timeout=20)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.known = {}
        self.expect((b"220",))
        self.socket.sendall(b"EHLO bench.test\r\n")
        self.expect((b"250",))

    def expect(self, codes):
        """Reads one reply for each code. Bytes seen before are not looked at again: replies rarely differ."""
        data = self.socket.recv(65536)
        if data in self.known and self.known[data] == codes:
            return
        while True:
            lines = data.split(b"\r\n")
            finals = [line for line in lines[:-1] if line[3:4] != b"-"]
            if lines[-1] == b"" and len(finals) >= len(codes):
                break
            more = self.socket.recv(65536)
            if not more:
                sys.exit(f"pipeline: the server closed after {data!r}")
            data += more
        if tuple(line[:3] for line in finals) != codes:
            sys.exit(f"pipeline: expected {codes}, got {data!r}")
        if len(self.known) < 64:
            self.known[data] = codes


def main(where, sessions, messages, size):
    host, _, port = where.rpartition(":")
    everyone = [Session((host, int(port))) for _ in range(sessions)]
    body = content(size)
    first, middle = GROUP, body + GROUP
    middle_codes = (b"250",) + GROUP_CODES
    for s in everyone:
        s.socket.sendall(first)
    for s in everyone:
        s.expect(GROUP_CODES)
        s.socket.sendall(middle)
    rounds = max(messages // sessions - 1, 1)
    for _ in range(rounds - 1):
        for s in everyone:
            s.expect(middle_codes)
            s.socket.sendall(middle)
    for s in everyone:
        s.expect(middle_codes)
        s.socket.sendall(body + b"QUIT\r\n")
    for s in everyone:
        s.expect((b"250", b"221"))
        s.socket.close()
    print((rounds + 1) * sessions)


if __name__ == "__main__":
    main(sys.argv[1], *(int(arg) for arg in sys.argv[2:5]))
