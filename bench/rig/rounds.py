"""Runs the rounds and keeps every figure."""
import statistics
import sys

from .load import Sample
from .server import Server


class Results:
    """One list for each contender and measure, with one figure a round."""

    def __init__(self, contenders):
        self.names = [contender.name for contender in contenders]
        self.figures = {name: {} for name in self.names}

    def add(self, name, measure, figure):
        self.figures[name].setdefault(measure, []).append(figure)

    def median(self, name, measure):
        return statistics.median(self.figures[name][measure])

    def ratios(self, name, measure):
        """Round by round against the first contender: what disturbed one round disturbed both."""
        reference = self.figures[self.names[0]][measure]
        return [own / other for own, other in zip(self.figures[name][measure], reference)]

    def ratio(self, name, measure):
        return statistics.median(self.ratios(name, measure))


def run_rounds(contenders, columns, rounds, divisor=1, warm_up=2):
    """All contenders run side by side; each round puts each load on each of them in turn."""
    results, servers = Results(contenders), []
    try:
        for contender in contenders:
            server = Server(contender)
            servers.append(server)
            results.add(contender.name, START, server.start_seconds * 1000)
            results.add(contender.name, IDLE, server.rss_mib())
        for number in range(-warm_up, rounds):
            tell("warm-up" if number < 0 else f"round {number + 1} of {rounds}")
            for column in columns:
                for server in servers:
                    sample = Sample(column, server, divisor)
                    if number >= 0:
                        results.add(server.contender.name, column.name, sample.rate)
                        results.add(server.contender.name, cpu_of(column), sample.cpu_us)
        for server in servers:
            results.add(server.contender.name, PEAK, server.peak_rss_mib())
    finally:
        for server in servers:
            server.stop()
    return results


def cpu_of(column):
    return f"CPU us {column.name}"


def tell(text):
    """Progress goes to standard error, so that the table can be piped."""
    print(text, file=sys.stderr, flush=True)


START, IDLE, PEAK = "start ms", "idle RSS MiB", "peak RSS MiB"
