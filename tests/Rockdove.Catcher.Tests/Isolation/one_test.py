"""What a test of somebody's does, in a process of its own: an inbox, a fault, a wait, mail, and looks at it.

Usage: one_test.py SMTP_PORT HTTP_PORT CODE. Says `ready`, waits for a line, and says `ok`, or what was wrong. All that
run at a time say the same words but CODE, which has the inbox get a port of its own where it is odd. It speaks over sockets, since a hundred of it start at once."""
import json
import socket
import sys

SMTP_PORT, HTTP_PORT, CODE = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
PATIENCE = 100


def ask(method, path, body=b""):
    """Asks over a connection of its own; `answered` reads what comes of it."""
    line = socket.create_connection(("127.0.0.1", HTTP_PORT), timeout=PATIENCE)
    line.sendall(f"{method} /api/rockdove/v1/{path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                 f"Content-Length: {len(body)}\r\n\r\n".encode() + body)
    return line


def answered(line, status):
    with line:
        octets = b""
        while piece := line.recv(65536):
            octets += piece
    head, _, body = octets.partition(b"\r\n\r\n")
    must_be("status", int(head.split()[1]), status)
    if b"chunked" in head.lower():
        body, rest = b"", body
        while (size := int(rest[:rest.index(b"\r\n")], 16)) > 0:
            start = rest.index(b"\r\n") + 2
            body, rest = body + rest[start:start + size], rest[start + size + 2:]
    return json.loads(body) if body else None


def must_be(what, found, wanted):
    if found != wanted:
        raise AssertionError(f"{what} is {found!r}, not {wanted!r}")


class Session:
    """One SMTP session."""

    def __init__(self, port):
        self.line = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self.file = self.line.makefile("rb")
        self.read("220")
        self.say("EHLO test.example", "250")

    def say(self, text, code):
        self.line.sendall(text.encode() + b"\r\n")
        return self.read(code)

    def read(self, code):
        while (reply := self.file.readline().decode())[3:4] == "-":
            pass
        must_be("reply", reply[:3], code)
        return reply


def run():
    has_port = int(CODE) % 2 == 1
    made = answered(ask("POST", "inboxes", b'{"port":0}' if has_port else b"{}"), 201)
    mine = f"inboxes/{made['name']}"
    ann = "ann@example.org" if has_port else f"ann+{made['name']}@example.org"
    fault = f"! on rcpt times=1\nS: 451 4.7.1 Not now, says {CODE}\n".encode()
    answered(ask("PUT", f"{mine}/faults", fault), 200)
    waiting = ask("GET", f"{mine}/wait?subject=welcome&timeoutSeconds=90")

    session = Session(made["port"] or SMTP_PORT)
    session.say("MAIL FROM:<shop@example.org>", "250")
    refused = session.say(f"RCPT TO:<{ann}>", "451")
    must_be("who refused", refused.split()[-1], CODE)
    session.say(f"RCPT TO:<{ann}>", "250")
    session.say("DATA", "354")
    session.say(f"Subject: Welcome\r\n\r\nYour code is {CODE}.\r\n.", "250")
    session.say("QUIT", "221")

    waited = answered(waiting, 200)
    must_be("what was waited for", [one["text"].strip() for one in waited["messages"]], [f"Your code is {CODE}."])
    rule = answered(ask("GET", f"{mine}/faults"), 200)["rules"]
    must_be("what the fault did", [(one["met"], one["acted"]) for one in rule], [(2, 1)])
    held = b'{"match":{"subject":"welcome"},"count":1,"expect":{"from":"shop@example.org"}}'
    answered(ask("POST", f"{mine}/assert", held), 200)
    listed = answered(ask("GET", f"{mine}/messages"), 200)
    must_be("how many are listed", (listed["total"], len(listed["messages"])), (1, 1))
    codes = answered(ask("GET", f"{mine}/messages/latest/extract?rule=codes"), 200)
    must_be("codes", [one["value"] for one in codes["values"]], [CODE])
    answered(ask("DELETE", f"{mine}/messages/{waited['messages'][0]['id']}"), 200)
    answered(ask("POST", f"{mine}/assert", b'{"count":0}'), 200)
    answered(ask("DELETE", mine), 204)
    answered(ask("GET", f"{mine}/messages"), 404)


print("ready", flush=True)
sys.stdin.readline()
try:
    run()
    print("ok", flush=True)
except (AssertionError, OSError, ValueError, KeyError, IndexError) as error:
    print(f"{type(error).__name__}: {error}".replace("\n", " "), flush=True)
