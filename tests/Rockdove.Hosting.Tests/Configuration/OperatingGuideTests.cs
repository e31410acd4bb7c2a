using System.Diagnostics.Metrics;
using System.Reflection;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Rockdove.Smtp;

namespace Rockdove.Hosting.Tests;

/// <summary>Holds the tables of docs/operating.md: what they say is there is there, and nothing else is.</summary>
public class OperatingGuideTests
{
    private static readonly string Guide = ReadGuide();

    [Fact]
    public void Every_setting_is_told() => Assert.Equal(
        SmtpSettings.Keys.Order(StringComparer.Ordinal),
        Rows("Settings").Select(row => row[0]).Order(StringComparer.Ordinal));

    [Fact]
    public void The_defaults_are_those_of_the_code()
    {
        var told = new SmtpServerOptions();
        var defaults = Rows("Settings").Where(row => row[1] != "-")
            .Select(row => KeyValuePair.Create($"Smtp:{row[0]}", (string?)row[1]));

        Apply(told, builder => builder.AddInMemoryCollection(defaults));

        var real = new SmtpServerOptions();
        Assert.Equal(real.Limits, told.Limits);
        Assert.Equal(real.Clocks, told.Clocks);
        Assert.Equal(real.Greeting, told.Greeting);
        foreach (var property in typeof(SmtpServerOptions).GetProperties())
            Assert.Equal(property.GetValue(real), property.GetValue(told));
    }

    [Fact]
    public void Every_setting_of_pop3_and_imap_is_told_there_or_with_smtps()
    {
        var shared = Pop3Settings.SharedKeys.ToList();
        Assert.Empty(shared.Except(Rows("Settings").Select(row => row[0])));
        AssertTold(Pop3Settings.Keys, "POP3 settings");
        AssertTold(ImapSettings.Keys, "IMAP settings");

        void AssertTold(IEnumerable<string> keys, string heading)
        {
            var told = Rows(heading).Select(row => row[0]).ToList();
            Assert.Empty(told.Except(keys));
            Assert.Empty(keys.Except(told).Except(shared));
        }
    }

    [Fact]
    public void The_defaults_of_pop3_and_imap_are_those_of_the_code()
    {
        var pop3 = new Pop3ServerOptions();
        new Pop3Settings(pop3).Apply(Defaults("POP3 settings"), null, TimeProvider.System, NullLogger.Instance);
        var imap = new ImapServerOptions();
        new ImapSettings(imap).Apply(Defaults("IMAP settings"), null, TimeProvider.System, NullLogger.Instance);

        AssertSame(new Pop3ServerOptions(), pop3);
        AssertSame(new ImapServerOptions(), imap);

        static void AssertSame<T>(T real, T told)
        {
            foreach (var property in typeof(T).GetProperties())
            {
                if (property.Name != nameof(ImapServerOptions.Extensions))
                    Assert.Equal(property.GetValue(real), property.GetValue(told));
            }
        }
    }

    [Fact]
    public void The_example_is_understood()
    {
        var folder = Directory.CreateTempSubdirectory("rockdove-");
        using var certificate = DevelopmentCertificate.Create("mail.example.org");
        using var key = certificate.GetECDsaPrivateKey()!;
        var json = Regex.Match(Guide, "```json\n(.*?)```", RegexOptions.Singleline).Groups[1].Value;
        (string File, string Text)[] files =
        [
            ("fullchain.pem", certificate.ExportCertificatePem()), ("privkey.pem", key.ExportPkcs8PrivateKeyPem()),
        ];
        foreach (var (file, text) in files)
        {
            var path = Path.Combine(folder.FullName, file);
            File.WriteAllText(path, text);
            json = json.Replace($"/etc/ssl/mail/{file}", path, StringComparison.Ordinal);
        }

        var options = new SmtpServerOptions();
        Apply(options, builder => builder.AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))));

        options.Validate();
        Assert.Equal("mail.example.org", options.HostName);
        Assert.Equal(certificate.Thumbprint, options.Certificate!.Current().TargetCertificate.Thumbprint);
        Assert.Equal(SmtpLeniencies.SpaceBeforePath | SmtpLeniencies.LooseDots, options.Leniencies);
        Assert.Equal(26_214_400, options.Limits.MessageBytes);
        folder.Delete(recursive: true);
    }

    [Fact]
    public void Every_instrument_is_told_with_its_unit()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var factory = services.GetRequiredService<IMeterFactory>();
        List<(string Name, string? Unit)> real = [];
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (ReferenceEquals(instrument.Meter.Scope, factory))
                    real.Add((instrument.Name, instrument.Unit));
            },
        };
        listener.Start();
        SmtpMetrics.For(services);

        Assert.Equal(real.Order(), Rows("Metrics").Select(row => (row[0], (string?)row[1])).Order());
    }

    [Fact]
    public void Every_event_of_the_log_is_told_with_its_level()
    {
        var real = typeof(SmtpTelemetry).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(
                BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly))
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>())
            .Where(message => message is not null)
            .Select(message => (message!.EventId, message.Level.ToString()));
        var told = Rows("Logs")
            .SelectMany(row => row[1].Split(", ").Select(id => (int.Parse(id, provider: null), row[2])));

        Assert.Equal(real.Order(), told.Order());
    }

    /// <summary>Of its own table, and of what SMTP's table has beside.</summary>
    private static IConfigurationSection Defaults(string heading)
    {
        var own = Rows(heading);
        var shared = Rows("Settings").Where(
            row => Pop3Settings.SharedKeys.Contains(row[0]) && own.All(one => one[0] != row[0]));
        return new ConfigurationBuilder()
            .AddInMemoryCollection(own.Concat(shared).Where(row => row[1] != "-")
                .Select(row => KeyValuePair.Create($"It:{row[0]}", (string?)row[1])))
            .Build().GetSection("It");
    }

    private static void Apply(SmtpServerOptions options, Action<ConfigurationBuilder> add)
    {
        var builder = new ConfigurationBuilder();
        add(builder);
        var root = builder.Build();
        new SmtpSettings(options).Apply(root.GetSection("Smtp"), root, TimeProvider.System, NullLogger.Instance);
    }

    /// <summary>The cells of the table below a heading, without backticks.</summary>
    private static IEnumerable<string[]> Rows(string heading)
    {
        var start = Guide.IndexOf($"\n### {heading}\n", StringComparison.Ordinal);
        Assert.True(start > 0, $"docs/operating.md has no part '{heading}'.");
        var rows = Guide[start..].Split('\n')
            .SkipWhile(line => !line.StartsWith("|---", StringComparison.Ordinal))
            .Skip(1)
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries)[1..^1])
            .Select(cells => cells.Select(cell => cell.Trim('`')).ToArray())
            .ToList();
        Assert.NotEmpty(rows);
        return rows;
    }

    private static string ReadGuide()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Rockdove.slnx")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("No Rockdove.slnx above.");
        return File.ReadAllText(Path.Combine(folder, "docs", "operating.md"));
    }
}
