using System.CommandLine;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Rockdove.Mailboxes;

namespace Rockdove.Cli;

/// <summary><c>rockdove dump</c>: all that a catcher has caught, as files.</summary>
internal static class DumpCommand
{
    public static Command Create()
    {
        var target = new Argument<string>("TARGET") { Description = "The folder for it; it must not be there." };
        var http = new Option<string?>("--http")
        {
            Description = "The address of a catcher that runs, Rockdove or Mailpit; http://127.0.0.1:8025 unless "
                + "given. A user and a password may stand in it.",
            HelpName = "URL",
        };
        var bearer = new Option<string?>("--bearer-file")
        {
            Description = "A file with the token to show.",
            HelpName = "FILE",
        };
        var data = new Option<string?>("--data")
        {
            Description = "The folder of a catcher that does not run, instead of --http.",
            HelpName = "DIR",
        };
        var force = StoreCommand.Force();
        var json = StoreCommand.Json();
        var command = new Command("dump", Help) { target, http, bearer, data, force, json };
        command.Validators.Add(result =>
        {
            if (result.GetResult(data) is not null
                && (result.GetResult(http) is not null || result.GetResult(bearer) is not null))
                result.AddError("--data is given beside --http or --bearer-file; allowed is one of them");
        });
        command.SetAction((parsed, stop) => StoreRun.RunAsync(async () =>
        {
            var to = parsed.GetValue(target)!;
            var place = new TargetPlace(to, parsed.GetValue(force));
            using var report = new TransferReport(parsed.GetValue(json));
            try
            {
                var done = parsed.GetValue(data) is { } folder
                    ? await FromFolderAsync(folder, place.Working, report, stop)
                    : await FromHttpAsync(
                        parsed.GetValue(http) ?? "http://127.0.0.1:8025", parsed.GetValue(bearer), place.Working,
                        report, stop);
                place.Take();
                return report.End(done, $"written to {to}");
            }
            catch
            {
                place.GiveUp();
                throw;
            }
        }));
        return command;
    }

    private static async Task<TransferProgress> FromFolderAsync(
        string folder, string working, TransferReport report, CancellationToken stop)
    {
        await using var store = StoreRun.Open(folder);
        return await new MailExport(store, ArchiveFormat.Eml)
        {
            Owner = "",
            Mailbox = "INBOX",
            Progress = report.Show,
            Problem = report.Add,
        }.RunAsync(working, stop);
    }

    private static async Task<TransferProgress> FromHttpAsync(
        string address, string? bearer, string working, TransferReport report, CancellationToken stop)
    {
        if (!Uri.TryCreate(address.TrimEnd('/') + "/", UriKind.Absolute, out var url)
            || url.Scheme is not ("http" or "https"))
        {
            throw new UsageException(
                "--http is no address of a catcher; allowed are http://127.0.0.1:8025, and with https://");
        }

        // No redirections: they would carry the password elsewhere.
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false })
        {
            BaseAddress = new UriBuilder(url) { UserName = "", Password = "" }.Uri,
        };
        if (bearer is not null)
            http.DefaultRequestHeaders.Authorization =
                new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(bearer, stop)).Trim());
        else if (url.UserInfo.Length > 0)
            http.DefaultRequestHeaders.Authorization = Basic(url.UserInfo);
        try
        {
            return await new HttpDump(http) { Progress = report.Show, Problem = report.Add }.RunAsync(working, stop);
        }
        catch (HttpRequestException error) when (error.StatusCode == HttpStatusCode.Unauthorized)
        {
            throw new UsageException($"--http {http.BaseAddress} {WhatToGive(bearer, url)}");
        }
        catch (HttpRequestException error)
        {
            throw new UsageException($"--http {http.BaseAddress}: {error.Message}");
        }
    }

    private static string WhatToGive(string? bearer, Uri url) =>
        bearer is not null ? $"does not know the token in --bearer-file {bearer}"
        : url.UserInfo.Length > 0 ? "does not know the user and the password of the address"
        : "asks who you are: give --bearer-file FILE with a token, or a user and a password in the address, "
            + "http://USER:PASSWORD@HOST:PORT";

    private static AuthenticationHeaderValue Basic(string userInfo) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(userInfo))));

    private const string Help =
        """
        Write all mail that a catcher has caught into a folder of *.eml files.

        Exit codes: 0 all of it, 1 something was left out (standard error says what), 2 nothing was done.

        Examples:
          rockdove dump mail-of-today
          rockdove dump mail-of-today --http https://ann:secret@mail.example.org
          rockdove dump mail-of-today --data mail
        """;
}
