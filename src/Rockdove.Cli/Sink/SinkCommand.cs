using System.CommandLine;
using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Rockdove.Hosting;

namespace Rockdove.Cli;

/// <summary><c>rockdove sink</c>: takes mail as fast as it can, keeps nothing, and tells how fast that was.</summary>
internal static class SinkCommand
{
    public static Command Create()
    {
        var smtp = AddressOption.Create("--smtp", "Where to take mail by SMTP.", "127.0.0.1:2525");
        var lmtp = AddressOption.Create("--lmtp", "Where to take mail by LMTP. Off unless given.");
        var size = new Option<long>("--max-message-bytes")
        {
            Description = "The biggest message to take, in octets; 0 is no bound.",
            HelpName = "BYTES",
            DefaultValueFactory = _ => 0,
        };
        var json = new Option<bool>("--json")
        {
            Description = "Print the addresses and the totals as JSON, one object a line.",
        };
        var command = new Command("sink", "Accept mail and discard it, for measuring. Prints totals and rates on stop.")
        {
            smtp, lmtp, size, json,
        };
        size.Within(0, long.MaxValue);
        command.SetAction((parsed, stop) =>
        {
            var options = new SmtpServerOptions();
            options.Limits = options.Limits with { MessageBytes = parsed.GetValue(size) };
            options.ConnectionsPerClient = options.Connections; // Whoever measures is one client.
            var totals = new SinkTotals();
            var listeners = new[] { smtp, lmtp }.Where(option => parsed.GetValue(option) is not null)
                .Select(option => Listen(parsed, option, isLmtp: option == lmtp, options, new SinkHandler(totals)));
            return RunAsync([.. listeners], totals, parsed.GetValue(json), stop);
        });
        return command;
    }

    private static Listener Listen(
        ParseResult parsed, Option<IPEndPoint?> option, bool isLmtp, SmtpServerOptions options, SinkHandler handler) =>
        new(
            option.Name.TrimStart('-'),
            AddressOption.Source(parsed, option),
            parsed.GetValue(option)!,
            listen => listen.UseSmtp(server => server.Configure(endpoint =>
            {
                endpoint.Limits = options.Limits;
                endpoint.ConnectionsPerClient = options.ConnectionsPerClient;
                endpoint.IsLmtp = isLmtp;
            }).Handle(handler)));

    private static async Task<int> RunAsync(
        List<Listener> listeners, SinkTotals totals, bool json, CancellationToken stop)
    {
        MailTransport.CompleteInline(pollThreads: 1); // Before the first socket; nothing here ever blocks.
        var builder = CommandHost.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => listeners.ForEach(one => one.AddTo(kestrel)));
        builder.Services.AddMailTransport();
        await using var app = builder.Build();
        if (!await Listener.StartAsync(app, listeners, json, stop))
            return ExitCode.Failed;
        var started = Stopwatch.GetTimestamp();
        await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await app.StopAsync(patience.Token);
        totals.Print(Stopwatch.GetElapsedTime(started), json);
        return ExitCode.Ok;
    }
}
