using System.Net;
using Rockdove.Hosting;
using Rockdove.Smtp;
using WriteAStore;

var builder = WebApplication.CreateSlimBuilder(args);
var port = builder.Configuration.GetValue("port", 2525);
var blobs = new FolderBlobStore(builder.Configuration["folder"] ?? "mail");
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen => listen.UseSmtp(smtp =>
    // snippet:keep
    smtp.OnMessage(async (context, body) =>
    {
        await using var writer = await blobs.CreateAsync(expectedBytes: 0, body.Aborted);
        while (true)
        {
            var read = await body.Reader.ReadAsync(body.Aborted);
            foreach (var piece in read.Buffer)
                await writer.WriteAsync(piece, body.Aborted);
            body.Reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
                break;
        }

        // Only now is it kept: a message that was aborted has thrown by here, and its file is gone.
        return new SmtpReply(250, "2.0.0", $"Kept as {await writer.CompleteAsync(body.Aborted)}");
    })
    // snippet:end
)));
await builder.Build().RunAsync();
