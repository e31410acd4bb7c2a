"""Keeping mail on a disk: deliveries into the store and its peers, through SMTP, one large message, and lists."""
import os
import shutil
import statistics
import subprocess
import tempfile
import time
import urllib.request

from . import builds
from .load import KIB, MIB, SMTP_SOURCE
from .rounds import Results, tell
from .server import BenchError, Contender, Server, free_port


class Storing:
    """All parts of `bench/run store`, in one folder on a real disk."""

    def __init__(self, folder, quick, rounds, messages):
        self.quick, self.rounds, self.messages = quick, rounds, messages
        os.makedirs(folder, exist_ok=True)
        self.kind = file_system(folder)
        if self.kind in ("tmpfs", "ramfs"):
            raise BenchError(f"{folder} is in memory ({self.kind}), where a sync costs nothing: name a folder on a disk")
        self.folder = tempfile.mkdtemp(prefix="store-", dir=folder)
        self.results = Results(NAMES)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self):
        bench, rockdove = builds.published("bench/Rockdove.Bench", "Rockdove.Bench"), builds.rockdove()
        tell("deliveries")
        self._inside([*bench, "store", "deliveries", self.folder, str(self.rounds), "0.4" if self.quick else "2"])
        self._ingest(rockdove)
        self._large(rockdove)
        tell(f"lists of {self.messages} messages")
        self._inside([*bench, "store", "listing", self.folder, str(self.messages)])
        tell(f"searches of {self.messages} messages")
        self._inside([*bench, "store", "search", self.folder, str(self.messages)])

    def print(self):
        self._print_deliveries()
        self._print_rest()

    def print_verdict(self):
        """Says for each promise whether it was kept, and returns those that have collapsed."""
        collapsed = []
        for load, least in PROMISED.items():
            reached = statistics.median(self._ratios(OURS, load))
            print(f"{load}: {reached:.1f} times {PEER}, promised >= {least}: "
                  f"{'kept' if reached >= least else 'MISSED'}")
            if reached < least / COLLAPSE:
                collapsed.append(load)
        rate = self.results.median(CATCH, INGEST_LOAD)
        print(f"{INGEST_LOAD}: {rate:,.0f}, promised >= {INGEST_RATE:,} on two idle processors: "
              f"{'kept' if rate >= INGEST_RATE else 'MISSED'}")
        for measure in (LARGE_IN, LARGE_OUT):
            most = max(self.results.figures[CATCH][measure])
            print(f"{measure}: {most:.1f} at most, promised <= {LARGE_MIB}: {'kept' if most <= LARGE_MIB else 'MISSED'}")
            if most > LARGE_MIB * COLLAPSE:
                collapsed.append(measure)
        return collapsed

    def _inside(self, argv):
        done = subprocess.run(argv, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=INSIDE_SECONDS,
                              check=False)
        if done.returncode != 0:
            raise BenchError(f"{' '.join(argv)}: {done.stderr.strip() or done.stdout.strip()}")
        for line in done.stdout.splitlines():
            name, measure, figure = line.split("\t")
            self.results.add(name, measure, float(figure))

    def _ingest(self, rockdove):
        """The real process under smtp-source; each 250 is a message on the disk, or in memory beside it."""
        servers = {}
        try:
            # The short form says that the durable one can be measured; what memory does is for the long one.
            for name, data in ((CATCH, True), (CATCH_IN_MEMORY, False))[: 1 if self.quick else 2]:
                servers[name] = self._catch(rockdove, name, data)
            for number in range(-1, self.rounds):
                for name, server in servers.items():
                    for sessions, messages in INGEST:
                        messages = messages // (10 if self.quick else 1)
                        tell(f"{name}, {sessions} sessions, {'warm-up' if number < 0 else number + 1}")
                        cpu, start = server.cpu_seconds(), time.perf_counter()
                        send(server, sessions, messages, 4 * KIB)
                        seconds = time.perf_counter() - start
                        if number >= 0:
                            self.results.add(name, f"SMTP 4 KiB x{sessions} /s", messages / seconds)
                            self.results.add(name, f"SMTP 4 KiB x{sessions} CPU us",
                                             (server.cpu_seconds() - cpu) / messages * 1e6)
        finally:
            for server in servers.values():
                server.stop()

    def _large(self, rockdove):
        """How far memory peaks above idle for one message of 100 MB, in a process that has seen some mail."""
        size = 20_000_000 if self.quick else 100_000_000
        http = free_port()
        with self._catch(rockdove, "large", True, http) as server:
            url = f"http://127.0.0.1:{http}/api/v1/message/latest/raw"
            send(server, 4, 400, 4 * KIB)
            for _ in range(20):
                read_all(url)
            for _ in range(self.rounds):
                for measure, act in ((LARGE_IN, lambda: send(server, 1, 1, size)),
                                     (LARGE_OUT, lambda: self._read_large(url, size))):
                    time.sleep(0.2)
                    idle, start = server.rss_mib(), time.perf_counter()
                    server.forget_peak()
                    act()
                    self.results.add(CATCH, measure.replace("MiB", "s"), time.perf_counter() - start)
                    self.results.add(CATCH, measure, server.peak_rss_mib() - idle)

    @staticmethod
    def _read_large(url, size):
        octets = read_all(url)
        if octets < size:
            raise BenchError(f"{url} gave {octets} octets of at least {size}")

    def _catch(self, rockdove, name, data, http=0):
        argv = [*rockdove, "catch", "--smtp", "127.0.0.1:0", "--http", f"127.0.0.1:{http}", "--max", "1000000",
                "--max-message-bytes", "200000000",
                "--max-bytes", str((20_000 if data else 300) * MIB)]  # Memory has room for 800 MB: the oldest goes.
        if data:
            argv += ["--data", os.path.join(self.folder, name.replace(" ", "-"))]
        return Server(Contender(name, argv))

    def _ratios(self, name, measure):
        return [own / other for own, other in zip(self.results.figures[name][measure],
                                                  self.results.figures[PEER][measure])]

    def _print_deliveries(self):
        loads = [measure for measure in self.results.figures[PEER] if not measure.endswith(" ms")]
        print("| durable deliveries a second | " + " | ".join(loads) + " |")
        print("|---" * (len(loads) + 1) + "|")
        for name in (SYNCS, PEER, FILE_EACH, OURS):
            print(f"| {name} | " + " | ".join(self._rate(name, load) for load in loads) + " |")
        print()
        print("| one delivery, ms, p50 / p99 | " + " | ".join(loads) + " |")
        print("|---" * (len(loads) + 1) + "|")
        for name in (SYNCS, PEER, FILE_EACH, OURS):
            cells = [f"{self.results.median(name, load + ' p50 ms'):.2f} / "
                     f"{self.results.median(name, load + ' p99 ms'):.1f}"
                     if load in self.results.figures[name] else "" for load in loads]
            print(f"| {name} | " + " | ".join(cells) + " |")
        print()

    def _rate(self, name, load):
        figures = self.results.figures[name].get(load)
        if not figures:
            return ""
        times = "" if name in (PEER, SYNCS) else f" = {statistics.median(self._ratios(name, load)):.1f} times"
        return f"{statistics.median(figures):,.0f} ({min(figures):,.0f}..{max(figures):,.0f}){times}"

    def _print_rest(self):
        print("| MiB are those of the peak above idle | median (min..max) |")
        print("|---|---|")
        for name in (CATCH, CATCH_IN_MEMORY, OURS):
            for measure, figures in self.results.figures[name].items():
                if name != OURS or not measure.split(" x")[0].endswith(" KiB"):
                    print(f"| {name}: {measure} | {statistics.median(figures):,.2f} "
                          f"({min(figures):,.2f}..{max(figures):,.2f}) |")
        print()


