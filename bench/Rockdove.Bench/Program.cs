using System.Runtime.InteropServices;
using Rockdove.Bench;

// `bare` is the yardstick that bench/run starts.
if (args is not ["bare", ..])
{
    Console.Error.WriteLine("usage: Rockdove.Bench bare [--port N] [--transport NAME] [--buffer BYTES] ...");
    return 2;
}

using var stop = new CancellationTokenSource();
using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
await BareServer.RunAsync(BareOptions.Parse(args.AsSpan(1)), stop.Token);
return 0;

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stop.Cancel();
}
