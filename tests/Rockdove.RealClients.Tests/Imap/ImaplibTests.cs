using System.Text;

namespace Rockdove.RealClients.Tests;

/// <summary>imaplib of Python's standard library, with every command that it has and we speak.</summary>
public sealed class ImaplibTests(RunningImapCatch server) : IClassFixture<RunningImapCatch>
{
    [Theory]
    [InlineData("box.login(user, password)")]
    [InlineData("box.starttls(context); box.login(user, password)")]
    [InlineData("box.login_cram_md5(user, password)")]
    [InlineData("box.authenticate('PLAIN', lambda _: f'\\0{user}\\0{password}'.encode())")]
    public async Task A_mailbox_is_lived_in(string login)
    {
        var mail = TestMail.Create();
        await server.CatchAsync(mail);
        var run = await RunAsync(mail, $$"""
            {{login}}
            assert 'IMAP4REV1' in box.capabilities, box.capabilities
            known = ok(box.capability())[0].decode().split()
            assert {'SORT', 'QUOTA', 'METADATA'} <= set(known) and 'COMPRESS=DEFLATE' not in known, known
            ok(box.noop()); ok(box.namespace())
            assert ok(box.select()) == [b'1']
            uidvalidity = box.response('UIDVALIDITY')[1][0]
            message = ok(box.fetch('1', '(FLAGS UID RFC822.SIZE BODY.PEEK[])'))[0][1]
            assert ok(box.fetch('1', '(RFC822.SIZE)'))[0].split()[2].rstrip(b')') == str(len(message)).encode()
            assert b'\\Seen' not in ok(box.fetch('1', '(FLAGS)'))[0]
            assert b'\\Seen' in ok(box.fetch('1', '(RFC822)'))[1]
            assert ok(box.store('1', '+FLAGS', r'(\Flagged $Later)'))[0].count(b'$Later') == 1
            assert ok(box.search(None, 'FLAGGED', 'KEYWORD', '$Later', 'SUBJECT', 'octets')) == [b'1']
            assert ok(box.search('UTF-8', 'TEXT', '"last line"')) == [b'1']
            assert ok(box.uid('SEARCH', 'ALL')) == [b'1']

            ok(box.create('Work/2024')); ok(box.subscribe('Work/2024'))
            assert sorted(line.split(b' "/" ')[1] for line in ok(box.list())) == [b'INBOX', b'Work', b'Work/2024']
            assert [line.split(b' "/" ')[1] for line in ok(box.lsub())] == [b'Work/2024']
            ok(box.unsubscribe('Work/2024'))
            ok(box.copy('1', 'Work/2024'))
            when = imaplib.Time2Internaldate(1000000000)
            ok(box.append('Work', r'(\Draft)', when, b'Subject: kept\r\n\r\nbody\r\n'))
            assert b'MESSAGES 1' in ok(box.status('Work/2024', '(MESSAGES UNSEEN UIDNEXT)'))[0]
            ok(box.rename('Work', 'Play'))
            assert box.select('Work')[0] == 'NO'
            assert ok(box.select('Play')) == [b'1']
            assert imaplib.Internaldate2tuple(ok(box.fetch('1', '(INTERNALDATE)'))[0]) == time.localtime(1000000000)
            ok(box.check()); ok(box.unselect())

            assert ok(box.select('INBOX', readonly=True)) == [b'1']
            assert box.response('UIDVALIDITY')[1][0] == uidvalidity
            try:
                box.select('INBOX'); ok(box.store('1', '+FLAGS', r'\Deleted'))
                assert ok(box.expunge()) == [b'1']
            except box.readonly:
                assert False
            assert ok(box.search(None, 'ALL')) == [b'']
            ok(box.close()); ok(box.delete('Play/2024'))
            assert ok(box.enable('CONDSTORE'))
            assert box.xatom('ID', 'NIL')[0] == 'OK'
            assert box.logout()[0] == 'BYE'
            sys.stdout.buffer.write(message)
            """);
        Assert.Equal(mail.Octets, run.Output);
    }

    [Fact]
    public async Task What_comes_meanwhile_is_told()
    {
        var mail = TestMail.Create();
        await server.CatchAsync(mail);
        await RunAsync(mail, """
            other = imaplib.IMAP4(host, port, timeout=20)
            for each in (box, other):
                each.login(user, password); each.select()
            ok(other.append('INBOX', None, None, b'Subject: new\r\n\r\n'))
            ok(box.noop())
            assert box.response('EXISTS')[1][-1] == b'2', box.untagged_responses
            ok(other.store('1', '+FLAGS', r'\Deleted')); ok(other.expunge())
            ok(box.noop())
            assert box.response('EXPUNGE')[1] == [b'1'], box.untagged_responses
            other.logout(); box.logout()
            """);
    }

    private async Task<ClientRun> RunAsync(TestMail mail, string program) =>
        (await ClientProgram.Python.RunAsync(
            Encoding.UTF8.GetBytes($"""
                import imaplib, ssl, sys, time
                host, port = '127.0.0.1', {server.Imap}
                user, password = '{mail.To}', '{RunningImapCatch.Password}'
                context = ssl._create_unverified_context()
                def ok(result):
                    assert result[0] == 'OK', result
                    return result[1]
                box = imaplib.IMAP4(host, port, timeout=20)

                """ + program),
            ["-"])).Succeeds();
}
