using System.Text;

namespace Rockdove.RealClients.Tests;

/// <summary>What IMAP extensions do in <c>rockdove serve</c>, asked by Python's imaplib, and by its zlib.</summary>
public sealed class ServeImapTests(RunningServe server) : IClassFixture<RunningServe>
{
    [Fact]
    public async Task Imaplib_sorts_threads_and_asks_for_quota_and_annotations() => await RunAsync(RunningServe.Ann, """
        letters = [
            b'Message-ID: <1@x>\r\nDate: 2 Jan 2025 10:00:00 +0000\r\nFrom: Zoe <a@x>\r\nSubject: pear\r\n\r\none\r\n',
            b'Message-ID: <2@x>\r\nDate: 1 Jan 2025 10:00:00 +0000\r\nFrom: Bob <b@x>\r\nSubject: apple\r\n\r\ntwo\r\n',
            b'Message-ID: <3@x>\r\nDate: 3 Jan 2025 10:00:00 +0000\r\nFrom: Ann <c@x>\r\nReferences: <1@x>\r\n'
            b'Subject: Re: pear\r\n\r\nthree\r\n',
        ]
        for letter in letters:
            ok(box.append('INBOX', None, None, letter))
        assert ok(box.select()) == [b'3']
        assert ok(box.sort('(DATE)', 'UTF-8', 'ALL')) == [b'2 1 3']
        assert ok(box.sort('(REVERSE SUBJECT)', 'UTF-8', 'ALL')) == [b'1 3 2']
        assert ok(box.sort('(DISPLAYFROM)', 'UTF-8', 'NOT', 'SUBJECT', 'apple')) == [b'3 1']
        assert ok(box.uid('SORT', '(SIZE)', 'UTF-8', 'ALL'))[0].split()[-1] == b'3'
        assert ok(box.thread('REFERENCES', 'UTF-8', 'ALL')) == [b'(2)(1 3)'], box.thread('REFERENCES', 'UTF-8', 'ALL')
        assert ok(box.thread('ORDEREDSUBJECT', 'UTF-8', 'ALL')) == [b'(2)(1 3)']

        roots, quotas = ok(box.getquotaroot('INBOX'))
        assert roots == [b'INBOX "account"'], roots
        assert quotas[0].startswith(b'"account" (STORAGE 1 976563 MESSAGE 3 100000)'), quotas
        assert ok(box.getquota('account')) == quotas

        ok(box.xatom('SETMETADATA', 'INBOX', '(/private/comment "mine" /shared/comment "ours")'))
        ok(box.xatom('GETMETADATA', 'INBOX', '(/private/comment /shared/comment)'))
        told = box.response('METADATA')[1]
        assert told == [b'INBOX (/private/comment "mine")', b'INBOX (/shared/comment "ours")'], told

        item = ok(box.fetch('3', '(EMAILID THREADID SAVEDATE PREVIEW)'))[0]
        assert b'PREVIEW "three"' in item and b'SAVEDATE "' in item, item
        first = ok(box.fetch('1', '(THREADID)'))[0]
        assert first.split(b'THREADID ')[1].rstrip(b')') in item, (first, item)
        assert box.logout()[0] == 'BYE'
        """);

    [Fact]
    public async Task Zlib_reads_what_is_compressed_and_writes_what_is_read() => await RunAsync(RunningServe.Bob, """
        import io, zlib
        assert b'COMPRESS=DEFLATE' in ok(box.capability())[0].split()
        ok(box.xatom('COMPRESS', 'DEFLATE'))
        deflate, inflate = zlib.compressobj(9, zlib.DEFLATED, -15), zlib.decompressobj(-15)
        received = 0

        class Inflated(io.RawIOBase):
            def __init__(self):
                self.rest = b''
            def readable(self):
                return True
            def readinto(self, buffer):
                global received
                while not self.rest:
                    octets = box.sock.recv(4096)
                    if not octets:
                        return 0
                    received += len(octets)
                    self.rest = inflate.decompress(octets)
                taken = self.rest[:len(buffer)]
                self.rest = self.rest[len(taken):]
                buffer[:len(taken)] = taken
                return len(taken)

        reader = io.BufferedReader(Inflated())
        box.read, box.readline = reader.read, reader.readline
        box.send = lambda octets: box.sock.sendall(deflate.compress(octets) + deflate.flush(zlib.Z_SYNC_FLUSH))

        ok(box.noop())
        body = b''.join(b'line %d of a long letter\r\n' % n for n in range(20000))
        ok(box.create('Compressed'))
        ok(box.append('Compressed', None, None, b'Subject: long\r\n\r\n' + body))
        assert ok(box.select('Compressed')) == [b'1']
        assert ok(box.fetch('1', '(BODY.PEEK[TEXT])'))[0][1] == body
        assert received < len(body) / 2, (received, len(body))
        assert box.logout()[0] == 'BYE'
        """);

    private async Task RunAsync(string account, string program) =>
        (await ClientProgram.Python.RunAsync(
            Encoding.UTF8.GetBytes($"""
                import imaplib, ssl
                def ok(result):
                    assert result[0] == 'OK', result
                    return result[1]
                box = imaplib.IMAP4_SSL(
                    '127.0.0.1', {server["imaps"]}, ssl_context=ssl._create_unverified_context(), timeout=60)
                ok(box.login('{account}', '{RunningServe.Password}'))

                """ + program),
            ["-"])).Succeeds();
}
