"""Many IMAP sessions at once on one `rockdove serve`: how soon they hear of mail, what each costs, and one that is slow."""
import contextlib
import json
import os
import selectors
import socket
import ssl
import statistics
import tempfile
import time

from .idling import allow_files
from .mailclient import ImapSession
from .mailhosts import PASSWORD, USER, MailHost, write
from .rounds import tell
from .server import BenchError

MIB = 1024 * 1024


class Sizes:
    """How much of everything; the promises are made for the whole, and not for the short form."""

    def __init__(self, quick):
        self.pushed_to = 50 if quick else 500
        self.pushes = 3 if quick else 20
        self.with_tls = 100 if quick else 5_000
        self.large = 3 if quick else 21
        self.large_bytes = (10 if quick else 49) * MIB


def measure(command, folder, results, sizes):
    """Adds the figures of all three to the results, under the names below."""
    allow_files(sizes.with_tls + 500)
    with host(command, folder) as server:
        tell(f"{sizes.pushed_to} sessions are told")
        for milliseconds in pushes(server, sizes):
            results.add(server.name, PUSH, milliseconds)
    with host(command, folder) as server:
        tell(f"{sizes.with_tls} sessions with TLS")
        results.add(server.name, TLS, kib_each(server, sizes.with_tls))
    with host(command, folder) as server:
        tell(f"{sizes.large * sizes.large_bytes // MIB} MiB for a slow reader")
        results.add(server.name, SLOW, slow_reader(server, sizes))


def host(command, folder):
    folder = tempfile.mkdtemp(dir=folder)
    listener = {"Address": "127.0.0.1:0", "AllowsClear": True, "Connections": 20_000, "ConnectionsPerClient": 20_000,
                "Mechanisms": "CRAM-MD5, PLAIN"}
    write(folder, "rockdove.json", json.dumps({
        "HostName": "mail.example.org", "Data": os.path.join(folder, "data"), "Domains": ["example.org"],
        "Accounts": {USER: PASSWORD}, "Certificates": {"main": {"Development": True}},
        "Listeners": {name: listener for name in ("imap", "imaps", "pop3")}}))
    return MailHost("rockdove", [*command, "serve", "--config", os.path.join(folder, "rockdove.json")], folder)


def pushes(server, sizes):
    """
    How long after the last octet of an APPEND was written the last one of all sessions in IDLE has read of it, in
    milliseconds; the commit is part of it.
    """
    with contextlib.ExitStack() as open_sessions, selectors.DefaultSelector() as selector:
        writer = open_sessions.enter_context(selected(server))
        for _ in range(sizes.pushed_to):
            session = open_sessions.enter_context(selected(server))
            session.idle()
            selector.register(session.socket, selectors.EVENT_READ, session)
        for number in range(-3, sizes.pushes):
            message = b"Subject: number %d\r\n\r\nHello.\r\n" % number
            started = time.perf_counter()
            tag = writer.begin(b"APPEND INBOX {%d+}\r\n%b" % (len(message), message))
            wait_for_all(selector, sizes.pushed_to)
            took = time.perf_counter() - started
            writer.finish(tag)
            if number >= 0:
                yield took * 1000


def selected(server):
    session = ImapSession(server.imap)
    session.authenticate()
    session.run(b"SELECT INBOX")
    return session


def wait_for_all(selector, count):
    """Until each session has read that there is one message more."""
    told, said = set(), {}
    while len(told) < count:
        ready = selector.select(ANSWER_SECONDS)
        if not ready:
            raise BenchError(f"{count - len(told)} of {count} sessions heard nothing within {ANSWER_SECONDS} s")
        for key, _ in ready:
            said[key.data] = said.get(key.data, b"") + key.data.socket.recv(4096)
            if b" EXISTS\r\n" in said[key.data]:
                told.add(key.data)


def kib_each(server, count):
    """Memory of a session with TLS that has selected a mailbox and waits in IDLE, as the system counts it."""
    address = ("127.0.0.1", server.told(b"imaps "))
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    sessions = []
    try:
        for number in range(-20, count):
            if number == 0:  # What the first ones cost is the code that they run.
                before = server.pss_mib()
            session = ImapSession(address, context)
            sessions.append(session)
            session.authenticate()
            session.run(b"SELECT INBOX")
            session.idle()
        return (server.pss_mib() - before) * 1024 / count
    finally:
        for session in sessions:
            session.socket.close()


def slow_reader(server, sizes):
    """Peak memory above idle, in MiB, while one client asks for all mail, stops reading, and then reads it all."""
    with selected(server) as session:
        line = b"0123456789" * 7 + b"\r\n"
        body = line * (sizes.large_bytes // len(line))
        message = b"Subject: large\r\n\r\n" + body
        for _ in range(sizes.large):
            tag = session.begin(b"APPEND INBOX {%d}" % len(message))
            session.line()
            session.send(message + b"\r\n")
            session.finish(tag)
        session.run(b"NOOP")
        session.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 64 * 1024)
        session.run(b"FETCH 1 BODY.PEEK[]")
        wait_until_quiet(server)
        idle = server.status_mib("VmRSS")
        server.forget_peak()
        tag = session.begin(b"FETCH 1:* BODY.PEEK[]")
        session.receive()
        wait_until_quiet(server)
        stopped = server.status_mib("VmHWM") - idle
        octets = session.finish(tag)
        if octets < sizes.large * sizes.large_bytes * 0.95:
            raise BenchError(f"{octets} octets came of {sizes.large} times {sizes.large_bytes}")
        return max(stopped, server.status_mib("VmHWM") - idle)


def wait_until_quiet(server):
    """Until the server has used no processor for a while: it waits for its client."""
    for _ in range(QUIET_TRIES):
        before = server.cpu_seconds()
        time.sleep(0.5)
        if server.cpu_seconds() - before < 0.02:
            return
    raise BenchError(f"{server.name} does not come to rest")


def print_table(results, sizes):
    figures = results.figures["rockdove"]
    pushed = figures[PUSH]
    print("| | median (min..max) |")
    print("|---|---|")
    print(f"| {PUSH}, {sizes.pushed_to} sessions | {statistics.median(pushed):.0f} ({min(pushed):.0f}..{max(pushed):.0f}) |")
    print(f"| {TLS}, {sizes.with_tls} sessions | {figures[TLS][0]:.1f} |")
    print(f"| {SLOW}, {sizes.large * sizes.large_bytes // MIB} MiB | {figures[SLOW][0]:.1f} |")
    print()


def print_verdict(results):
    """Says whether the promises were kept; true if one of them has collapsed."""
    figures = results.figures["rockdove"]
    push, slow = statistics.median(figures[PUSH]), figures[SLOW][0]
    for name, figure, most in ((PUSH, push, PUSH_MS), (SLOW, slow, SLOW_MIB)):
        print(f"{name}: {figure:.1f}, promised <= {most}: {'kept' if figure <= most else 'MISSED'}")
    return push > PUSH_MS * COLLAPSE or slow > SLOW_MIB * COLLAPSE


PUSH, TLS, SLOW = "the last one is told, ms", "KiB for each with TLS", "peak of a slow reader, MiB"
PUSH_MS, SLOW_MIB = 100, 16
COLLAPSE = 4
ANSWER_SECONDS = 60
QUIET_TRIES = 120
