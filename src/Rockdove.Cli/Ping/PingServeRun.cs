using System.Diagnostics;
using System.Net;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Rockdove.Configuration;
using Rockdove.Daemon;
using Rockdove.Prober;
using Rockdove.Storage;
using Rockdove.Web;

namespace Rockdove.Cli;

/// <summary>One run of the prober that goes on, from its configuration to the signal that ends it.</summary>
internal sealed class PingServeRun(IReadOnlyList<string> files)
{
    /// <summary>The file of the results, in place of what the configuration says.</summary>
    public string? Database { get; init; }

    /// <summary>Where HTTP is answered, in place of what the configuration says.</summary>
    public IPEndPoint? Listen { get; init; }

    /// <summary>Host names that requests may have besides localhost and addresses.</summary>
    public IReadOnlyCollection<string> AllowedHosts { get; init; } = [];

    public bool Json { get; init; }

    public bool IsVerbose { get; init; }

    public async Task<int> RunAsync(CancellationToken stop)
    {
        try
        {
            var configuration = Read();
            if ((Database ?? configuration.Database) is not { } database)
            {
                ErrorLine.Write("database: the results are in memory only; name a file with --db or database");
                return ExitCode.Usage;
            }

            await using var parts = PingParts.Open(configuration, database);
            return await ServeAsync(configuration, parts.File!, parts.Key, stop);
        }
        catch (ConfigurationException error)
        {
            foreach (var mistake in error.Mistakes)
                ErrorLine.Write($"{mistake}");
            return ExitCode.Usage;
        }
        catch (Exception error) when (error is StoreException or IOException or UnauthorizedAccessException)
        {
            ErrorLine.Write(error.Message);
            return ExitCode.Failed;
        }
    }

    private async Task<int> ServeAsync(
        ProberConfiguration configuration, SqliteProbeJournal journal, ReadOnlyMemory<byte> key,
        CancellationToken stop)
    {
        using var loggers = LoggerFactory.Create(AddLogging);
        await using var daemon = new ProbeDaemon(new ProbeDaemonOptions
        {
            Configuration = configuration,
            Journal = journal,
            Key = key,
            Version = PingParts.Version,
            Loggers = loggers,
        });
        using var reader = journal.OpenReader();
        using var reload = new PingReload(daemon, Read);
        var listener = new Listener(
            "http", Listen is null ? "listen" : "--listen", Listen ?? Address(configuration),
            listen => listen.Protocols = HttpProtocols.Http1);
        await using var app = Build(listener, loggers);
        app.UsePing(reader, new PingWebOptions
        {
            HostNames = AllowedHosts,
            View = new MatrixView { TimeZone = configuration.TimeZone },
            Metrics = daemon.WriteMetrics,
            ProbeNow = daemon.ProbeNowAsync,
            Connect = daemon.LookAsync,
            ConnectTargets = () => daemon.Servers,
            Reload = reload.RunAsync,
            Trouble = () => daemon.Trouble,
        });
        if (!await Listener.StartAsync(app, [listener], Json, stop))
            return ExitCode.Failed;
        var code = await GoOnAsync(daemon, reload, journal, stop);
        using var patience = new CancellationTokenSource(AnswerPatience);
        await app.StopAsync(patience.Token);
        return code;
    }

    private async Task<int> GoOnAsync(
        ProbeDaemon daemon, PingReload reload, SqliteProbeJournal journal, CancellationToken stop)
    {
        try
        {
            await daemon.StartAsync(stop);
            using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
            {
                signal.Cancel = true;
                reload.Begin(Json);
            });
            Console.Out.WriteLine(Json
                ? $$"""{"keeping":"{{JsonEncodedText.Encode(journal.Path)}}"}"""
                : $"results in {journal.Path}");
            Console.Out.Flush();
            await daemon.Completion.WaitAsync(stop);
            throw new UnreachableException("It ends when it is told to, or breaks.");
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return ExitCode.Ok;
        }
        catch (Exception broken)
        {
            // What is no disk is a mistake of ours, which is told with its place.
            ErrorLine.Write(broken is StoreException or IOException ? broken.Message : $"{broken}");
            return ExitCode.Failed;
        }
    }

    /// <exception cref="ConfigurationException">It cannot be used.</exception>
    private ProberConfiguration Read()
    {
        var configuration = PingConfigurationFile.Read(files, []);
        foreach (var warning in configuration.Warnings)
            ErrorLine.Write(warning);
        return configuration.ScheduleMistakes is { Count: > 0 } mistakes
            ? throw new ConfigurationException([.. mistakes.Select(text => new ConfigurationMistake("schedule", text))])
            : configuration;
    }

    /// <summary>It was checked when it was read.</summary>
    private static IPEndPoint Address(ProberConfiguration configuration)
    {
        var url = new Uri(configuration.Listen);
        return ListenAddress.TryRead($"{url.Host}:{url.Port}")!;
    }

    private static WebApplication Build(Listener listener, ILoggerFactory loggers)
    {
        var builder = CommandHost.CreateBuilder();
        builder.Services.AddSingleton(loggers);
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            listener.AddTo(kestrel);
        });
        return builder.Build();
    }

    /// <summary>To standard error all of it: standard output is for the addresses.</summary>
    private void AddLogging(ILoggingBuilder logging)
    {
        logging.SetMinimumLevel(IsVerbose ? LogLevel.Debug : LogLevel.Warning);
        if (!IsVerbose) // The end of an alert is as much worth a line as its beginning.
            logging.AddFilter(ProbeDaemon.AlertLogCategory, LogLevel.Information);
        logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None); // Listener says it in one line.
        logging.AddSimpleConsole(format => format.SingleLine = true);
        logging.Services.Configure<ConsoleLoggerOptions>(
            console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }

    /// <summary>How long the whole end may take: sessions are finished, and mails of ours deleted.</summary>
    public static readonly TimeSpan Farewell = TimeSpan.FromSeconds(60);

    /// <summary>How long an answer that is just being given may take when we are told to stop.</summary>
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(5);
}
