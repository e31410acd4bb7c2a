"""Keeping mail on a disk: deliveries into the store and its peers, lists and searches."""
import statistics
import subprocess

from . import builds
from .disk import OnDisk
from .rounds import Results, tell
from .server import BenchError, Contender


class Storing(OnDisk):
    """All parts of `bench/run store`, in one folder on a real disk."""

    def __init__(self, folder, quick, rounds, messages):
        super().__init__("store", folder)
        self.quick, self.rounds, self.messages = quick, rounds, messages
        self.results = Results(NAMES)

    def run(self):
        bench = builds.published("bench/Rockdove.Bench", "Rockdove.Bench")
        tell("deliveries")
        self._inside([*bench, "store", "deliveries", self.folder, str(self.rounds), "0.4" if self.quick else "2"])
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
        return collapsed

    def _inside(self, argv):
        done = subprocess.run(argv, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=INSIDE_SECONDS,
                              check=False)
        if done.returncode != 0:
            raise BenchError(f"{' '.join(argv)}: {done.stderr.strip() or done.stdout.strip()}")
        for line in done.stdout.splitlines():
            name, measure, figure = line.split("\t")
            self.results.add(name, measure, float(figure))

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
        print("| | median (min..max) |")
        print("|---|---|")
        for measure, figures in self.results.figures[OURS].items():
            if not measure.split(" x")[0].endswith(" KiB"):
                print(f"| {OURS}: {measure} | {statistics.median(figures):,.2f} "
                      f"({min(figures):,.2f}..{max(figures):,.2f}) |")
        print()


SYNCS, PEER, FILE_EACH, OURS = "fdatasync", "SQLite row", "file each", "rockdove"
NAMES = [Contender(name, []) for name in (SYNCS, PEER, FILE_EACH, OURS)]
PROMISED = {"4 KiB x64": 5, "4 KiB x256": 8}
COLLAPSE = 4
INSIDE_SECONDS = 1200
