using Rockdove.Configuration;

namespace Rockdove.Prober.Tests;

/// <summary>A maping config.json as it is.</summary>
public sealed class MapingConfigurationTests
{
    /// <summary>Every key that maping has.</summary>
    internal const string Example = """
        // Comments are whole lines.
        {
          "testBody": "This is a test mail.",
            // A comment may be indented.
          "workerRoutines": 5,
          "database": { "file": "maping.db", "inmemory": false },
          "imap": { "loadrecent": 10, "timeout": 20, "timeoutrcv": 300, "waittime": 30 },
          "mailAccounts": [
            { "user": "ann@one.test", "password": "secret1", "smtphost": "smtp.one.test", "imaphost": "imap.one.test",
              "explicitssl_imap": true, "explicitssl_smtp": true },
            { "user": "bob@two.test", "password": "secret2", "smtphost": "smtp.two.test", "imaphost": "imap.two.test",
              "explicitssl_imap": false, "explicitssl_smtp": false },
            { "user": "eve@three.test", "password": "secret3", "smtphost": "smtp.three.test",
              "imaphost": "imap.three.test:1143", "explicitssl_imap": false, "explicitssl_smtp": true }
          ]
        }
        """;

    [Fact]
    public void It_is_read_with_all_its_keys()
    {
        var configuration = Read(Example);
        Assert.True(configuration.IsMaping);
        Assert.Equal("This is a test mail.", configuration.Mail.Body);
        Assert.Equal("[maping]{token}", configuration.Mail.Subject);
        Assert.Equal(5, configuration.Workers);
        Assert.Equal(Path.GetFullPath("maping.db"), configuration.Database);
        Assert.Equal(TimeSpan.FromSeconds(20), configuration.Patience.Connect);
        Assert.Equal((TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(5)),
            (configuration.Deadlines.Soft, configuration.Deadlines.Hard));
        Assert.Equal(
            ["ann@one.test", "bob@two.test", "eve@three.test"], configuration.Accounts.Select(one => one.Name));
        Assert.All(configuration.Accounts, one => Assert.Equal(TimeSpan.FromSeconds(30), one.Poll));
        Assert.Equal(new ProbeServer("smtp.one.test", 465, MailSecurity.Tls), configuration.Accounts[0].Send);
        Assert.Equal(new ProbeServer("imap.one.test", 993, MailSecurity.Tls), configuration.Accounts[0].Receive);
        Assert.Equal(
            new ProbeServer("smtp.two.test", 587, MailSecurity.StartTlsIfOffered), configuration.Accounts[1].Send);
        Assert.Equal(
            new ProbeServer("imap.two.test", 143, MailSecurity.StartTlsIfOffered), configuration.Accounts[1].Receive);
        Assert.Equal(1143, configuration.Accounts[2].Receive!.Port);
        Assert.Equal(6, configuration.Pairs.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    public void Fewer_workers_than_one_are_one(int workers) =>
        Assert.Equal(1, Read(Example.Replace("5,", $"{workers},", StringComparison.Ordinal)).Workers);

    [Fact]
    public void Unknown_keys_are_warned_of_as_maping_takes_them()
    {
        var configuration = Read(Example.Replace(
            "\"testBody\"", "\"colour\": \"red\", \"testBody\"", StringComparison.Ordinal));
        Assert.Contains(configuration.Warnings, warning => warning.StartsWith(
            "config.json:3: colour is an unknown key", StringComparison.Ordinal));
    }

    [Fact]
    public void In_memory_there_is_no_file()
    {
        var configuration = Read(
            Example.Replace("\"inmemory\": false", "\"inmemory\": true", StringComparison.Ordinal));
        Assert.Null(configuration.Database);
        Assert.Null(configuration.KeyFile);
    }

    /// <summary>maping dies of these with a stack trace that names none of them.</summary>
    [Theory]
    [InlineData("\"user\": \"bob@two.test\", ", "", "config.json:11: mailAccounts:1 has no user")]
    [InlineData("\"password\": \"secret2\", ", "", "config.json:11: mailAccounts:1 has no password")]
    [InlineData("\"explicitssl_imap\": false, \"explicitssl_smtp\": false", "\"explicitssl_smtp\": false",
        "mailAccounts:1 has no explicitssl_imap")]
    [InlineData("\"bob@two.test\"", "\"bob\"", "mailAccounts:1:user is 'bob'; allowed is an address")]
    [InlineData("\"bob@two.test\"", "\"ann@one.test\"", "mailAccounts:1:user is ann@one.test, and another one is")]
    [InlineData("\"timeoutrcv\": 300", "\"timeoutrcv\": \"300\"",
        "config.json:7: imap:timeoutrcv is '300'; allowed is a number of seconds")]
    [InlineData("\"workerRoutines\": 5", "\"workerRoutines\": \"many\"",
        "config.json:5: workerRoutines is 'many'; allowed is a whole number")]
    [InlineData("\"smtp.two.test\"", "\"smtp two\"", "mailAccounts:1:smtphost is 'smtp two'")]
    [InlineData("\"imap.three.test:1143\"", "\"imap.three.test:99999\"",
        "mailAccounts:2:imaphost is 'imap.three.test:99999'")]
    [InlineData("\"inmemory\": false", "\"inmemory\": 0",
        "config.json:6: database:inmemory is 0; allowed is true or false")]
    public void A_mistake_names_its_line_and_its_key(string from, string to, string told)
    {
        Assert.Contains(from, Example, StringComparison.Ordinal);
        var mistake = Assert.Throws<ConfigurationException>(
            () => Read(Example.Replace(from, to, StringComparison.Ordinal)));
        Assert.Contains(told, Assert.Single(mistake.Mistakes).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_account_has_no_pairs_and_is_no_mistake()
    {
        var configuration = Read("""
            { "mailAccounts": [ { "user": "ann@one.test", "password": "x", "smtphost": "a", "imaphost": "b",
                                  "explicitssl_imap": true, "explicitssl_smtp": true } ] }
            """);
        Assert.Empty(configuration.Pairs);
    }

    [Fact]
    public void Our_keys_may_stand_beside_mapings()
    {
        var configuration = Read(Example.Replace(
            "\"testBody\"", "\"deadlines\": { \"hard\": \"1h\" }, \"testBody\"", StringComparison.Ordinal)
            .Replace("\"timeoutrcv\": 300, ", "", StringComparison.Ordinal));
        Assert.Equal((TimeSpan.FromMinutes(5), TimeSpan.FromHours(1)),
            (configuration.Deadlines.Soft, configuration.Deadlines.Hard));
    }

    private static ProberConfiguration Read(string text) => ProberConfiguration.Read(
        [ConfigurationSource.File(text, "config.json", Path.GetTempPath())], Path.GetTempPath());
}
