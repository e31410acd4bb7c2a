"""Sessions that cost the client little, so that the server is measured: answers are counted, not parsed."""
import base64
import hmac
import selectors
import socket

from .mailhosts import PASSWORD, USER
from .server import BenchError

BUFFER = memoryview(bytearray(1024 * 1024))


class Session:
    """A connection whose greeting was read."""

    def __init__(self, address, tls=None):
        self.socket = socket.create_connection(address, ANSWER_SECONDS)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 * 1024 * 1024)
        if tls:
            self.socket = tls.wrap_socket(self.socket)
        self._number = 0
        self.line()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def line(self):
        """One short answer, which comes alone."""
        said = b""
        while not said.endswith(b"\r\n"):
            piece = self.socket.recv(4096)
            if not piece:
                raise BenchError(f"the server hung up after {said!r}")
            said += piece
        return said

    def send(self, octets):
        self.socket.sendall(octets)

    def receive(self):
        """The next octets, in a buffer that the next call overwrites."""
        count = self.socket.recv_into(BUFFER)
        if count == 0:
            raise BenchError("the server hung up")
        return BUFFER[:count]


class ImapSession(Session):
    """IMAP: one command after the other."""

    def run(self, command, keep=False):
        """Runs a command that must be OK. Returns how many octets it said, or, where they are kept, these."""
        return self.finish(self.begin(command), keep)

    def begin(self, command):
        self._number += 1
        tag = b"t%d" % self._number
        self.send(tag + b" " + command + b"\r\n")
        return tag

    def finish(self, tag, keep=False):
        octets, tail, kept = 0, b"", []
        while True:
            piece = self.receive()
            octets += len(piece)
            if keep:
                kept.append(bytes(piece))
            tail = (tail + bytes(piece[-TAIL:]))[-TAIL:]
            if is_last(tail, tag):
                return b"".join(kept) if keep else octets

    def authenticate(self):
        """A login that costs both servers the same, whatever they keep of a password."""
        tag = self.begin(b"AUTHENTICATE CRAM-MD5")
        self.send(cram_md5(self.line()) + b"\r\n")
        self.finish(tag)

    def login(self):
        self.run(f'LOGIN {USER} "{PASSWORD}"'.encode())

    def idle(self):
        self.begin(b"IDLE")
        self.line()


class Pop3Session(Session):
    """POP3: commands one by one, or many ahead."""

    def authenticate(self):
        self.send(b"AUTH CRAM-MD5\r\n")
        self.send(cram_md5(self.line()) + b"\r\n")
        said = self.line()
        if not said.startswith(b"+OK"):
            raise BenchError(f"a login was answered with {said!r}")

    def run(self, command):
        """A command whose answer has many lines. Returns how many octets they were."""
        self.send(command + b"\r\n")
        octets, tail = 0, b""
        while not tail.endswith(b"\r\n.\r\n"):
            piece = self.receive()
            octets += len(piece)
            tail = (tail + bytes(piece[-5:]))[-5:]
        return octets

    def run_ahead(self, commands, ahead):
        """Many such commands, of which up to so many are on their way at once."""
        sent = done = octets = 0
        carried = b""
        while done < len(commands):
            if sent < len(commands) and sent - done <= ahead // 2:
                some = commands[sent:sent + ahead - (sent - done)]
                self.send(b"".join(some))
                sent += len(some)
            piece = carried + self.receive()
            octets += len(piece) - len(carried)
            done += piece.count(b"\r\n.\r\n")
            # An end that is cut in two is found next time, and one that is whole is not found again.
            carried = b"" if piece.endswith(b"\r\n.\r\n") else piece[-4:]
        return octets


def run_each(sessions, commands):
    """Gives commands to several IMAP sessions, each the next one as soon as it has its answer."""
    commands = iter(commands)
    with selectors.DefaultSelector() as selector:
        def next_one(session):
            command = next(commands, None)
            if command is not None:
                session.tag, session.tail = session.begin(command), b""
            return command is not None

        waiting = 0
        for session in sessions:
            if next_one(session):
                selector.register(session.socket, selectors.EVENT_READ, session)
                waiting += 1
        while waiting:
            ready = selector.select(ANSWER_SECONDS)
            if not ready:
                raise BenchError(f"no answer for {ANSWER_SECONDS} s")
            for key, _ in ready:
                session = key.data
                session.tail = (session.tail + bytes(session.receive()))[-TAIL:]
                if is_last(session.tail, session.tag) and not next_one(session):
                    selector.unregister(session.socket)
                    waiting -= 1


def is_last(tail, tag):
    """Whether what was said ends with the tagged answer; one that is not OK ends the run."""
    if not tail.endswith(b"\r\n"):
        return False
    line = tail[tail.rfind(b"\r\n", 0, -2) + 2 if b"\r\n" in tail[:-2] else 0:]
    if not line.startswith(tag + b" "):
        return False
    if not line.startswith(tag + b" OK"):
        raise BenchError(f"a command was answered with {line!r}")
    return True


def cram_md5(challenge):
    digest = hmac.new(PASSWORD.encode(), base64.b64decode(challenge.split()[-1]), "md5").hexdigest()
    return base64.b64encode(f"{USER} {digest}".encode())


TAIL = 8192
ANSWER_SECONDS = 120
