"""The loads a server is put under: one for each column of the table."""
import os
import subprocess
import sys
import time
import urllib.request

from .server import BenchError

SMTP_SOURCE = "/usr/sbin/smtp-source"
SESSIONS = 10
KIB = 1024
MIB = 1024 * KIB
SEND_SECONDS = 300


class Column:
    """A load and the ratio to smtp-sink that Rockdove promises for it."""

    def __init__(self, name, size, messages, target, *, kept=True, pipelined=False):
        self.name, self.size, self.messages, self.target = name, size, messages, target
        self.kept, self.pipelined = kept, pipelined

    @property
    def unit(self):
        """Large messages are a matter of bytes a second, small ones of messages a second."""
        return "MB/s" if self.size >= 50 * KIB else "/s"

    def argv(self, where, messages):
        if self.pipelined:
            pipeline = os.path.join(os.path.dirname(__file__), "pipeline.py")
            return [sys.executable, pipeline, where, str(SESSIONS), str(messages), str(self.size)]
        keep = ["-d"] if self.kept else []
        return [SMTP_SOURCE, *keep, "-s", str(SESSIONS), "-m", str(messages), "-l", str(self.size), where]


class Sample:
    """One load put on one server: `rate` in the column's unit, `cpu_us` of the server for each message."""

    def __init__(self, column, server, divisor=1):
        # A multiple of the sessions, so that every generator sends exactly this many.
        messages = max(column.messages // divisor // SESSIONS, 1) * SESSIONS
        cpu, start = server.cpu_seconds(), time.perf_counter()
        self._send(column, server, messages)
        seconds = time.perf_counter() - start
        self.cpu_us = (server.cpu_seconds() - cpu) / messages * 1e6
        self.rate = messages / seconds
        if column.unit == "MB/s":
            self.rate *= column.size / 1e6

    @staticmethod
    def _send(column, server, messages):
        what = f"{column.name} on {server.contender.name}"
        try:
            done = subprocess.run(column.argv(server.where, messages), stdin=subprocess.DEVNULL,
                                  capture_output=True, timeout=LOAD_SECONDS, check=False)
        except subprocess.TimeoutExpired:
            raise BenchError(f"{what}: {messages} messages were not sent in {LOAD_SECONDS} s") from None
        if done.returncode != 0:
            raise BenchError(f"{what}: {done.stderr.decode(errors='replace').strip()}")


# Each sample takes about a second on smtp-sink.
COLUMNS = [
    Column("1 KiB kept x10", KIB, 20000, 0.75),
    Column("new connection", KIB, 6000, 0.85, kept=False),
    Column("50 KiB", 50 * KIB, 3000, 3),
    Column("1 MiB", MIB, 200, 5),
    Column("10 MiB", 10 * MIB, 20, 6),
    Column("pipelined", KIB, 40000, 0.75, pipelined=True),
]
CPU_COLUMN = "1 KiB kept x10"
CPU_TARGET = 1.4
LOAD_SECONDS = 120


def send(server, sessions, messages, size):
    """So many messages of so many octets, by smtp-source."""
    argv = [SMTP_SOURCE, "-d", "-s", str(sessions), "-m", str(messages), "-l", str(size), server.where]
    done = subprocess.run(argv, stdin=subprocess.DEVNULL, capture_output=True, timeout=SEND_SECONDS, check=False)
    if done.returncode != 0:
        raise BenchError(f"{' '.join(argv)}: {done.stderr.decode(errors='replace').strip()}")


def read_all(url):
    """How many octets an address answers."""
    octets = 0
    with urllib.request.urlopen(url, timeout=SEND_SECONDS) as response:
        while piece := response.read(64 * KIB):
            octets += len(piece)
    return octets
