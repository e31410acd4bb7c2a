using System.Globalization;
using System.Runtime.InteropServices;
using Rockdove.Bench;

// What bench/run starts: `bare` is a yardstick to measure against, `engine` the benchmarks of the engine alone,
// `mock` what a mail costs in a test, `mime` those of the reader, `store` those of the store on a disk,
// `catch` fills a catcher and asks it.
switch (args)
{
    case ["bare", .. var rest]:
        using (var stop = new CancellationTokenSource())
        using (PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, stop)))
        using (PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, stop)))
            await BareServer.RunAsync(BareOptions.Parse(rest), stop.Token);
        return 0;
    case ["engine", var artifacts]:
        return Benchmarks.Run(quick: false, artifacts);
    case ["engine", var artifacts, "--quick"]:
        return Benchmarks.Run(quick: true, artifacts);
    case ["mock"]:
        return await MockBench.RunAsync(quick: false);
    case ["mock", "--quick"]:
        return await MockBench.RunAsync(quick: true);
    case ["mime"]:
        return MimeMeasure.Run(quick: false);
    case ["mime", "--quick"]:
        return MimeMeasure.Run(quick: true);
    case ["store", "deliveries", var folder, var rounds, var seconds]:
        return await DeliveryBench.RunAsync(
            folder,
            int.Parse(rounds, CultureInfo.InvariantCulture),
            double.Parse(seconds, CultureInfo.InvariantCulture));
    case ["store", "listing", var folder, var messages]:
        return await ListingBench.RunAsync(folder, int.Parse(messages, CultureInfo.InvariantCulture));
    case ["store", "search", var folder, var messages]:
        return await SearchBench.RunAsync(folder, int.Parse(messages, CultureInfo.InvariantCulture));
    case ["catch", "fill", var folder, var messages]:
        return await CatchFill.RunAsync(folder, int.Parse(messages, CultureInfo.InvariantCulture));
    case ["catch", "ask", var address, var messages, .. var rest]:
        return await CatchAsk.RunAsync(
            address, int.Parse(messages, CultureInfo.InvariantCulture), rest is ["--quick"]);
    default:
        Console.Error.WriteLine("usage: Rockdove.Bench bare [OPTION VALUE]... | engine FOLDER [--quick] | "
            + "mock [--quick] | mime [--quick] | store deliveries FOLDER ROUNDS SECONDS | "
            + "store listing FOLDER MESSAGES | store search FOLDER MESSAGES | "
            + "catch fill FOLDER MESSAGES | catch ask URL MESSAGES [--quick]");
        return 2;
}

static void Stop(PosixSignalContext context, CancellationTokenSource stop)
{
    context.Cancel = true;
    stop.Cancel();
}
