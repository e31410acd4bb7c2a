"""Two mail servers that hold the same mailbox, measured in turn, and what came of it as tables and a verdict."""
import os
import statistics
import time

from . import builds, mailhosts
from .disk import OnDisk
from .mailclient import ImapSession, run_each
from .messages import made_up
from .rounds import Results, tell
from .server import Contender


class Measure:
    """
    Something that is done to both servers. `act(side)` does it and returns how much that was: octets, messages or, where
    the time of one is what counts, how often.
    """

    def __init__(self, name, unit, act, target=None, prepare=None):
        self.name, self.unit, self.act, self.target, self.prepare = name, unit, act, target, prepare

    @property
    def cpu(self):
        return f"CPU {self.name}"

    def figure(self, amount, seconds):
        return seconds * 1000 / amount if self.unit == "ms" else amount / seconds / (1e6 if self.unit == "MB/s" else 1)

    def speed(self, own, other):
        """How many times as fast."""
        return other / own if self.unit == "ms" else own / other


class SideBySide(OnDisk):
    """Both servers, each in a folder of its own on a real disk, filled with the same messages."""

    def __init__(self, folder, messages):
        super().__init__("mail", folder)
        os.chmod(self.folder, 0o755)  # Dovecot reads mail as somebody else.
        self.count = messages
        self.results = Results([Contender(name, []) for name in (PEER, OURS)])
        self._hosts = {}

    def __exit__(self, *_):
        self.stop()
        super().__exit__()

    def start(self):
        """Starts both, or both again on what they have."""
        self.stop()
        command = builds.rockdove()
        for name, begin in ((PEER, mailhosts.dovecot), (OURS, lambda place: mailhosts.rockdove(command, place))):
            self._hosts[name] = begin(self._place(name))
        return list(self._hosts.values())

    def stop(self):
        for host in self._hosts.values():
            host.stop()
        self._hosts.clear()

    def fill(self):
        """The same messages into both. Dovecot finds its own as files: it would take minutes for what is not measured."""
        tell(f"{self.count} messages into {PEER}")
        mailhosts.fill_maildir(self._place(PEER), made_up(self.count))
        self.start()
        tell(f"{self.count} messages into {OURS}")
        sessions = [ImapSession(self._hosts[OURS].imap) for _ in range(FILLERS)]
        for session in sessions:
            session.authenticate()
        run_each(sessions, (append("INBOX", message) for message in made_up(self.count)))
        for session in sessions:
            session.socket.close()

    def _place(self, name):
        place = os.path.join(self.folder, name)
        os.makedirs(place, exist_ok=True)
        return place

    def measure(self, measures, rounds, make_side):
        """Each measure on each server in turn, round by round; the first round warms up and is not counted."""
        sides = [make_side(host) for host in self._hosts.values()]
        for number in range(-1, rounds):
            for measure in measures:
                tell(f"{'warm-up' if number < 0 else f'round {number + 1} of {rounds}'}: {measure.name}")
                for side in sides:
                    if measure.prepare:
                        measure.prepare(side)
                    cpu, start = side.host.cpu_seconds(), time.perf_counter()
                    amount = measure.act(side)
                    seconds = time.perf_counter() - start
                    cpu = side.host.cpu_seconds() - cpu
                    side.forget()
                    if number >= 0:
                        self.results.add(side.host.name, measure.name, measure.figure(amount, seconds))
                        self.results.add(side.host.name, measure.cpu, cpu * 1e6 / amount)
        for side in sides:
            side.close()

    def print_table(self, measures):
        print(f"| {self.count:,} messages of 4 KiB | {PEER} | {OURS} | times as fast | server CPU, of {PEER}'s |")
        print("|---|---|---|---|---|")
        for measure in measures:
            speeds = self.speeds(measure)
            print(f"| {measure.name}, {measure.unit} | {self.cell(PEER, measure)} | {self.cell(OURS, measure)} "
                  f"| {statistics.median(speeds):.2f} ({min(speeds):.2f}..{max(speeds):.2f}) | {self.cost(measure)} |")

    def cell(self, name, measure):
        figures = self.results.figures[name][measure.name]
        digits = 1 if measure.unit == "ms" else 0
        return f"{statistics.median(figures):,.{digits}f} ({min(figures):,.{digits}f}..{max(figures):,.{digits}f})"

    def speeds(self, measure):
        own, other = (self.results.figures[name][measure.name] for name in (OURS, PEER))
        return [measure.speed(*pair) for pair in zip(own, other)]

    def cost(self, measure):
        own, other = (statistics.median(self.results.figures[name][measure.cpu]) for name in (OURS, PEER))
        return f"{own / other:.2f}" if other > 0 else "-"

    def print_verdict(self, measures):
        """Says for each promise whether it was kept, and returns those that have collapsed."""
        collapsed = []
        for measure in measures:
            if measure.target is None:
                continue
            reached = statistics.median(self.speeds(measure))
            print(f"{measure.name}: {reached:.2f} times {PEER}, promised >= {measure.target}: "
                  f"{'kept' if reached >= measure.target else 'MISSED'}")
            if reached < measure.target / COLLAPSE:
                collapsed.append(measure.name)
        return collapsed


def append(mailbox, message):
    """A message that comes uninvited (RFC 7888): one round trip."""
    return b"APPEND %s {%d+}\r\n%s" % (mailbox.encode(), len(message), message)


PEER, OURS = "dovecot", "rockdove"
FILLERS = 20
# What a busy machine does to a ratio is no reason to fail a run; something that has become quadratic is.
COLLAPSE = 10
