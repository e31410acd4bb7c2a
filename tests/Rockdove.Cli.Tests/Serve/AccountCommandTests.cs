using System.Text.Json;

namespace Rockdove.Cli.Tests;

/// <summary><c>rockdove account</c>, <c>alias</c> and <c>mailbox</c>, with and without a daemon.</summary>
public sealed class AccountCommandTests : IDisposable
{
    private readonly ServeFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Accounts_come_and_go(bool isServing)
    {
        await _folder.AddAccountAsync("first@example.org");
        using var serve = isServing ? _folder.Serve() : null;
        if (serve is not null)
            await serve.ReadAddressAsync("mx");

        await RunAsync("account add ann --address ann@example.org --address a.n@example.org --name Ann "
            + "--quota-bytes 1000000 --recoverable --password-file password", "account ann is made, with ");
        await RunAsync("account disable ann", "account ann is disabled");
        var ann = (await JsonAsync("account list --json")).GetProperty("accounts")[0];
        Assert.Equal("ann", ann.GetProperty("name").GetString());
        Assert.Equal("Ann", ann.GetProperty("displayName").GetString());
        Assert.False(ann.GetProperty("enabled").GetBoolean());
        Assert.True(ann.GetProperty("recoverable").GetBoolean());
        Assert.Equal(1_000_000, ann.GetProperty("mostBytes").GetInt64());
        Assert.Equal(2, ann.GetProperty("addresses").GetArrayLength());
        await RunAsync("account enable ann", "account ann is enabled");
        await RunAsync("account passwd ann --password-file password", "account ann has another password");
        Assert.False((await JsonAsync("account list --json")).GetProperty("accounts")[0]
            .GetProperty("recoverable").GetBoolean());

        await RunAsync(
            "account quota ann 2K --messages 3",
            "account ann may have 2048 bytes and 3 messages, and has 0 and 0");
        await RunAsync("account quota ann 1000", "account ann may have 1000 bytes and 3 messages, and has 0 and 0");
        await RunAsync(
            "account quota ann unlimited",
            "account ann may have any number of bytes and any number of messages, and has 0 and 0");
        Assert.False((await JsonAsync("account list --json")).GetProperty("accounts")[0].TryGetProperty(
            "mostBytes", out _));
        await RunAsync("account quota ann default", "account ann may have any number of bytes and any number of ");

        await RunAsync("alias add info@example.org ann@example.org", "alias info@example.org leads to ann@example.org");
        await RunAsync("alias list", "info@example.org: ann@example.org");
        await RunAsync("alias remove info@example.org", "alias info@example.org is removed");
        await RunAsync("mailbox create ann Work/Old", "mailbox ann/Work/Old is made");
        await RunAsync("mailbox rename ann Work Play", "mailbox ann/Work is now ann/Play");
        await RunAsync("mailbox delete ann Play/Old", "mailbox ann/Play/Old and all in it is deleted");
        await RunAsync("mailbox list ann", "ann/Drafts: 0 messages, 0 unseen, 0 bytes\nann/INBOX: ");
        await RunAsync("account remove ann --with-mail", "account ann is removed, and its mail");
        Assert.Equal(5, (await JsonAsync("mailbox list --json")).GetProperty("mailboxes").GetArrayLength());
    }

