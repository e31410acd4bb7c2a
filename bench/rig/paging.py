"""The catcher's pages in Chromium: a list that mail comes into, and one of many messages."""
import json
import os
import subprocess

from . import builds
from .disk import OnDisk
from .rounds import Results, tell
from .server import BenchError, Contender, Server, free_port

CHROMIUM = "/usr/bin/chromium-headless-shell"
PACKAGES = os.path.join(builds.ROOT, "tests", "Rockdove.RealClients.Tests", "node")
SCRIPT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "paging.mjs")


class Paging(OnDisk):
    """Both parts of `bench/run pages`, in one folder on a real disk."""

    def __init__(self, folder, quick, rounds, messages):
        super().__init__("pages", folder)
        self.quick, self.rounds, self.messages = quick, rounds, messages
        self.results = Results([Contender(name, []) for name in (LIVE, LIST)])

    def run(self):
        for needed in (CHROMIUM, os.path.join(PACKAGES, "node_modules", "playwright-core")):
            if not os.path.exists(needed):
                raise BenchError(f"{needed} is not there: run eng/install-clients")
        self.bench, self.rockdove = builds.published("bench/Rockdove.Bench", "Rockdove.Bench"), builds.rockdove()
        self._live()
        self._list()

    def print(self):
        print("| | median (min..max) |")
        print("|---|---|")
        for name in self.results.names:
            for measure, figures in self.results.figures[name].items():
                print(f"| {name}: {measure} | {self.results.median(name, measure):,.0f} "
                      f"({min(figures):,.0f}..{max(figures):,.0f}) |")
        print()

    def print_verdict(self):
        """Says for each promise whether it was kept, and returns those that have collapsed."""
        collapsed = []
        for name, measure, most in PROMISES:
            figure = self.results.median(name, measure)
            print(f"{name}, {measure}: {figure:,.0f}, promised <= {most:,}: {'kept' if figure <= most else 'MISSED'}")
            if figure > most * COLLAPSE:
                collapsed.append(measure)
        return collapsed

    def _live(self):
        seconds = 2 if self.quick else 20
        for number in range(self.rounds):
            tell(f"{RATE} messages a second for {seconds} s, {number + 1} of {self.rounds}")
            web = free_port()
            with self._catch(f"live-{number}", web) as server:
                self._drive(LIVE, "live", web, server.address[1], seconds, RATE)

    def _list(self):
        tell(f"a list of {self.messages:,}")
        data, web = os.path.join(self.folder, "list"), free_port()
        inside([*self.bench, "catch", "fill", data, str(self.messages)], builds.ROOT)
        with self._catch("list", web):
            self._drive(LIST, "list", web, self.messages, LOADS)

    def _drive(self, name, what, web, *numbers):
        argv = ["node", SCRIPT, what, f"http://127.0.0.1:{web}/", *map(str, numbers)]
        for line in inside(argv, PACKAGES).splitlines():
            figure = json.loads(line)
            self.results.add(name, figure["tell"], figure["value"])

    def _catch(self, name, web):
        return Server(Contender(name, [*self.rockdove, "catch", "--smtp", "127.0.0.1:0", "--http", f"127.0.0.1:{web}",
                                       "--max", "1000000", "--data", os.path.join(self.folder, name)]))


def inside(argv, folder):
    done = subprocess.run(argv, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          timeout=INSIDE_SECONDS, check=False)
    if done.returncode != 0:
        raise BenchError(f"{' '.join(argv)}: {done.stderr.strip() or done.stdout.strip()}")
    return done.stdout


LIVE, LIST = "while mail comes", "a long list"
RATE = 200
LOADS = 5
# A list is there at once for who looks at it (300 ms), and the pages are no more than a picture (60 KiB).
PROMISES = [
    (LIVE, "frame, ms, p95", 50),
    (LIVE, "last 250 to on top, ms", 1000),
    (LIST, "load to rows, ms", 300),
    (LIST, "jump to the middle, ms", 300),
    (LIST, "jump to the end, ms", 300),
    (LIST, "octets of files", 61_440),
]
COLLAPSE = 4
INSIDE_SECONDS = 600
