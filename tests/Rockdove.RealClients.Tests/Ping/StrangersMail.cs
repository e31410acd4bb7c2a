using System.Globalization;
using System.Text;

namespace Rockdove.RealClients.Tests;

/// <summary>
/// Mail of others in every mailbox: one that nobody has read, and one that is marked as deleted. Python's imaplib puts
/// it there and looks at it.
/// </summary>
internal sealed class StrangersMail(PingWorld world)
{
    public Task PutAsync() => RunAsync("""
        for flags in ('', '\\Deleted'):
            ok(box.append('INBOX', flags, None, f'Subject: for {user}\r\n\r\nNot of the prober.\r\n'.encode()))
        """);

    /// <summary>Fails unless they are as they were, and alone.</summary>
    public Task AreLeftAloneAsync() => RunAsync("""
        assert ok(box.select('INBOX', readonly=True)) == [b'2'], f'{user}: {box.fetch("1:*", "(FLAGS RFC822.HEADER)")}'
        for number, flags in (('1', set()), ('2', {b'\\Deleted'})):
            item = ok(box.fetch(number, '(FLAGS BODY.PEEK[HEADER.FIELDS (SUBJECT)])'))
            assert item[0][1] == f'Subject: for {user}\r\n\r\n'.encode(), f'{user}: {item}'
            found = set(imaplib.ParseFlags(item[0][0])) | set(imaplib.ParseFlags(item[-1] if len(item) > 1 else b''))
            assert found - {b'\\Recent'} == flags, f'{user}: {item}'
        """);

    private async Task RunAsync(string program)
    {
        var accounts = WorldAccounts.All.Select(account => string.Create(
            CultureInfo.InvariantCulture,
            $"    ({world[account.Domain, "imaps"]}, '{account.Address}', '{account.Password}'),\n"));
        var script = $"""
            import imaplib, ssl
            def ok(result):
                assert result[0] == 'OK', result
                return result[1]
            for port, user, password in (
            {string.Concat(accounts)}):
                box = imaplib.IMAP4_SSL('127.0.0.1', port, ssl_context=ssl._create_unverified_context(), timeout=60)
                ok(box.login_cram_md5(user, password))
            {string.Concat(program.Split('\n').Select(line => $"    {line}\n"))}
                box.logout()

            """;
        var python = ClientProgram.Python with { Patience = TimeSpan.FromMinutes(2) }; // Twenty logins, and more syncs.
        (await python.RunAsync(Encoding.UTF8.GetBytes(script), ["-"])).Succeeds();
    }
}