    [Theory]
    [InlineData("account add ann --password-file password", "'ann' has no address: it is none itself, and no ")]
    [InlineData("account add first@example.org --password-file password", "there is an account first@example.org")]
    [InlineData("account add bob@other.test --password-file password", "other.test is not among the Domains")]
    [InlineData("account add b --address first@example.org --password-file password", "another account has the ")]
    [InlineData("account add b --address b --password-file password", "'b' is no address; allowed are ann@")]
    [InlineData("account passwd nobody --password-file password", "there is no account 'nobody' in the store")]
    [InlineData("account disable nobody", "there is no account 'nobody' in the store")]
    [InlineData("account remove nobody", "there is no account 'nobody' in the store")]
    [InlineData("account quota nobody 1G", "there is no account 'nobody' in the store")]
    [InlineData("account quota first@example.org 1X", "SIZE '1X' is not allowed; allowed are octets such as ", 2)]
    [InlineData("account quota first@example.org 0", "SIZE '0' is not allowed; allowed are octets such as ", 2)]
    [InlineData("account quota first@example.org 9T --messages 0", "--messages '0' is not allowed; allowed is a ", 2)]
    [InlineData("alias add info first@example.org", "'info' is no alias; allowed are sales@example.org, ")]
    [InlineData("alias add info@example.org first", "'first' is no address")]
    [InlineData("alias remove info@example.org", "there is no alias 'info@example.org' in the store")]
    [InlineData("mailbox create nobody Work", "there is no account 'nobody' in the store")]
    [InlineData("mailbox create first@example.org Sent", "there is a mailbox first@example.org/Sent already")]
    [InlineData("mailbox rename first@example.org INBOX Old", "INBOX is not renamed")]
    [InlineData("mailbox delete first@example.org None", "there is no mailbox first@example.org/None")]
    [InlineData("account add b@example.org --password-file none", "--password-file none: Could not find file", 2)]
    [InlineData("account add b@example.org --password-file empty", "--password-file empty: its first line is empty", 2)]
    [InlineData("account add b@example.org </dev/null", "there is no password: give --password-file or --password-", 2)]
    [InlineData("account add b@example.org --password secret", "--password is no option of rockdove account add; ", 2)]
    public async Task What_cannot_be_done_is_told_in_a_line(string command, string error, int code = 1)
    {
        await _folder.AddAccountAsync("first@example.org");
        _folder.Write("empty", "\n");
        var result = await _folder.ShellAsync($"$R {command}");

        Assert.Equal((code, ""), (result.Code, result.Output));
        Assert.StartsWith($"rockdove: {error}", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_comes_from_standard_input()
    {
        var result = await _folder.ShellAsync("echo 'of ann' | $R account add ann@example.org --password-stdin");
        Assert.Equal((0, ""), (result.Code, result.Errors));

        using var serve = _folder.Serve();
        await serve.ReadAddressAsync("mx");
        await using var talk = await LineTalk.ConnectAsync(await serve.ReadAddressAsync("pop3"));
        await talk.SayAsync("USER ann@example.org");
        Assert.StartsWith("+OK", await talk.SayAsync("PASS of ann"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_without_a_daemon_that_another_has_is_told()
    {
        using var catcher = new RockdoveProcess(
            "catch", ["--data", $"{_folder.Folder}/data", "--smtp", "127.0.0.1:0", "--http", "127.0.0.1:0"]);
        await catcher.ReadAddressAsync("smtp");
        var result = await _folder.ShellAsync("$R account list");

        Assert.Equal((2, ""), (result.Code, result.Output));
        Assert.Contains("and it is no rockdove serve that can be asked", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_a_store_is_told()
    {
        var result = await _folder.ShellAsync("$R account list");

        Assert.Equal((2, ""), (result.Code, result.Output));
        Assert.Contains("is no store: there is no meta.db in it", result.Errors, StringComparison.Ordinal);
    }

    private async Task RunAsync(string command, string output)
    {
        _folder.Write("password", "secret\n");
        var result = await _folder.ShellAsync($"$R {command}");
        Assert.Equal((0, ""), (result.Code, result.Errors));
        Assert.StartsWith(output, result.Output, StringComparison.Ordinal);
    }

    private async Task<JsonElement> JsonAsync(string command)
    {
        var result = await _folder.ShellAsync($"$R {command}");
        Assert.Equal((0, ""), (result.Code, result.Errors));
        using var document = JsonDocument.Parse(result.Output);
        return document.RootElement.Clone();
    }
}
