using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Rockdove.Smtp;
using Rockdove.Wire;

namespace Rockdove.Hosting.Tests;

/// <summary>The key <c>Profile</c> of an endpoint's configuration.</summary>
public class ProfileSettingTests
{
    [Fact]
    public void A_profile_sets_leniencies_limits_and_texts()
    {
        var options = Bound(("Profile", "MailHog"));

        Assert.Equal(SmtpProfiles.MailHog.Leniencies, options.Leniencies);
        Assert.Equal(BareNewlines.Normalize, options.BareNewlines);
        Assert.Same(SmtpProfiles.MailHog.Limits, options.Limits);
        Assert.Same(SmtpProfiles.MailHog.Texts, options.Texts);
    }

    [Fact]
    public void Other_keys_change_what_it_set_wherever_they_stand()
    {
        var options = Bound(
            ("BareNewlines", "EndLine"),
            ("Greeting", "ESMTP mine"),
            ("Leniencies", "LooseDots"),
            ("Limits:Recipients", "7"),
            ("Profile", "smtpd"));

        Assert.Equal(BareNewlines.EndLine, options.BareNewlines);
        Assert.Equal(SmtpLeniencies.LooseDots, options.Leniencies);
        Assert.Equal((7, 1000), (options.Limits.Recipients, options.Limits.Mistakes));
        var connected = new SmtpServerEngine(options.Build([]), new SmtpSession());
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        connected.Start(output);
        connected.Answer(null, output);
        Assert.Equal("220 localhost ESMTP mine\r\n"u8, output.WrittenSpan);
    }

    [Fact]
    public void An_unknown_name_is_told_with_those_that_there_are() => Assert.Equal(
        "Smtp:Profile is 'mailcatcher'; it must be one of strict, mailhog, smtpd, gomaild, go-smtp-mock.",
        Assert.Throws<InvalidSettingException>(() => Bound(("Profile", "mailcatcher"))).Message);

    [Fact]
    public void Extensions_of_ones_own_are_not_taken_away()
    {
        var options = Bound(("Profile", "go-smtp-mock"));

        var protocol = options.Build([new Mine()]);

        Assert.Equal(["MINE"], protocol.Extensions.Select(extension => extension.Keyword));
    }

    private static SmtpServerOptions Bound(params IEnumerable<(string Key, string Value)> settings)
    {
        var options = new SmtpServerOptions();
        var root = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(one => KeyValuePair.Create("Smtp:" + one.Key, (string?)one.Value)))
            .Build();
        new SmtpSettings(options).Apply(root.GetSection("Smtp"), null, TimeProvider.System, NullLogger.Instance);
        return options;
    }

    private sealed class Mine : SmtpExtension
    {
        public override string Keyword => "MINE";
    }
}
