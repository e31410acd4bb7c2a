using System.Net;
using System.Text;
using Rockdove.Hosting;
using Rockdove.Wire;

// A server for people who send: TLS before anything, a password, and an address of their own.
Dictionary<string, Secret> people = new() { ["ann"] = new Secret("correct horse"), ["bob"] = new Secret("battery") };
var builder = WebApplication.CreateSlimBuilder(args);
var port = builder.Configuration.GetValue("port", 2587);
var (file, key) = (builder.Configuration["certificate"], builder.Configuration["key"]);
var certificate = file is null
    ? CertificateSource.Development("localhost")
    : CertificateSource.FromFiles(file, key, builder.Configuration["passphrase"]);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen => listen.UseSmtp(smtp =>
    // snippet:submission
    smtp.RequireTls(certificate)
        .OnAuthenticate((context, question) =>
            question.Credentials is { Identity: var name, Secret: { } password }
            && people.TryGetValue(name, out var expected) && expected.Equals(password))
        .Configure(options => options.RequiresAuthentication = true)
        .OnSender((context, question) => question.Sender.Path.Address == $"{context.Session.Identity}@example.org")
        .AddReceivedHeader()
        .OnMessage(async (context, body) =>
            Console.Write(Encoding.Latin1.GetString(await body.ReadToEndAsync())))
    // snippet:end
)));
await builder.Build().RunAsync();
