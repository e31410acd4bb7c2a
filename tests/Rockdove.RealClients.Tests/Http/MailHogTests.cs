using System.Text;

namespace Rockdove.RealClients.Tests;

/// <summary>mailhog, which tests in JavaScript use to look at what MailHog caught: all of it.</summary>
public sealed class MailHogTests
{
    [Fact]
    public async Task Its_calls_are_answered()
    {
        await using var other = await RunningHttpCatch.StartAsync();
        await using var server = await RunningHttpCatch.StartAsync(
            "--compat", "mailhog", "--route", $"up=smtp://127.0.0.1:{other.Smtp}?security=none");
        var text = TestMail.Create();
        var page = TestMail.Create();
        await server.CatchAsync(text);
        await server.CatchAsync(page with { Octets = Encoding.UTF8.GetBytes(Page) });

        var run = await NodePackage.MailHog.RunAsync(
            ReadOnlyMemory<byte>.Empty, Script, $"{new Uri(server.Http).Port}", text.From, text.To, page.From,
            $"{new Uri(other.Http).Port}");

        Assert.Equal("all\n"u8.ToArray(), run.Succeeds().Output);
    }

    private const string Page =
        "From: =?utf-8?b?SsO8cmdlbg==?= <j@example.org>\r\nReply-To: r@example.org\r\n"
        + "Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\n"
        + "Date: Thu, 26 Nov 2026 10:00:00 +0000\r\nMIME-Version: 1.0\r\n"
        + "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
        + "--b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        + "Hello J=C3=BCrgen\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Hello</p>\r\n--b\r\n"
        + "Content-Type: text/csv\r\nContent-Transfer-Encoding: base64\r\n"
        + "Content-Disposition: attachment; filename=\"a.csv\"\r\n\r\nYSxi\r\n--b--\r\n";

    private const string Script = """
        import { createRequire } from 'node:module';
        import { deepStrictEqual as equal, ok } from 'node:assert';
        const [port, from, to, other, elsewhere] = process.argv.slice(1);
        const client = createRequire(process.cwd() + '/')('mailhog');
        const mailhog = client({ host: '127.0.0.1', port });

        const all = await mailhog.messages();
        equal([all.total, all.count, all.start], [2, 2, 0]);
        const page = all.items[0];
        equal([page.subject, page.from, page.replyTo], ['Grüße', 'Jürgen <j@example.org>', 'r@example.org']);
        equal([page.text, page.html], ['Hello Jürgen', '<p>Hello</p>']);
        equal(page.date, new Date('2026-11-26T10:00:00Z'));
        ok(Math.abs(Date.now() - page.deliveryDate) < 600000);
        equal(page.attachments.map(each => [each.name, each.type, each.encoding, each.Body]),
            [['a.csv', 'text/csv', 'base64', 'YSxi']]);
        equal((await mailhog.messages(1, 1)).items.map(each => each.ID), [all.items[1].ID]);

        equal((await mailhog.latestFrom(from)).ID, all.items[1].ID);
        equal((await mailhog.latestTo(to)).ID, all.items[1].ID);
        equal((await mailhog.latestContaining('hello jürgen')).ID, page.ID);
        equal(await mailhog.latestContaining('nobody said this'), 0);
        equal((await mailhog.search(other, 'from')).items.map(each => each.ID), [page.ID]);
        equal((await mailhog.search('example', 'to', 0, 50)).start, 0);

        equal((await mailhog.releaseMessage(page.ID, { name: 'up', email: 'cy@example.org' })).statusCode, 200);
        equal((await mailhog.releaseMessage(page.ID, { host: 'x', port: '25', email: 'c@c.test' })).statusCode, 400);
        const released = client({ host: '127.0.0.1', port: elsewhere });
        let found;
        for (let left = 600; !(found = await released.latestTo('cy@example.org')) && left > 0; left--)
            await new Promise(again => setTimeout(again, 100));
        equal(found.subject, 'Grüße');

        equal((await mailhog.deleteMessage(page.ID)).statusCode, 200);
        equal((await mailhog.deleteMessage(page.ID)).statusCode, 404);
        equal((await mailhog.messages()).total, 1);
        equal((await mailhog.deleteAll()).statusCode, 200);
        equal((await mailhog.messages()).total, 0);
        console.log('all');
        """;
}
