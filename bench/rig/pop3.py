"""What POP3 clients do with a maildrop of many messages."""
from .mailclient import Pop3Session
from .messages import MESSAGE_BYTES
from .server import BenchError
from .sidebyside import Measure


class Side:
    """One server; each measure has a session of its own, since POP3 allows one at a time."""

    def __init__(self, host, count):
        self.host, self.count = host, count
        self.session = None

    def forget(self):
        if self.session:
            self.session.send(b"QUIT\r\n")
            self.session.line()
            self.session.socket.close()
            self.session = None

    close = forget

    def log_in(self):
        self.session = Pop3Session(self.host.pop3)
        self.session.authenticate()

    def log_in_and_count(self):
        self.log_in()
        self.session.send(b"STAT\r\n")
        said = self.session.line()
        if not said.startswith(b"+OK %d " % self.count):
            raise BenchError(f"{self.host.name} said {said!r} of {self.count} messages")
        return 1

    def uidl(self):
        if self.session.run(b"UIDL") < self.count * 8:
            raise BenchError(f"{self.host.name} gave too few unique ids")
        return 1

    def retrieve(self):
        octets = sum(self.session.run(b"RETR %d" % number) for number in range(1, self.count + 1))
        return self._checked(octets, self.count)

    def retrieve_ahead(self):
        octets = self.session.run_ahead([b"RETR %d\r\n" % number for number in range(1, self.count + 1)], AHEAD)
        return self._checked(octets, octets)

    def _checked(self, octets, amount):
        if octets < self.count * MESSAGE_BYTES:
            raise BenchError(f"{self.host.name} gave {octets} octets of {self.count * MESSAGE_BYTES}")
        return amount


def measures():
    return [
        Measure("log in (CRAM-MD5), STAT", "ms", Side.log_in_and_count),
        Measure("UIDL", "ms", Side.uidl, prepare=Side.log_in),
        Measure("RETR all, one by one", "/s", Side.retrieve, prepare=Side.log_in),
        Measure("RETR all, pipelined", "MB/s", Side.retrieve_ahead, prepare=Side.log_in),
    ]


AHEAD = 200
