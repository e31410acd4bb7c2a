"""Starts a server that accepts and discards mail, and reads what it costs from the operating system."""
import os
import select
import signal
import socket
import subprocess
import tempfile
import time


class Contender:
    """How to start a server. It prints `smtp HOST:PORT`, or takes the port it is given in place of `{port}`."""

    def __init__(self, name, argv, env=None):
        self.name, self.argv, self.env = name, argv, env or {}

    @property
    def takes_port(self):
        return any("{port}" in arg for arg in self.argv)


class Server:
    """A running contender, measured from outside. Use it in a `with`: it is stopped by its process id."""

    def __init__(self, contender):
        self.contender = contender
        self._errors = tempfile.TemporaryFile()
        port = free_port() if contender.takes_port else None
        self._started = time.perf_counter()
        self.process = subprocess.Popen(
            [arg.replace("{port}", str(port)) for arg in contender.argv],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=self._errors,
            env={**os.environ, **contender.env})
        try:
            self.address = ("127.0.0.1", port) if port else self._printed_address()
            self._wait_for_banner()
            self.start_seconds = time.perf_counter() - self._started
        except BaseException:
            self.stop()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    @property
    def where(self):
        return "%s:%d" % self.address

    def cpu_seconds(self):
        # The clock of clock_getcpuclockid(3): nanoseconds, of all threads, those that have ended too.
        return time.clock_gettime((~self.process.pid << 3) | 2)

    def rss_mib(self):
        return self._status("VmRSS")

    def peak_rss_mib(self):
        return self._status("VmHWM")

    def forget_peak(self):
        """The peak counts from here (proc(5), clear_refs)."""
        with open(f"/proc/{self.process.pid}/clear_refs", "w", encoding="ascii") as refs:
            refs.write("5")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.communicate(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.communicate(timeout=STOP_SECONDS)
        self._errors.close()

    def _status(self, key):
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            return next(int(line.split()[1]) / 1024 for line in status if line.startswith(key + ":"))

    def _printed_address(self):
        pipe, seen = self.process.stdout, b""
        while self._starting():
            if not select.select([pipe], [], [], 0.1)[0]:
                continue
            piece = os.read(pipe.fileno(), 4096)
            if not piece:
                break
            seen += piece
            for line in seen.split(b"\n")[:-1]:
                if line.startswith(b"smtp "):
                    host, _, port = line.split()[1].decode().rpartition(":")
                    return host, int(port)
        raise self._failure(f"did not say where it listens; it said {seen.decode(errors='replace')!r}")

    def _wait_for_banner(self):
        while self._starting():
            try:
                with socket.create_connection(self.address, timeout=START_SECONDS) as client:
                    if client.recv(512).startswith(b"220"):
                        client.sendall(b"QUIT\r\n")
                        client.recv(512)
                        return
            except ConnectionError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.0005)
        raise self._failure("gave no banner")

    def _starting(self):
        return time.perf_counter() - self._started < START_SECONDS

    def _failure(self, what):
        self._errors.seek(0)
        return BenchError(f"{self.contender.name} {what}; {self._errors.read(2000).decode(errors='replace')}")


class BenchError(Exception):
    """Something that was to be measured could not be: the whole run fails with this one line."""


def free_port(after=0):
    """A port below the kernel's ephemeral range, so that no outgoing connection can take it first."""
    for port in range(max(after + 1, 20000 + os.getpid() % 5000), 32000):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue
    raise BenchError("no free port between 20000 and 32000")


START_SECONDS = 20
STOP_SECONDS = 10