def send(server, sessions, messages, size):
    argv = [SMTP_SOURCE, "-d", "-s", str(sessions), "-m", str(messages), "-l", str(size), server.where]
    done = subprocess.run(argv, stdin=subprocess.DEVNULL, capture_output=True, timeout=SEND_SECONDS, check=False)
    if done.returncode != 0:
        raise BenchError(f"{' '.join(argv)}: {done.stderr.decode(errors='replace').strip()}")


def read_all(url):
    octets = 0
    with urllib.request.urlopen(url, timeout=SEND_SECONDS) as response:
        while piece := response.read(64 * KIB):
            octets += len(piece)
    return octets


def file_system(folder):
    """The kind of file system that a folder is on."""
    done = subprocess.run(["df", "--output=fstype", folder], capture_output=True, text=True, timeout=10, check=True)
    return done.stdout.split()[-1]


SYNCS, PEER, FILE_EACH, OURS = "fdatasync", "SQLite row", "file each", "rockdove"
CATCH, CATCH_IN_MEMORY = "catch --data", "catch in memory"
NAMES = [Contender(name, []) for name in (SYNCS, PEER, FILE_EACH, OURS, CATCH, CATCH_IN_MEMORY)]
PROMISED = {"4 KiB x64": 5, "4 KiB x256": 8}
INGEST = ((20, 8000), (100, 16000), (200, 24000))
INGEST_RATE, INGEST_LOAD = 5000, "SMTP 4 KiB x200 /s"
LARGE_IN, LARGE_OUT = "large message in, MiB", "large message out by HTTP, MiB"
LARGE_MIB = 16
COLLAPSE = 4
SEND_SECONDS = 300
INSIDE_SECONDS = 1200
