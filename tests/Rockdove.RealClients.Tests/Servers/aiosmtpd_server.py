"""An aiosmtpd server on a free port of loopback: prints the port, keeps each message in a file, ends with its input.

usage: aiosmtpd_server.py FOLDER [CERTIFICATE KEY]

With a certificate it wants STARTTLS and then a login: alice, with the password wonderland.
"""
import asyncio
import os
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult


class Keep:
    def __init__(self, folder):
        self.folder = folder
        self.count = 0

    async def handle_DATA(self, server, session, envelope):
        self.count += 1
        name = os.path.join(self.folder, f"{self.count:06}.eml")
        with open(name, "wb") as file:
            file.write(envelope.original_content)
        who = session.auth_data.decode() if session.auth_data else "-"
        tls = session.ssl is not None
        return f"250 2.0.0 {envelope.mail_from} to {','.join(envelope.rcpt_tos)} by {who} tls={tls}"


def authenticate(server, session, envelope, mechanism, login):
    right = login.login == b"alice" and login.password == b"wonderland"
    return AuthResult(success=right, handled=False, auth_data=login.login if right else None)


def protocol(folder, certificate):
    keep = Keep(folder)
    if not certificate:
        return lambda: SMTP(keep, enable_SMTPUTF8=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    return lambda: SMTP(
        keep,
        tls_context=context,
        require_starttls=True,
        auth_required=True,
        authenticator=authenticate,
    )


async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(protocol(sys.argv[1], sys.argv[2:4]), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


asyncio.run(main())
