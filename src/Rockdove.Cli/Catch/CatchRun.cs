using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
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
    private CertificateSource? _httpCertificate;

    public async Task<int> RunAsync(CancellationToken stop)
    {
        using var loggers = LoggerFactory.Create(AddLogging);
        CatcherOptions settings;
        CatcherAccess access;
        SqliteMailStore? store;
        MailOutOptions outOptions;
        try
        {
            outOptions = options.Out.Read(
                parsed, parsed.GetValue(options.HostName)!, parsed.GetValue(options.Data) is not null);
            var log = loggers.CreateLogger(SmtpTelemetry.LogCategory);
            var certificate = options.ReadCertificate(parsed, log)
                ?? CertificateSource.Development(parsed.GetValue(options.HostName)!);
            settings = options.ToCatcher(parsed, certificate);
            _httpCertificate = options.ReadHttpCertificate(parsed, log) ?? certificate;
            access = options.Web.ReadAccess(parsed);
            store = OpenStore();
        }
        catch (UsageException unusable)
        {
            ErrorLine.Write(unusable.Message);
            return unusable.IsOfWorld ? ExitCode.Failed : ExitCode.Usage;
        }
        catch (StoreException error)
        {
            ErrorLine.Write($"{options.Data.Name}: {error.Message}");
            return ExitCode.Failed;
        }

        await using var catcher = await MailCatcher.CreateAsync(
            settings, store: store, cancellationToken: stop);
        if (!await ImportAsync(catcher.Mail, stop)) // Before anything goes out: this mail is not new.
            return ExitCode.Failed;
        await using var mailOut = OpenOut(catcher.Mail, outOptions, out var cannotOpen);
        if (cannotOpen)
            return ExitCode.Failed;
        var faults = new CatcherFaults(catcher.Mail);
        faults.Chaos.IsEnabled = parsed.GetValue(options.EnableChaos);
        if (parsed.GetValue(options.ChaosTriggers) is { } triggers)
            faults.Chaos.Enable(triggers);
        var listeners = Listeners(catcher, faults).ToList();
        await using var app = Build(listeners, loggers);
        var otlp = options.Otlp.Read(parsed);
        if (otlp.Traces is not null)
            app.Use(RequestActivity.InvokeAsync);
        var smtp = listeners.First(one => one.Name == "smtp").Address.Address;
        await using var ports = catcher.AllowInboxPorts(smtp, app.Services, faults.AddTo);
        app.UseCatcher(catcher.Mail, new CatcherWebOptions
        {
            HostNames = [parsed.GetValue(options.HostName)!, .. parsed.GetValue(options.AllowHost) ?? []],
            Checks = options.Checks.Read(parsed),
            Faults = faults,
            Compat = parsed.GetValue(options.Compat),
            Database = parsed.GetValue(options.Data) is { } data ? Path.GetFullPath(data) : "memory",
            Listeners = () => [.. listeners.Select(one => new CatcherListener(one.Name, one.Bound))],
            Out = mailOut,
            Access = access,
            AllowedOrigins = options.Web.AllowedOrigins(parsed),
            RequestsPerSecond = parsed.GetValue(options.Web.Rate),
            WebRoot = parsed.GetValue(options.Web.Root)!,
            HasMetrics = parsed.GetValue(options.Web.Metrics),
            Label = parsed.GetValue(options.Web.Label)!,
        });
        await using var export = otlp.IsAsked ? new OtlpExport(otlp, "rockdove-catch", loggers) : null;
        if (!await Listener.StartAsync(app, listeners, parsed.GetValue(options.Json), stop))
            return ExitCode.Failed;
        Console.Out.WriteLine(KeptLine());
        if (mailOut is not null)
        {
            await OutRun.StartAsync(mailOut, catcher.Mail, listeners, stop);
            Console.Out.WriteLine(OutRun.Line(mailOut, parsed.GetValue(options.Json)));
        }

        if (otlp.IsAsked)
            Console.Out.WriteLine(otlp.Line(parsed.GetValue(options.Json)));

        foreach (var warning in Warnings(listeners, access, settings))
            ErrorLine.Write(warning);
        await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        using var patience = new CancellationTokenSource(Farewell);
        await Task.WhenAll(app.StopAsync(patience.Token), ports.DisposeAsync().AsTask());
        return ExitCode.Ok;
    }

    /// <summary>What --import names, told on standard error.</summary>
    /// <returns>False if some of it could not be taken at all.</returns>
    private async Task<bool> ImportAsync(CaughtMail mail, CancellationToken stop)
    {
        foreach (var source in parsed.GetValue(options.Import) ?? [])
        {
            using var line = ProgressLine.OnTerminal();
            var import = new CatchImport(mail, parsed.GetValue(options.Data))
            {
                Progress = count => line.Show(count, 0, "messages"),
            };
            try
            {
                var count = await import.RunAsync(source, stop);
                line.Dispose();
                ErrorLine.Write(count is { } taken
                    ? string.Create(CultureInfo.InvariantCulture, $"{taken} messages taken from {source}")
                    : $"{source} was taken in before, and is not taken again");
            }
            catch (Exception error) when (error is UsageException or StoreException)
            {
                line.Dispose();
                ErrorLine.Write(error.Message);
                return false;
            }
        }

        return true;
    }

    private IEnumerable<string> Warnings(List<Listener> listeners, CatcherAccess access, CatcherOptions settings) =>
        OpenDoors.Warnings(
            [.. listeners.Select(each => (each.Name, each.Bound))],
            access.ProtectsMail,
            !access.AnyoneSends && (access.ProtectsMail || access.Senders is not null),
            options.Web.IsTls(parsed),
            settings.Accounts.Count > 0);

    /// <summary>To standard error all of it: standard output is for the addresses.</summary>
    private void AddLogging(ILoggingBuilder logging)
    {
        logging.SetMinimumLevel(parsed.GetValue(options.Verbose) ? LogLevel.Debug : LogLevel.Warning);
        logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None); // Listener says it in one line.
        logging.AddFilter(OtlpSettings.LogCategory, LogLevel.Information); // That it is back is worth a line too.
        logging.AddSimpleConsole(format => format.SingleLine = true);
        logging.Services.Configure<ConsoleLoggerOptions>(
            console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }

    /// <summary>The store of --data, or null if mail is to be in memory only.</summary>
    private SqliteMailStore? OpenStore()
    {
        if (parsed.GetValue(options.Data) is not { } folder)
            return null;
        if (File.Exists(folder))
        {
            throw new UsageException($"{options.Data.Name} '{folder}' is a file; allowed is a folder. "
                + $"A database of Mailpit is taken in by --import '{folder}'") { IsOfWorld = true };
        }

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

    private MailOut? OpenOut(CaughtMail mail, MailOutOptions outOptions, out bool hasFailed)
    {
        hasFailed = false;
        try
        {
            return OutRun.Open(
                mail, outOptions, parsed.GetValue(options.Data), parsed.GetValue(options.Out.ClearOutbox));
        }
        catch (StoreException error)
        {
            ErrorLine.Write($"{options.Data.Name}: {error.Message}");
            hasFailed = true;
            return null;
        }
    }

    /// <summary>Where mail is kept: the last line of the start, but for what leaves.</summary>
    private string KeptLine()
    {
        var folder = parsed.GetValue(options.Data) is { } data ? Path.GetFullPath(data) : null;
        if (parsed.GetValue(options.Json))
            return $$"""{"keeping":"{{JsonEncodedText.Encode(folder ?? "memory")}}"}""";
        return folder is null
            ? "mail in memory only, gone when this ends; --data DIR keeps it"
            : $"mail in {folder}";
    }

    private static WebApplication Build(IReadOnlyList<Listener> listeners, ILoggerFactory loggers)
    {
        var builder = CommandHost.CreateBuilder();
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

    private IEnumerable<Listener> Listeners(MailCatcher catcher, CatcherFaults faults)
    {
        Action<ListenOptions> Speak(CatcherEndpoint endpoint) =>
            listen => catcher.Listen(listen, endpoint, faults.AddTo);

        yield return Listen("smtp", options.Smtp, Speak(CatcherEndpoint.Smtp))!;
        if (Listen("smtps", options.Smtps, Speak(CatcherEndpoint.Smtps)) is { } smtps)
            yield return smtps;
        if (Listen("lmtp", options.Lmtp, Speak(CatcherEndpoint.Lmtp)) is { } lmtp)
            yield return lmtp;
        if (Listen("pop3", options.Pop3, listen => catcher.Listen(listen, CatcherEndpoint.Pop3)) is { } pop3)
            yield return pop3;
        if (Listen("imap", options.Imap, listen => catcher.Listen(listen, CatcherEndpoint.Imap)) is { } imap)
            yield return imap;
        var isTls = options.Web.IsTls(parsed);
        yield return Listen("http", options.Http, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            if (isTls)
                listen.UseHttps(HandshakeOptions());
        })! with
        {
            Scheme = isTls ? "https" : "http",
            Path = $"{parsed.GetValue(options.Web.Root)}/",
        };
    }

    private Listener? Listen(string name, Option<IPEndPoint?> option, Action<ListenOptions> configure)
    {
        if (AddressOption.Choose(parsed, option, parsed.GetValue(options.Web.Public)) is not { } address)
            return null;
        return new Listener(name, AddressOption.Source(parsed, option), address, configure);
    }

    /// <summary>Asked at each handshake, so that a new certificate is shown without a restart.</summary>
    private TlsHandshakeCallbackOptions HandshakeOptions() => new()
    {
        OnConnection = context => new(_httpCertificate!.ServerOptions(context.ClientHelloInfo.ServerName)),
    };

    /// <summary>How long a message that is just coming may take when we are told to stop.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);
}
