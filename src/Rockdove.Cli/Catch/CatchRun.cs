using System.CommandLine;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Rockdove.Catcher;
using Rockdove.Hosting;
using Rockdove.Mailboxes;
using Rockdove.Storage;
using Rockdove.Storage.Sqlite;
using Rockdove.Web;

namespace Rockdove.Cli;

/// <summary>One run of the catcher, from the first socket to the last reply.</summary>
internal sealed class CatchRun(CatchOptions options, ParseResult parsed)
{
    public async Task<int> RunAsync(CancellationToken stop)
    {
        using var loggers = LoggerFactory.Create(AddLogging);
        CertificateSource? certificate;
        SqliteMailStore? store;
        try
        {
            certificate = options.ReadCertificate(parsed, loggers.CreateLogger(SmtpTelemetry.LogCategory));
            store = OpenStore();
        }
        catch (UsageException unusable)
        {
            ErrorLine.Write(unusable.Message);
            return ExitCode.Failed;
        }
        catch (StoreException error)
        {
            ErrorLine.Write($"{options.Data.Name}: {error.Message}");
            return ExitCode.Failed;
        }

        await using var catcher = await MailCatcher.CreateAsync(
            options.ToCatcher(parsed, certificate), store: store, cancellationToken: stop);
        var listeners = Listeners(catcher).ToList();
        await using var app = Build(listeners, loggers);
        app.UseCatcher(catcher.Mail, new CatcherWebOptions
        {
            HostNames = [parsed.GetValue(options.HostName)!, .. parsed.GetValue(options.AllowHost) ?? []],
            Compat = parsed.GetValue(options.Compat),
            Database = parsed.GetValue(options.Data) is { } data ? Path.GetFullPath(data) : "memory",
            Listeners = () => [.. listeners.Select(one => new CatcherListener(one.Name, one.Bound))],
        });
        if (!await Listener.StartAsync(app, listeners, parsed.GetValue(options.Json), stop))
            return ExitCode.Failed;
        Console.Out.WriteLine(KeptLine());
        await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        using var patience = new CancellationTokenSource(Farewell);
        await app.StopAsync(patience.Token);
        return ExitCode.Ok;
    }

    /// <summary>To standard error all of it: standard output is for the addresses.</summary>
    private void AddLogging(ILoggingBuilder logging)
    {
        logging.SetMinimumLevel(parsed.GetValue(options.Verbose) ? LogLevel.Debug : LogLevel.Warning);
        logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None); // Listener says it in one line.
        logging.AddSimpleConsole(format => format.SingleLine = true);
        logging.Services.Configure<ConsoleLoggerOptions>(
            console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }

    /// <summary>The store of --data, or null if mail is to be in memory only.</summary>
    private SqliteMailStore? OpenStore()
    {
        if (parsed.GetValue(options.Data) is not { } folder)
            return null;
        var isVerbose = parsed.GetValue(options.Verbose);
        return SqliteMailStore.Open(folder, new()
        {
            TextReader = MimeTextReader.Instance,
            Report = notice =>
            {
                if (isVerbose || notice.IsTrouble)
                    ErrorLine.Write(notice.Text);
            },
        });
    }

    /// <summary>Where mail is kept: the last line of the start.</summary>
    private string KeptLine()
    {
        var folder = parsed.GetValue(options.Data) is { } data ? Path.GetFullPath(data) : null;
        if (parsed.GetValue(options.Json))
            return $$"""{"keeping":"{{JsonEncodedText.Encode(folder ?? "memory")}}"}""";
        return folder is null
            ? "mail in memory only, gone when this ends; --data DIR keeps it"
            : $"mail in {folder}";
    }

    /// <summary>Nothing is configured but what the command line says: no files, no environment.</summary>
    private static WebApplication Build(IReadOnlyList<Listener> listeners, ILoggerFactory loggers)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(loggers);
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            foreach (var listener in listeners)
                listener.AddTo(kestrel);
        });
        builder.Services.AddMailTransport();
        return builder.Build();
    }

    private IEnumerable<Listener> Listeners(MailCatcher catcher)
    {
        yield return Listen("smtp", options.Smtp, listen => catcher.Listen(listen, CatcherEndpoint.Smtp))!;
        if (Listen("smtps", options.Smtps, listen => catcher.Listen(listen, CatcherEndpoint.Smtps)) is { } smtps)
            yield return smtps;
        if (Listen("lmtp", options.Lmtp, listen => catcher.Listen(listen, CatcherEndpoint.Lmtp)) is { } lmtp)
            yield return lmtp;
        if (Listen("pop3", options.Pop3, listen => catcher.Listen(listen, CatcherEndpoint.Pop3)) is { } pop3)
            yield return pop3;
        if (Listen("imap", options.Imap, listen => catcher.Listen(listen, CatcherEndpoint.Imap)) is { } imap)
            yield return imap;
        yield return Listen("http", options.Http, listen => listen.Protocols = HttpProtocols.Http1)!;
    }

    private Listener? Listen(string name, Option<IPEndPoint?> option, Action<ListenOptions> configure)
    {
        if (parsed.GetValue(option) is not { } address)
            return null;
        return new Listener(name, AddressOption.Source(parsed, option), address, configure);
    }

    /// <summary>How long a message that is just coming may take when we are told to stop.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);
}
