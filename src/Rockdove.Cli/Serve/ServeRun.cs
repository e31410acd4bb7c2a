using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Rockdove.Configuration;
using Rockdove.Daemon;
using Rockdove.Hosting;
using Rockdove.Mailboxes;
using Rockdove.Storage;
using Rockdove.Storage.Sqlite;

namespace Rockdove.Cli;

/// <summary>One run of the daemon, from its configuration to the last reply.</summary>
internal sealed class ServeRun(ConfigurationFiles files, bool json, bool verbose)
{
    private readonly Lock _reloading = new();

    /// <summary>Says whether the configuration can be used.</summary>
    public int Check()
    {
        using var loggers = LoggerFactory.Create(AddLogging);
        if (Read(loggers) is not { } configuration)
            return ExitCode.Usage;
        foreach (var listener in configuration.Listeners)
            Console.Out.WriteLine($"{listener.Name} {listener.Address} {listener.Kind.ToString().ToLowerInvariant()}");
        Console.Out.WriteLine($"mail in {configuration.DataFolder}");
        Console.Out.WriteLine("the configuration can be used");
        return ExitCode.Ok;
    }

    public async Task<int> RunAsync(CancellationToken stop)
    {
        using var loggers = LoggerFactory.Create(AddLogging);
        if (Read(loggers) is not { } configuration)
            return ExitCode.Usage;
        var otlp = ReadOtlp(configuration);
        SqliteMailStore opened;
        byte[] saltKey;
        try
        {
            DataFolder.Prepare(configuration.DataFolder);
            opened = OpenStore(configuration.DataFolder);
        }
        catch (Exception error) when (error is StoreException or IOException or UnauthorizedAccessException)
        {
            ErrorLine.Write($"Data: {error.Message}");
            return ExitCode.Failed;
        }

        await using var store = opened;
        try
        {
            saltKey = SaltKey.In(configuration.DataFolder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            ErrorLine.Write($"Data: {error.Message}");
            return ExitCode.Failed;
        }

        using var daemon = new MailDaemon(
            configuration.Settings, store, store.Accounts, loggers: loggers, saltKey: saltKey);
        var listeners = configuration.Listeners
            .Select(one => new Listener(
                one.Name, $"Listeners:{one.Name}:Address", one.Address, listen => daemon.Listen(listen, one)))
            .ToList();
        var administration = new Administration(store, store.Accounts, () => daemon.Settings);
        await using var app = Build(
            listeners, Control(configuration.DataFolder), administration, loggers);
        await using var export = otlp.IsAsked ? new OtlpExport(otlp, "rockdove-serve", loggers) : null;
        if (!await Listener.StartAsync(app, listeners, json, stop))
            return ExitCode.Failed;
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            Reload(daemon, configuration, loggers);
        });
        Console.Out.WriteLine(json
            ? $$"""{"keeping":"{{JsonEncodedText.Encode(configuration.DataFolder)}}"}"""
            : $"mail in {configuration.DataFolder}");
        if (otlp.IsAsked)
            Console.Out.WriteLine(otlp.Line(json));
        Console.Out.Flush();
        await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        using var patience = new CancellationTokenSource(configuration.StopPatience);
        await app.StopAsync(patience.Token);
        File.Delete(ControlSocket.PathIn(configuration.DataFolder));
        return ExitCode.Ok;
    }

    /// <summary>Reads the configuration; null when it cannot be used, and standard error says why.</summary>
    private DaemonConfiguration? Read(ILoggerFactory loggers)
    {
        try
        {
            var configuration = files.Read(loggers.CreateLogger(SmtpTelemetry.LogCategory));
            Try(configuration);
            ReadOtlp(configuration);
            return configuration;
        }
        catch (ConfigurationException error)
        {
            foreach (var mistake in error.Mistakes)
                ErrorLine.Write($"{mistake}");
            return null;
        }
    }

    /// <exception cref="ConfigurationException">A variable of the environment makes no sense.</exception>
    private static OtlpSettings ReadOtlp(DaemonConfiguration configuration)
    {
        var mistakes = new List<string>();
        var settings = OtlpSettings.Read(configuration.Otlp, "Otlp", mistakes);
        return mistakes.Count == 0
            ? settings
            : throw new ConfigurationException(
                [.. mistakes.Select(text => new ConfigurationMistake("the environment", text))]);
    }

    /// <summary>Makes every listener once, without a socket: what only shows then is a mistake as well.</summary>
    /// <exception cref="ConfigurationException">A listener makes no sense.</exception>
    private static void Try(DaemonConfiguration configuration)
    {
        using var daemon = new MailDaemon(
            configuration.Settings, new MemoryMailStore(), new MemoryAccountStore());
        using var services = new ServiceCollection().BuildServiceProvider();
        var mistakes = new List<ConfigurationMistake>();
        foreach (var listener in configuration.Listeners)
        {
            try
            {
                daemon.Listen(new ConnectionBuilder(services), listener);
            }
            catch (ArgumentException error)
            {
                mistakes.Add(new($"Listeners:{listener.Name}", error.Message.ReplaceLineEndings(" ")));
            }
        }

        if (mistakes.Count > 0)
            throw new ConfigurationException(mistakes);
    }

    /// <summary>Goes by the files as they are now; by those before if they make no sense.</summary>
    private void Reload(MailDaemon daemon, DaemonConfiguration started, ILoggerFactory loggers)
    {
        lock (_reloading)
        {
            if (Read(loggers) is not { } configuration)
            {
                ErrorLine.Write("the configuration was read again and cannot be used; the one before stays");
                return;
            }

            foreach (var key in NeedRestart(started, configuration))
                ErrorLine.Write($"{key} is another one now, which needs a restart; the one before stays");
            daemon.Change(configuration.Settings);
            Console.Out.WriteLine(json ? """{"reloaded":true}""" : "the configuration was read again");
            Console.Out.Flush();
        }
    }

    private static IEnumerable<string> NeedRestart(DaemonConfiguration before, DaemonConfiguration after)
    {
        if (before.DataFolder != after.DataFolder)
            yield return "Data";
        if (before.Otlp != after.Otlp)
            yield return "Otlp";
        if (before.Settings.HostName != after.Settings.HostName)
            yield return "HostName";
        if ((before.Settings.Certificate is null) != (after.Settings.Certificate is null))
            yield return "Certificates";
        foreach (var listener in after.Listeners)
        {
            if (before.Listeners.FirstOrDefault(one => one.Name == listener.Name)?.IsSameAs(listener) is not true)
                yield return $"Listeners:{listener.Name}";
        }

        foreach (var gone in before.Listeners.Where(one => after.Listeners.All(other => other.Name != one.Name)))
            yield return $"Listeners:{gone.Name}";
    }

    /// <summary>Where the control socket goes; null when the system cannot name it there.</summary>
    private static string? Control(string folder)
    {
        var path = ControlSocket.PathIn(folder);
        if (!ControlSocket.Fits(path))
        {
            ErrorLine.Write($"the path of {path} is too long for a socket: rockdove account and the like will not "
                + "reach this daemon while it runs");
            return null;
        }

        File.Delete(path); // The store is ours, so whoever left it is gone.
        return path;
    }

    private static WebApplication Build(
        IReadOnlyList<Listener> listeners, string? control, Administration administration, ILoggerFactory loggers)
    {
        var builder = CommandHost.CreateBuilder();
        builder.Services.AddSingleton(loggers);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            foreach (var listener in listeners)
                listener.AddTo(kestrel);
            if (control is not null)
            {
                kestrel.ListenUnixSocket(
                    control,
                    listen => listen.Run(connection => ControlSocket.ServeAsync(connection, administration)));
            }
        });
        builder.Services.AddMailTransport();
        return builder.Build();
    }

    private SqliteMailStore OpenStore(string folder) => SqliteMailStore.Open(folder, new()
    {
        TextReader = MimeTextReader.Instance,
        Report = notice =>
        {
            if (verbose || notice.IsTrouble)
                ErrorLine.Write(notice.Text);
        },
    });

    /// <summary>To standard error all of it: standard output is for the addresses.</summary>
    private void AddLogging(ILoggingBuilder logging)
    {
        logging.SetMinimumLevel(verbose ? LogLevel.Debug : LogLevel.Warning);
        logging.AddFilter(MailDaemon.LogCategory, verbose ? LogLevel.Debug : LogLevel.Information);
        logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None); // Listener says it in one line.
        logging.AddFilter(OtlpSettings.LogCategory, LogLevel.Information); // That it is back is worth a line too.
        logging.AddSimpleConsole(format => format.SingleLine = true);
        logging.Services.Configure<ConsoleLoggerOptions>(
            console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }
}
