"""Starts mail servers that hold a mailbox, Dovecot and `rockdove serve`, and reads what they cost."""
import contextlib
import grp
import json
import os
import pwd
import signal
import socket
import subprocess
import time

from .server import BenchError, free_port

USER, PASSWORD = "ann@example.org", "correct horse"


class MailHost:
    """A server that is running: where it listens, and what its process and those below it cost."""

    def __init__(self, name, argv, folder, imap=0, pop3=0):
        self.name, self.folder = name, folder
        self._said = open(os.path.join(folder, "said"), "w+b")
        self.process = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=self._said, stderr=self._said)
        try:
            self.imap = ("127.0.0.1", imap or self.told(b"imap "))
            self.pop3 = ("127.0.0.1", pop3 or self.told(b"pop3 "))
            for address in (self.imap, self.pop3):
                self._wait_for(address)
        except BaseException:
            self.stop()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def processes(self):
        """The process and all below it: Dovecot has one for each session."""
        children = {}
        for name in filter(str.isdigit, os.listdir("/proc")):
            with contextlib.suppress(OSError), open(f"/proc/{name}/stat", encoding="utf-8") as stat:
                children.setdefault(int(stat.read().rpartition(")")[2].split()[1]), []).append(int(name))
        found = [self.process.pid]
        for pid in found:
            found += children.get(pid, [])
        return found

    def cpu_seconds(self):
        """Of all processes that live, and of those that have ended and were waited for."""
        seconds = 0
        for pid in self.processes():
            with contextlib.suppress(OSError):
                seconds += time.clock_gettime((~pid << 3) | 2)
        with open(f"/proc/{self.process.pid}/stat", encoding="utf-8") as stat:
            fields = stat.read().rpartition(")")[2].split()
        return seconds + (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")

    def pss_mib(self):
        """Memory, where what processes share is counted once (proc(5), smaps_rollup)."""
        kib = 0
        for pid in self.processes():
            with contextlib.suppress(OSError), open(f"/proc/{pid}/smaps_rollup", encoding="utf-8") as rollup:
                kib += next(int(line.split()[1]) for line in rollup if line.startswith("Pss:"))
        return kib / 1024

    def status_mib(self, key):
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            return next(int(line.split()[1]) / 1024 for line in status if line.startswith(key + ":"))

    def forget_peak(self):
        """VmHWM counts from here (proc(5), clear_refs)."""
        with open(f"/proc/{self.process.pid}/clear_refs", "w", encoding="ascii") as refs:
            refs.write("5")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(STOP_SECONDS)
        self._said.close()

    def told(self, what):
        """The port that a line of the server tells."""
        for _ in self._patiently():
            self._said.seek(0)
            for line in self._said.read().split(b"\n")[:-1]:
                if line.startswith(what):
                    return int(line.rpartition(b":")[2])
        raise self._failure()

    def _wait_for(self, address):
        for _ in self._patiently():
            with contextlib.suppress(ConnectionError), socket.create_connection(address, START_SECONDS) as client:
                if client.recv(512)[:4] in (b"* OK", b"+OK "):
                    return
        raise self._failure()

    def _patiently(self):
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until and self.process.poll() is None:
            yield
            time.sleep(0.01)

    def _failure(self):
        self._said.seek(0)
        return BenchError(f"{self.name} does not answer; {self._said.read(2000).decode(errors='replace')}")


def dovecot(folder):
    """
    Debian's Dovecot with its usual settings but for: a folder and ports of its own, one user with a password in a file,
    no TLS, and more sessions of one user than ten.
    """
    if not os.path.exists(DOVECOT):
        raise BenchError(f"{DOVECOT} is not there: run eng/install-clients")
    imap = free_port()
    pop3 = free_port(imap)
    is_root = os.geteuid() == 0
    owner = owner_of_mail()
    group = grp.getgrgid(owner.pw_gid).gr_name
    own_accounts = "" if is_root else f"""
        default_internal_user = {owner.pw_name}
        default_internal_group = {group}
        default_login_user = {owner.pw_name}
        service anvil {{
          chroot =
        }}"""
    no_chroot = "" if is_root else "chroot ="
    make_folder(os.path.join(folder, "mail"), owner)
    write(folder, "users", f"{USER}:{{PLAIN}}{PASSWORD}\n")
    write(folder, "dovecot.conf", f"""
        base_dir = {folder}/run
        state_dir = {folder}/state
        log_path = {folder}/log
        protocols = imap pop3
        listen = 127.0.0.1
        ssl = no
        disable_plaintext_auth = no
        auth_mechanisms = plain login cram-md5
        mail_location = maildir:{folder}/mail/%u
        mail_max_userip_connections = 1000
        first_valid_uid = {owner.pw_uid}
        {own_accounts}
        passdb {{
          driver = passwd-file
          args = {folder}/users
        }}
        userdb {{
          driver = static
          args = uid={owner.pw_uid} gid={owner.pw_gid} home={folder}/mail/%u
        }}
        namespace inbox {{
          inbox = yes
        }}
        service imap-login {{
          {no_chroot}
          inet_listener imap {{
            port = {imap}
          }}
          inet_listener imaps {{
            port = 0
          }}
        }}
        service pop3-login {{
          {no_chroot}
          inet_listener pop3 {{
            port = {pop3}
          }}
          inet_listener pop3s {{
            port = 0
          }}
        }}
        """)
    return MailHost("dovecot", [DOVECOT, "-F", "-c", os.path.join(folder, "dovecot.conf")], folder, imap, pop3)


def owner_of_mail():
    """Dovecot reads no mail as root, and needs root to become somebody else."""
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())


def fill_maildir(folder, messages):
    """Puts messages where Dovecot will find them, under names as it gives itself: sizes are in them."""
    owner = owner_of_mail()
    root = os.path.join(folder, "mail", USER)
    for path in (os.path.dirname(root), root, *(os.path.join(root, name) for name in ("cur", "new", "tmp"))):
        make_folder(path, owner)
    for number, message in enumerate(messages, 1):
        octets = message.replace(b"\r\n", b"\n")
        name = f"{1_700_000_000 + number}.M{number}P1.bench,S={len(octets)},W={len(message)}:2,"
        path = os.path.join(root, "cur", name)
        with open(path, "wb") as file:
            file.write(octets)
        os.chown(path, owner.pw_uid, owner.pw_gid)


def make_folder(path, owner):
    os.makedirs(path, exist_ok=True)
    os.chown(path, owner.pw_uid, owner.pw_gid)


def rockdove(command, folder):
    """`rockdove serve` without TLS, with the password of its one account in its configuration."""
    listener = {"Address": "127.0.0.1:0", "AllowsClear": True, "ConnectionsPerClient": 1000}
    write(folder, "rockdove.json", json.dumps({
        "HostName": "mail.example.org", "Data": os.path.join(folder, "data"), "Domains": ["example.org"],
        "Accounts": {USER: PASSWORD},
        "Listeners": {name: {**listener, "Mechanisms": "CRAM-MD5, PLAIN"} for name in ("imap", "pop3")}}))
    return MailHost("rockdove", [*command, "serve", "--config", os.path.join(folder, "rockdove.json")], folder)


def write(folder, name, text):
    with open(os.path.join(folder, name), "w", encoding="ascii") as file:
        file.write(text)


DOVECOT = "/usr/sbin/dovecot"
START_SECONDS = 120
STOP_SECONDS = 15
