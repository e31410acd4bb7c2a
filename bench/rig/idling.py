"""What a connection costs that does nothing: memory of many sessions that have said EHLO and wait."""
import resource
import socket

from .server import BenchError, Server

CONNECTIONS = 2000


def kib_each(contender):
    """Starts the server, opens the connections, and returns resident KiB for each of them."""
    allow_files(CONNECTIONS + 200)
    with Server(contender) as server:
        before = server.rss_mib()
        clients = []
        try:
            for _ in range(CONNECTIONS):
                clients.append(greeted(server))
            return (server.rss_mib() - before) * 1024 / CONNECTIONS
        finally:
            for client in clients:
                client.close()


def greeted(server):
    client = socket.create_connection(server.address, timeout=ANSWER_SECONDS)
    try:
        read_reply(client, b"220", server)
        client.sendall(b"EHLO bench.test\r\n")
        read_reply(client, b"250", server)
        return client
    except BaseException:
        client.close()
        raise


def read_reply(client, code, server):
    reply = b""
    while not (reply.endswith(b"\r\n") and reply.split(b"\r\n")[-2][3:4] == b" "):
        piece = client.recv(4096)
        if not piece:
            break
        reply += piece
    if not reply.startswith(code):
        raise BenchError(f"{server.contender.name} said {reply!r} to one more connection")


def allow_files(count):
    """Both ends need as many descriptors; the servers inherit the limit."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < count:
        if hard != resource.RLIM_INFINITY and hard < count:
            raise BenchError(f"{count} open files are needed, and {hard} are allowed (ulimit -n)")
        resource.setrlimit(resource.RLIMIT_NOFILE, (count, hard))


ANSWER_SECONDS = 20
