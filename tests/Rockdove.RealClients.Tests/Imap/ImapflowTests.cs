namespace Rockdove.RealClients.Tests;

/// <summary>imapflow, which web mailers use: IDLE, MOVE, SEARCH, CONDSTORE.</summary>
public sealed class ImapflowTests(RunningImapCatch server) : IClassFixture<RunningImapCatch>
{
    [Theory, InlineData("false"), InlineData("true")]
    public async Task A_mailbox_is_read_moved_and_searched(string startsTls)
    {
        var mail = TestMail.Create();
        await server.CatchAsync(mail);
        var run = await RunAsync(mail, startsTls, """
            const lock = await client.getMailboxLock('INBOX');
            equal(client.mailbox.exists, 1);
            const message = await client.fetchOne('*', { source: true, envelope: true, bodyStructure: true });
            equal(message.envelope.subject, 'Octets');
            equal(message.bodyStructure.type, 'text/plain');
            process.stdout.write(message.source);
            equal(await client.search({ subject: 'octets', seen: false }), [1]);
            equal(await client.messageFlagsAdd('1', ['\\Seen', 'Later']), true);
            equal(await client.search({ seen: true, keyword: 'Later' }), [1]);
            equal((await client.mailboxCreate(['Work', '2024'])).created, true);
            const moved = await client.messageMove('1', 'Work/2024');
            equal(moved.uidMap.get(1), 1);
            equal(client.mailbox.exists, 0);
            lock.release();
            const list = await client.list({ statusQuery: { messages: true } });
            equal(list.map(box => `${box.path} ${box.status?.messages}`).sort(), ['INBOX 0', 'Work 0', 'Work/2024 1']);
            const other = await client.getMailboxLock('Work/2024');
            const appended = await client.append('Work/2024', 'Subject: kept\r\n\r\nbody\r\n', ['\\Draft']);
            equal(appended.uid, 2);
            const copied = await client.messageCopy('1:*', 'INBOX');
            equal([...copied.uidMap.keys()], [1, 2]);
            const texts = [];
            for await (const each of client.fetch('1:*', { uid: true, bodyParts: ['text'] }, { uid: true }))
                texts.push(each.bodyParts.get('text').toString().length);
            equal(texts.length, 2);
            equal(await client.messageDelete('1:*'), true);
            equal(client.mailbox.exists, 0);
            other.release();
            """);
        Assert.Equal(mail.Octets, run.Output);
    }

    [Fact]
    public async Task I95_new_mail_wakes_a_client_that_idles()
    {
        var mail = TestMail.Create();
        await server.CatchAsync(mail);
        var run = await RunAsync(mail, "false", """
            await client.mailboxOpen('INBOX');
            const second = new ImapFlow(settings);
            await second.connect();
            await second.mailboxOpen('INBOX');
            const exists = new Promise(done => client.on('exists', done));
            const flags = new Promise(done => client.on('flags', done));
            const expunge = new Promise(done => client.on('expunge', done));
            const idling = client.idle();
            await second.append('INBOX', 'Subject: new\r\n\r\n');
            equal((await exists).count, 2);
            await second.messageFlagsAdd('1', ['\\Flagged']);
            equal([...(await flags).flags], ['\\Flagged']);
            await second.messageDelete('1');
            equal((await expunge).seq, 1);
            await second.logout();
            await client.noop();
            await idling;
            process.stdout.write('told');
            """);
        Assert.Equal("told"u8.ToArray(), run.Output);
    }

    private async Task<ClientRun> RunAsync(TestMail mail, string startsTls, string script) =>
        (await NodePackage.Imapflow.RunAsync(
            ReadOnlyMemory<byte>.Empty,
            $$"""
                import { ImapFlow } from 'imapflow';
                import { deepStrictEqual as equal } from 'node:assert';
                const settings = {
                    host: '127.0.0.1', port: {{server.Imap}}, secure: false, doSTARTTLS: {{startsTls}},
                    tls: { rejectUnauthorized: false }, logger: false,
                    auth: { user: '{{mail.To}}', pass: '{{RunningImapCatch.Password}}' },
                };
                const client = new ImapFlow(settings);
                await client.connect();

                """ + script + "\nawait client.logout();\n")).Succeeds();
}
