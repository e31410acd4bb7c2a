using System.Net;
using System.Net.Http.Headers;

namespace Rockdove.Cli.Tests;

/// <summary><c>rockdove catch</c> where others reach it.</summary>
public sealed class CatchAccessTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rockdove-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Variables_of_mailpit_and_options_protect_it()
    {
        var tokens = Write("tokens", "ci read a-token-of-the-build\n");
        var mail = Write("one.eml", "Subject: one\r\n\r\n1\r\n");
        using var catcher = new RockdoveProcess(
            "catch",
            ["--token-file", tokens, "--http-tls", "--metrics", "--import", Path.GetDirectoryName(mail)!],
            ("MP_SMTP_BIND_ADDR", "127.0.0.1:0"), ("MP_UI_BIND_ADDR", "127.0.0.1:0"), ("MP_UI_AUTH", "ann:an-apple"),
            ("MP_LABEL", "ours"), ("MP_TENANT_ID", "t"), ("MP_WEBROOT", "team/mail"));

        Assert.StartsWith("rockdove: MP_TENANT_ID ", await catcher.ReadErrorLineAsync(), StringComparison.Ordinal);
        Assert.StartsWith("rockdove: 1 messages taken ", await catcher.ReadErrorLineAsync(), StringComparison.Ordinal);
        await catcher.ReadAddressAsync("smtp");
        var line = await catcher.ReadLineAsync();
        Assert.StartsWith("http https://127.0.0.1:", line, StringComparison.Ordinal);
        Assert.EndsWith("/team/mail/", line, StringComparison.Ordinal);
        using var handler = new HttpClientHandler
        {
            ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator,
        };
        using var http = new HttpClient(handler) { BaseAddress = new Uri(line["http ".Length..]) };

        Assert.Equal(HttpStatusCode.OK, (await AskAsync("readyz", null)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync("api/v1/messages", null)).StatusCode);
        var basic = new AuthenticationHeaderValue("Basic", Convert.ToBase64String("ann:an-apple"u8));
        Assert.Contains("\"ours\"", await TextAsync("api/v1/webui", basic), StringComparison.Ordinal);
        var bearer = new AuthenticationHeaderValue("Bearer", "a-token-of-the-build");
        Assert.Contains("\"one\"", await TextAsync("api/v1/messages", bearer), StringComparison.Ordinal);
        Assert.Contains("mailpit_messages 1\n", await TextAsync("metrics", bearer), StringComparison.Ordinal);

        async Task<HttpResponseMessage> AskAsync(string path, AuthenticationHeaderValue? who)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Authorization = who;
            return await http.SendAsync(request, CatchProcess.Patience);
        }

        async Task<string> TextAsync(string path, AuthenticationHeaderValue who) =>
            await (await AskAsync(path, who)).Content.ReadAsStringAsync(CatchProcess.Patience);
    }

    [Fact]
    public void A_file_that_cannot_be_used_is_named()
    {
        var options = new CatchOptions();
        var command = new System.CommandLine.Command("catch");
        options.AddTo(command);
        foreach (var (option, text) in ((string, string)[])[
            ("--ui-auth-file", "ann:$apr1$x$y"), ("--token-file", "ci all x"), ("--send-api-auth-file", "")])
        {
            var path = Write("file", text);
            var error = Assert.Throws<UsageException>(
                () => options.Web.ReadAccess(command.Parse([option, path])));
            Assert.StartsWith($"{option} '{path}' cannot be used: ", error.Message, StringComparison.Ordinal);
        }

        var hashed = Write("file", "ann:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=");
        Assert.Contains("--smtp-auth-file has a hash for 'ann'", Assert.Throws<UsageException>(
            () => options.ToCatcher(command.Parse(["--smtp-auth-file", hashed]), null)).Message);
    }

    [Theory]
    [InlineData("--api-cors app.example.org", "--api-cors 'app.example.org' is not allowed")]
    [InlineData("--api-cors https://a.test/x", "is not allowed")]
    [InlineData("--api-cors https://a.test,https://b.test:8,*", null)]
    [InlineData("--http-key k", "--http-key is given without --http-cert")]
    [InlineData("--http-tls --http-cert c", "two certificates")]
    [InlineData("--tags-disable all", "--tags-disable 'all' is not allowed")]
    [InlineData("--tags-disable plus-addresses,x-tags", null)]
    [InlineData("--http-rate 1000001", "allowed is a whole number from 0 to 1000000")]
    [InlineData("--http-rate 0", null)]
    public void What_makes_no_sense_is_told(string said, string? told)
    {
        var command = CatchCommand.Create();

        var errors = command.Parse(said).Errors.Select(error => error.Message);

        if (told is null)
            Assert.Empty(errors);
        else
            Assert.Contains(told, Assert.Single(errors), StringComparison.Ordinal);
    }

    private string Write(string name, string text)
    {
        var folder = _folder.CreateSubdirectory(name + "-in");
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
