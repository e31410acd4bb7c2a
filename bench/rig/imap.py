"""What IMAP clients do all day, on a mailbox of many messages, and what it costs to have many of them wait."""
import random
import time

from .idling import allow_files
from .mailclient import ImapSession, run_each
from .messages import BODY_EVERY, BODY_WORD, MESSAGE_BYTES, SUBJECT_EVERY, SUBJECT_WORD, made_up
from .rounds import tell
from .server import BenchError
from .sidebyside import OURS, PEER, Measure, append


class Side:
    """One server, and a session there that has INBOX selected."""

    def __init__(self, host, count, quick):
        self.host, self.count, self.quick = host, count, quick
        self.source = random.Random(2)
        self.others = []
        self.appended = list(made_up(64, seed=2))
        self.session = self._new()
        self.session.run(b"SELECT INBOX")

    def forget(self):
        """Ends what a measure has begun, after its cost was read."""
        for session in self.others:
            session.socket.close()
        self.others.clear()

    def close(self):
        self.forget()
        self.session.socket.close()

    def log_in_and_select(self, log_in, times):
        for _ in range(times):
            session = ImapSession(self.host.imap)
            self.others.append(session)
            log_in(session)
            session.run(b"SELECT INBOX")
        return times

    def fetch(self, items, times):
        for _ in range(times):
            octets = self.session.run(b"FETCH 1:* " + items)
            if octets < self.count * 20:
                raise BenchError(f"{self.host.name} said {octets} octets for {items.decode()}")
        return times

    def fetch_all(self):
        octets = self.session.run(b"FETCH 1:* BODY.PEEK[]")
        if octets < self.count * MESSAGE_BYTES:
            raise BenchError(f"{self.host.name} gave {octets} octets of {self.count * MESSAGE_BYTES}")
        return octets

    def fetch_single(self):
        times = 200 if self.quick else 2000
        for _ in range(times):
            self.session.run(b"FETCH %d BODY.PEEK[]" % self.source.randint(1, self.count))
        return times

    def search(self, key, expected, times):
        for _ in range(times):
            said = self.session.run(b"SEARCH " + key, keep=True)
            found = len(said.split(b"\r\n")[0].split()) - 2
            if found != expected:
                raise BenchError(f"{self.host.name} found {found} of {expected} messages by {key.decode()}")
        return times

    def store(self):
        self.session.run(b"STORE 1:* +FLAGS (\\Flagged)")
        return 1

    def take_flags(self):
        self.session.run(b"STORE 1:* -FLAGS.SILENT (\\Flagged)")

    def make_other(self):
        """An empty mailbox for what is appended or copied."""
        self.session.run(b"CREATE Other")

    def append(self, connections, messages):
        messages //= 5 if self.quick else 1
        run_each(self.others, (append("Other", self.appended[number % len(self.appended)])
                               for number in range(messages)))
        return messages

    def prepare_append(self, connections):
        self.drop_other()
        self.make_other()
        self.others += [self._new() for _ in range(connections)]

    def prepare_copy(self):
        self.drop_other()
        self.make_other()

    def copy(self):
        self.session.run(b"COPY 1:1000 Other")
        return 1

    def prepare_expunge(self):
        session = self._new()
        session.run(b"SELECT Other")
        session.run(b"STORE 1:* +FLAGS.SILENT (\\Deleted)")
        self.others.append(session)

    def expunge(self):
        self.others[0].run(b"EXPUNGE")
        return 1

    def drop_other(self):
        if b"Other" in self.session.run(b'LIST "" Other', keep=True).split(b"\r\n")[0]:
            self.session.run(b"DELETE Other")

    def _new(self):
        session = ImapSession(self.host.imap)
        session.authenticate()
        return session


def measures(count, quick):
    few = 1 if quick else 3
    return [
        Measure("log in (CRAM-MD5), SELECT", "ms",
                lambda side: side.log_in_and_select(ImapSession.authenticate, 3 * few)),
        Measure("log in (LOGIN), SELECT", "ms", lambda side: side.log_in_and_select(ImapSession.login, few)),
        Measure("FETCH 1:* FLAGS", "ms", lambda side: side.fetch(b"FLAGS", 3 * few), target=1),
        Measure("FETCH 1:* ENVELOPE", "ms", lambda side: side.fetch(b"ENVELOPE", few), target=1),
        Measure("FETCH 1:* BODYSTRUCTURE", "ms", lambda side: side.fetch(b"BODYSTRUCTURE", few)),
        Measure("FETCH 1:* BODY.PEEK[]", "MB/s", Side.fetch_all, target=0.8),
        Measure("single FETCH BODY.PEEK[]", "/s", Side.fetch_single),
        Measure("SEARCH SUBJECT", "ms",
                lambda side: side.search(b"SUBJECT " + SUBJECT_WORD.encode(), count // SUBJECT_EVERY, few)),
        Measure("SEARCH TEXT", "ms",
                lambda side: side.search(b"TEXT " + BODY_WORD.encode(), count // BODY_EVERY, few), target=5),
        Measure("STORE 1:* +FLAGS", "ms", Side.store, prepare=Side.take_flags),
        Measure("APPEND x1", "/s", lambda side: side.append(1, 300), prepare=lambda side: side.prepare_append(1)),
        Measure("APPEND x10", "/s", lambda side: side.append(10, 1500), target=5,
                prepare=lambda side: side.prepare_append(10)),
        Measure("COPY 1,000", "ms", Side.copy, prepare=Side.prepare_copy),
        Measure("EXPUNGE 1,000", "ms", Side.expunge, prepare=Side.prepare_expunge),
    ]


def measure_idling(both, quick):
    """Memory of servers that have just started, before and while many sessions idle on the same mailbox."""
    sessions = IDLE_SESSIONS // (4 if quick else 1)
    allow_files(2 * sessions + 200)
    for host in both.start():
        tell(f"{sessions} idle sessions on {host.name}")
        clients = []
        try:
            clients.append(idle(host))
            before = host.pss_mib()
            for _ in range(sessions):
                clients.append(idle(host))
            time.sleep(SETTLE_SECONDS)
            both.results.add(host.name, WITH_IDLE, host.pss_mib())
            both.results.add(host.name, EACH_IDLE, (host.pss_mib() - before) * 1024 / sessions)
        finally:
            for client in clients:
                client.socket.close()


def idle(host):
    session = ImapSession(host.imap)
    session.authenticate()
    session.run(b"SELECT INBOX")
    session.idle()
    return session


def print_idling(both):
    """Memory is summed over all processes of a server; what they share counts once."""
    print(f"| memory with idle sessions | {PEER} | {OURS} | of {PEER}'s |")
    print("|---|---|---|---|")
    for measure in (WITH_IDLE, EACH_IDLE):
        theirs, own = (both.results.median(name, measure) for name in (PEER, OURS))
        print(f"| {measure} | {theirs:,.0f} | {own:,.0f} | {own / theirs:.2f} |")


def print_idling_verdict(both):
    for measure in (WITH_IDLE, EACH_IDLE):
        theirs, own = (both.results.median(name, measure) for name in (PEER, OURS))
        print(f"{measure}: {own / theirs:.2f} of {PEER}'s, promised <= {IDLE_TARGET}: "
              f"{'kept' if own <= IDLE_TARGET * theirs else 'MISSED'}")


IDLE_SESSIONS = 200
IDLE_TARGET = 0.25
WITH_IDLE, EACH_IDLE = "the whole server, MiB", "each session, KiB"
SETTLE_SECONDS = 2
