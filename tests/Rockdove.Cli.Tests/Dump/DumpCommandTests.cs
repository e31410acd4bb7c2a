using System.Net;
using System.Text;

namespace Rockdove.Cli.Tests;

public sealed class DumpCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rockdove-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task All_mail_of_a_catcher_that_runs_or_not_is_written()
    {
        var mail = _folder.CreateSubdirectory("in");
        for (var i = 0; i < 3; i++)
        {
            await File.WriteAllTextAsync(
                Path.Combine(mail.FullName, $"{i}.eml"), $"Subject: {i}\r\n\r\n{i}\r\n", CatchProcess.Patience);
        }

        var users = At("users");
        await File.WriteAllTextAsync(users, "ann:an apple", CatchProcess.Patience);
        using (var catcher = new CatchProcess(
            "--smtp", "127.0.0.1:0", "--http", "127.0.0.1:0", "--data", At("data"), "--import", mail.FullName,
            "--ui-auth-file", users))
        {
            await catcher.ReadAddressAsync("smtp");
            var http = await catcher.ReadAddressAsync("http");

            Assert.Equal(ExitCode.Usage, await DumpAsync(At("closed"), "--http", $"http://{http}"));
            Assert.Equal(ExitCode.Usage, await DumpAsync(At("closed"), "--http", "mail"));
            Assert.False(Directory.Exists(At("closed")));
            Assert.Equal(ExitCode.Ok, await DumpAsync(At("http"), "--http", $"http://ann:an%20apple@{http}/"));
            Assert.Equal(ExitCode.Usage, await DumpAsync(At("http"), "--http", $"http://ann:an%20apple@{http}/"));
            await catcher.SignalAsync("TERM");
            await catcher.EndAsync();
        }

        Assert.Equal(ExitCode.Ok, await DumpAsync(At("data-out"), "--data", At("data")));

        foreach (var folder in (string[])["http", "data-out"])
        {
            var texts = Directory.GetFiles(At(folder), "*.eml", SearchOption.AllDirectories).Select(File.ReadAllText);
            Assert.Equal(
                ["Subject: 0\r\n\r\n0\r\n", "Subject: 1\r\n\r\n1\r\n", "Subject: 2\r\n\r\n2\r\n"], texts.Order());
        }
    }

    [Fact]
    public async Task A_name_that_leads_elsewhere_is_left_out_and_one_that_is_gone_too()
    {
        using var http = new HttpClient(new Scripted(
            """{"total":3,"messages":[{"ID":"../evil"},{"ID":"gone"},{"ID":"good"},{"ID":"good"}]}"""))
        {
            BaseAddress = new Uri("http://catcher.test/"),
        };
        var problems = new List<string>();
        var dump = new HttpDump(http) { Problem = problem => problems.Add(problem.Where) };

        var done = await dump.RunAsync(At("out"), CatchProcess.Patience);

        Assert.Equal((1, 2, 4), (done.Messages, done.Problems, done.Bytes));
        Assert.Equal(["../evil", "gone"], problems);
        Assert.Equal(["good.eml"], Directory.GetFiles(At("out")).Select(Path.GetFileName));
        Assert.False(File.Exists(At("evil.eml")));
    }

    [Theory]
    [InlineData("<html>")]
    [InlineData("{}")]
    [InlineData("""{"total":1,"messages":[1]}""")]
    public async Task What_is_no_catcher_is_told(string list)
    {
        using var http = new HttpClient(new Scripted(list)) { BaseAddress = new Uri("http://catcher.test/") };

        var error = await Assert.ThrowsAsync<HttpRequestException>(
            () => new HttpDump(http).RunAsync(At("out"), CatchProcess.Patience));

        Assert.Contains("no catcher", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "give --bearer-file FILE")]
    [InlineData("ann:wrong@", "does not know the user and the password")]
    public async Task A_catcher_that_asks_who_it_is_is_told_with_what_to_give(string user, string why)
    {
        await File.WriteAllTextAsync(At("users"), "ann:an apple", CatchProcess.Patience);
        using var catcher = new CatchProcess(
            "--smtp", "127.0.0.1:0", "--http", "127.0.0.1:0", "--ui-auth-file", At("users"));
        await catcher.ReadAddressAsync("smtp");
        var http = await catcher.ReadAddressAsync("http");
        using var dump = new RockdoveProcess("dump", [At("out"), "--http", $"http://{user}{http}"]);

        var (code, _, errors) = await dump.EndAsync();

        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains(why, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong", errors, StringComparison.Ordinal);
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private static Task<int> DumpAsync(params string[] arguments) =>
        DumpCommand.Create().Parse(arguments).InvokeAsync(cancellationToken: CatchProcess.Patience);

    private sealed class Scripted(string list) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var path = request.RequestUri!.PathAndQuery;
            var text = path switch
            {
                "/api/v1/messages?start=0&limit=500" => list,
                "/api/v1/message/good/raw" => "mail",
                "/api/v1/messages?start=500&limit=500" => """{"total":3,"messages":[]}""",
                _ => null,
            };
            return Task.FromResult(text is null
                ? new HttpResponseMessage(HttpStatusCode.NotFound)
                : new HttpResponseMessage { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(text)) });
        }
    }
}
