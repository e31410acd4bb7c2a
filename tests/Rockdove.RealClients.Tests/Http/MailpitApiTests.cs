namespace Rockdove.RealClients.Tests;

/// <summary>
/// mailpit-api, which tests in JavaScript use to look at what Mailpit caught: all of it that is there.
/// </summary>
public sealed class MailpitApiTests
{
    [Fact]
    public async Task Its_calls_are_answered()
    {
        await using var server = await RunningHttpCatch.StartAsync();
        var mail = TestMail.Create();
        await server.CatchAsync(mail);

        var run = await NodePackage.MailpitApi.RunAsync(ReadOnlyMemory<byte>.Empty, Script, server.Http);

        Assert.Equal("all\n"u8.ToArray(), run.Succeeds().Output);
    }

    private const string Script = """
        import { MailpitClient } from 'mailpit-api';
        import { deepStrictEqual as equal, ok, rejects } from 'node:assert';
        const mailpit = new MailpitClient(process.argv[1]);

        const caught = await mailpit.listMessages();
        equal([caught.total, caught.unread, caught.messages.length, caught.tags], [1, 1, 1, []]);
        const first = caught.messages[0].ID;
        equal((await mailpit.getMessageSummary()).ID, first);
        equal((await mailpit.listMessages()).unread, 0);
        ok((await mailpit.getMessageSource(first)).includes('Subject:'));
        ok((await mailpit.getMessageHeaders(first)).Subject.length === 1);
        equal(await mailpit.setReadStatus({ Read: false, IDs: [first] }), 'ok');
        equal((await mailpit.listMessages()).unread, 1);
        equal(await mailpit.setReadStatus({ Read: true, Search: 'is:unread' }, { tz: 'Pacific/Auckland' }), 'ok');
        equal((await mailpit.listMessages()).unread, 0);

        const waiting = mailpit.waitForMessage({ query: 'subject:"Sent by HTTP"' }, { timeout: 30000, interval: 50 });
        const { ID } = await mailpit.sendMessage({
            From: { Email: 'ann@example.org', Name: 'Ann' }, To: [{ Email: 'bea@example.org', Name: 'Bea' }],
            Subject: 'Sent by HTTP', Text: 'Hello', HTML: '<p>Hello</p>', Tags: ['To do'], Headers: { 'X-Run': '7' },
            Attachments: [{ Content: btoa('hello'), Filename: 'a.txt', ContentType: 'text/plain' }],
        });
        const sent = await waiting;
        equal([sent.ID, sent.From.Name, sent.Tags, sent.Attachments[0].FileName], [ID, 'Ann', ['To do'], 'a.txt']);
        equal(await (await mailpit.getMessageAttachment(ID, sent.Attachments[0].PartID)).text(), 'hello');
        equal((await mailpit.getMessageHeaders(ID))['X-Run'], ['7']);
        ok((await mailpit.renderMessageHTML(ID, 1)).includes('<p>Hello</p>'));
        equal((await mailpit.renderMessageText()).trim(), 'Hello');

        equal((await mailpit.searchMessages({ query: 'from:ann tag:"to do"', limit: 5 })).messages_count, 1);
        equal(await mailpit.getTags(), ['To do']);
        equal(await mailpit.renameTag('To do', 'Done'), 'ok');
        equal(await mailpit.setTags({ IDs: [first], Tags: ['Done', 'old'] }), 'ok');
        equal((await mailpit.waitForMessages({ query: 'tag:done', count: 2 })).messages_count, 2);
        equal(await mailpit.deleteTag('Done'), 'ok');
        equal(await mailpit.getTags(), ['old']);
        const info = await mailpit.getInfo();
        equal([info.Messages, info.Unread, info.Tags, info.RuntimeStats.SMTPAccepted], [2, 0, { old: 1 }, 1]);
        equal((await mailpit.getConfiguration()).MessageRelay.Enabled, false);

        await rejects(mailpit.getMessageSummary('0000000000000000000000'), /404/);
        await rejects(mailpit.searchMessages({ query: '' }), /400/);
        await rejects(mailpit.sendMessage({ From: { Email: 'nobody' } }), /"Error":"invalid From address/);
        equal(await mailpit.deleteMessagesBySearch({ query: 'subject:"Sent by HTTP"' }), 'ok');
        equal((await mailpit.listMessages()).messages.map(each => each.ID), [first]);
        equal(await mailpit.deleteMessages({ IDs: [first] }), 'ok');
        equal(await mailpit.deleteMessages(), 'ok');
        equal((await mailpit.waitForMessages({ count: 0 })).total, 0);
        console.log('all');
        """;
}
