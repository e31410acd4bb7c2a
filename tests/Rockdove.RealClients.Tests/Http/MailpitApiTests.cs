namespace Rockdove.RealClients.Tests;

/// <summary>
/// mailpit-api, which tests in JavaScript use to look at what Mailpit caught: all of it that is there.
/// </summary>
public sealed class MailpitApiTests
{
    [Fact]
    public async Task Its_calls_are_answered()
    {
        await using var other = await RunningHttpCatch.StartAsync();
        await using var server = await RunningHttpCatch.StartAsync(
            "--enable-chaos", "--route", $"up=smtp://127.0.0.1:{other.Smtp}?security=none");
        var mail = TestMail.Create();
        await server.CatchAsync(mail);

        var run = await NodePackage.MailpitApi.RunAsync(ReadOnlyMemory<byte>.Empty, Script, server.Http, other.Http);

        Assert.Equal("all\n"u8.ToArray(), run.Succeeds().Output);
    }

    private const string Script = """
        import { MailpitClient } from 'mailpit-api';
        import { deepStrictEqual as equal, ok, rejects } from 'node:assert';
        const mailpit = new MailpitClient(process.argv[1]);
        const other = new MailpitClient(process.argv[2]);

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
        equal((await mailpit.getAttachmentThumbnail(ID, sent.Attachments[0].PartID)).type, 'image/jpeg');
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
        const { MessageRelay, ChaosEnabled } = await mailpit.getConfiguration();
        equal([MessageRelay.Enabled, ChaosEnabled], [true, true]);

        equal(await mailpit.releaseMessage(ID, { To: ['cy@example.org'] }), 'ok');
        const released = await other.waitForMessage(
            { query: 'addressed:cy@example.org' }, { timeout: 60000, interval: 100 });
        equal([released.Subject, released.HTML.trim()], ['Sent by HTTP', '<p>Hello</p>']);
        await rejects(mailpit.releaseMessage(ID, { To: [] }), /400/);
        await rejects(other.releaseMessage('latest', { To: ['cy@example.org'] }), /400/);

        const html = await mailpit.htmlCheck(ID);
        ok(html.Total.Nodes > 0 && Array.isArray(html.Warnings) && html.Platforms.windows.length > 0);
        await rejects(mailpit.htmlCheck(first), /400/);
        equal(await mailpit.linkCheck(ID, true), { Errors: 0, Links: [] });
        await rejects(mailpit.spamAssassinCheck(ID), /404/);
        const quiet = { ErrorCode: 451, Probability: 0 };
        equal(await mailpit.getChaosTriggers(), { Sender: quiet, Recipient: quiet, Authentication: quiet });
        const set = await mailpit.setChaosTriggers({ Recipient: { ErrorCode: 550, Probability: 5 } });
        equal(set.Recipient, { ErrorCode: 550, Probability: 5 });
        equal((await mailpit.setChaosTriggers()).Recipient.Probability, 0);

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
