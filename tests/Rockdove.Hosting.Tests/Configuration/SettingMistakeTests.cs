using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Rockdove.Hosting.Tests;

/// <summary>A mistake in the configuration is one line: key, value, where it came from, what is allowed.</summary>
public class SettingMistakeTests
{
    [Theory]
    [InlineData("HostNam", "x", "Smtp:HostNam is an unknown key with the value 'x'")]
    [InlineData("Limits:Recipient", "5", "known in Limits are CommandLineBytes, ")]
    [InlineData("Limits:Recipients", "0", "Smtp:Limits:Recipients is '0'")]
    [InlineData("Limits:Recipients", "0", "it must be a whole number from 1 to 2147483647.")]
    [InlineData("Limits:CommandLineBytes", "511", "it must be a whole number from 512 to ")]
    [InlineData("Limits:MessageBytes", "5MB", "it must be a whole number of at least 0.")]
    [InlineData("Limits:CommandPatienceSeconds", "0", "it must be a number of seconds, more than 0 and at most 2678")]
    [InlineData("Limits:CommandPatienceSeconds", "2678401", "Smtp:Limits:CommandPatienceSeconds is '2678401'")]
    [InlineData("Limits:CommandPatienceSeconds", "00:05:00", "it must be a number of seconds")]
    [InlineData("ImplicitTls", "yes", "it must be true or false.")]
    [InlineData("Leniencies", "LooseDots,Loose", "it must be one of None, ")]
    [InlineData("Leniencies", "3", "it must be one of None, ")]
    [InlineData("BareNewlines", "refused", "it must be one of Refuse, ")]
    [InlineData("Mechanisms", "PLAIN MAGIC", "it must be one of SCRAM-SHA-256, ")]
    [InlineData("TrustedPeers", "10.0.0.1/33", "it must be a network such as 10.0.0.0/8")]
    [InlineData("HostName", "", "it must be any text.")]
    [InlineData("HostName:0", "x", "Smtp:HostName:0 is an unknown key")]
    [InlineData("Certificate:KeyFile", "key.pem", "Smtp:Certificate has no File for its KeyFile or Password.")]
    public void It_is_named(string key, string value, string expected)
    {
        var mistake = Assert.Throws<InvalidSettingException>(() => Bind(key, value));

        Assert.Contains(expected, mistake.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', mistake.Message);
    }

    [Theory]
    [InlineData("Limits:CommandPatienceSeconds", "2678400")]
    [InlineData("Limits:CommandPatienceSeconds", "0.5")]
    [InlineData("Limits:Recipients", "1")]
    [InlineData("Limits:CommandLineBytes", "512")]
    [InlineData("leniencies", "loosedots, SpaceBeforePath")]
    public void What_is_just_allowed_is_taken(string key, string value) => Bind(key, value).Validate();

    [Theory]
    [InlineData("Pop3:Limits:CommandLineBytes", "254", "Pop3:Limits:CommandLineBytes is '254'; it must be a whole ")]
    [InlineData("Pop3:IsLmtp", "true", "Pop3:IsLmtp is an unknown key with the value 'true'; known are HostName, ")]
    [InlineData("Pop3:Leniencies", "Loose", "it must be one of None, BareLineFeedCommands, TrailingSpace.")]
    [InlineData("Pop3:Certificate:KeyFile", "key.pem", "Pop3:Certificate has no File for its KeyFile or Password.")]
    [InlineData("Imap:Limits:MailboxNameBytes", "4", "Imap:Limits:MailboxNameBytes is '4'; it must be a whole ")]
    [InlineData("Imap:Limits:LoginPatienceSeconds", "0", "it must be a number of seconds, more than 0 and at most ")]
    [InlineData("Imap:Limits:Recipients", "1", "known in Limits are CommandBytes, ")]
    [InlineData("Imap:Certificate:Pasword", "hunter2", "Imap:Certificate:Pasword is an unknown key with the value '")]
    public void It_is_named_for_pop3_and_imap_too(string key, string value, string expected)
    {
        var root = new ConfigurationBuilder().AddInMemoryCollection([new(key, value)]).Build();
        var services = new ServiceCollection().BuildServiceProvider();
        var mistake = Assert.Throws<InvalidSettingException>(() => _ = key.StartsWith("Pop3", StringComparison.Ordinal)
            ? new Pop3ServerBuilder(services).Bind(root.GetSection("Pop3")).Options.HostName
            : new ImapServerBuilder(services).Bind(root.GetSection("Imap")).Options.HostName);

        Assert.Contains(expected, mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_password_is_not_shown()
    {
        var mistake = Assert.Throws<InvalidSettingException>(() => Bind("Certificate:Pasword", "hunter2"));

        Assert.DoesNotContain("hunter2", mistake.Message, StringComparison.Ordinal);
        Assert.Contains("Smtp:Certificate:Pasword", mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_said_where_it_came_from()
    {
        var root = new ConfigurationBuilder().AddCommandLine(["--Smtp:Limits:Recipients=none"]).Build();

        var mistake = Assert.Throws<InvalidSettingException>(() => Bind(root));

        Assert.StartsWith(
            "Smtp:Limits:Recipients is 'none' (from the command line); ", mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_takes_the_place_of_the_one_before()
    {
        var options = new SmtpServerOptions { Leniencies = Smtp.SmtpLeniencies.MailRestarts };
        var root = new ConfigurationBuilder().AddInMemoryCollection(
            [new("Smtp:Leniencies:0", "LooseDots"), new("Smtp:Leniencies:1", "SpaceBeforePath")]).Build();

        Bind(root, options);

        Assert.Equal(Smtp.SmtpLeniencies.LooseDots | Smtp.SmtpLeniencies.SpaceBeforePath, options.Leniencies);
    }

    private static SmtpServerOptions Bind(string key, string value) =>
        Bind(new ConfigurationBuilder().AddInMemoryCollection([new($"Smtp:{key}", value)]).Build());

    private static SmtpServerOptions Bind(IConfigurationRoot root, SmtpServerOptions? options = null)
    {
        options ??= new SmtpServerOptions();
        new SmtpSettings(options).Apply(root.GetSection("Smtp"), root, TimeProvider.System, NullLogger.Instance);
        return options;
    }
}
