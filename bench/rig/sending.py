"""Load generators against each other: who sends faster into the same smtp-sink, and at what cost."""
import os
import subprocess
import time

from . import builds
from .load import KIB, MIB, SESSIONS, SMTP_SOURCE
from .rounds import Results, tell
from .server import BenchError, Contender, Server


class Form:
    """One way of sending: the same request in both programs' words."""

    def __init__(self, name, size, messages, sessions):
        self.name, self.size, self.messages, self.sessions = name, size, messages, sessions

    def smtp_source(self, where, messages):
        return [SMTP_SOURCE, "-d", "-s", str(self.sessions), "-m", str(messages), "-l", str(self.size), where]

    def rockdove(self, command, where, messages):
        size = self.size + SOURCE_HEADER_BYTES
        return [*command, "send", "--server", where, "--from", "a@example.test", "--to", "b@example.test",
                "--tls", "off", "--size", str(size), "--count", str(messages), "--sessions", str(self.sessions)]


def compare(command, rounds, quick):
    contenders = [Contender("smtp-source", []), Contender("rockdove send", [])]
    results = Results(contenders)
    with Server(builds.smtp_sink()) as sink:
        for number in range(-1, rounds):
            tell("warm-up" if number < 0 else f"round {number + 1} of {rounds}")
            for form in FORMS:
                messages = form.messages // (5 if quick else 1)
                for name, argv in (("smtp-source", form.smtp_source(sink.where, messages)),
                                   ("rockdove send", form.rockdove(command, sink.where, messages))):
                    seconds, cpu = timed(argv)
                    if number >= 0:
                        results.add(name, form.name, messages / seconds)
                        results.add(name, f"CPU us {form.name}", cpu / messages * 1e6)
    return results


def timed(argv):
    """Wall and CPU seconds of a command, from its start to its end."""
    before, start = os.times(), time.perf_counter()
    try:
        done = subprocess.run(argv, stdin=subprocess.DEVNULL, capture_output=True, timeout=SEND_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise BenchError(f"{' '.join(argv)}: not done in {SEND_SECONDS} s") from None
    seconds, after = time.perf_counter() - start, os.times()
    if done.returncode != 0:
        raise BenchError(f"{' '.join(argv)}: {done.stderr.decode(errors='replace').strip()}")
    return seconds, after.children_user + after.children_system - before.children_user - before.children_system


def print_table(results):
    measures = list(results.figures[results.names[0]])
    print("| | " + " | ".join(measures) + " |")
    print("|---" * (len(measures) + 1) + "|")
    for name in results.names:
        cells = []
        for measure in measures:
            ratio = "" if name == results.names[0] else f" = {results.ratio(name, measure):.2f}"
            cells.append(f"{results.median(name, measure):,.1f}{ratio}")
        print(f"| {name} | " + " | ".join(cells) + " |")


FORMS = [
    Form("1 KiB, 10 sessions", KIB, 20000, SESSIONS),
    Form("1 KiB, 1 session", KIB, 5000, 1),
    Form("1 MiB, 4 sessions", MIB, 100, 4),
]
SEND_SECONDS = 120

# smtp-source counts the body alone with -l; rockdove counts the header too. A host name of two letters makes this many.
SOURCE_HEADER_BYTES = 112
