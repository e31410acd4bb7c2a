namespace Rockdove.Cli.Tests;

public class MailpitSettingsTests
{
    [Theory]
    [InlineData("--listen 127.0.0.1:0", "--http 127.0.0.1:0")]
    [InlineData("--listen=[::]:8025", "--http [::]:8025")]
    [InlineData("-l :8025 -s :1025", "--http *:8025 --smtp *:1025")]
    [InlineData("-d mail --max 0", "--data mail --max 0")]
    [InlineData("-m 0", "--max 1000000")]
    [InlineData("--db-file mail", "--data mail")]
    [InlineData("--smtp 1 --http 2 -v", "--smtp 1 --http 2 -v")]
    [InlineData("--smtp-require-starttls", "--require-tls")]
    [InlineData("--smtp-require-starttls=false", "")]
    [InlineData("--smtp-auth-accept-any --smtp-auth-allow-insecure --quiet", "")]
    [InlineData("--ui-tls-cert sans:a.test,b.test", "--http-tls")]
    [InlineData("--ui-tls-cert c.pem --ui-tls-key k.pem", "--http-cert c.pem --http-key k.pem")]
    [InlineData("--enable-prometheus true", "--metrics")]
    [InlineData("--enable-prometheus false", "")]
    [InlineData("--webroot mail", "--webroot mail")]
    [InlineData("-t one=two --tags-config f --tags-title-case", "--tag one=two --tags-config f --tags-title-case")]
    [InlineData("--enable-spamassassin sa:783", "--spamassassin sa:783")]
    [InlineData("--allow-internal-http-requests", "--allow-network --allow-private-networks")]
    [InlineData("--allow-network --allow-internal-http-requests", "--allow-network --allow-private-networks")]
    [InlineData("--allow-internal-http-requests=false", "")]
    [InlineData("--allowed-hosts mail.test,Mailpit", "--allow-host mail.test --allow-host Mailpit")]
    [InlineData("--allowed-hosts=127.0.0.1,localhost,::1,[::1]:8025,192.0.2.7:80", "")]
    [InlineData("--allowed-hosts mail.test:8025,,*", "--allow-host mail.test --allow-host *")]
    [InlineData("--max-message-size 10", "--max-message-bytes 10485760")]
    [InlineData("--max-message-size 0", "--max-message-bytes 1073741824")]
    [InlineData("--max-message-size x", "--max-message-bytes x")]
    [InlineData("--smtp-max-recipients 100", "--max-recipients 100")]
    [InlineData("--smtp-strict-rfc-headers", "")]
    [InlineData("--unknown x", "--unknown x")]
    public void Flags_of_mailpit_are_ours(string said, string ours)
    {
        var settings = Read(said.Split(' '));

        Assert.Equal(ours, string.Join(' ', settings.Arguments));
        Assert.Empty(settings.Notes);
    }

    [Theory]
    [InlineData("MP_SMTP_BIND_ADDR", "0.0.0.0:1025", "--smtp 0.0.0.0:1025")]
    [InlineData("MP_UI_BIND_ADDR", "[::]:8025", "--http [::]:8025")]
    [InlineData("MP_MAX_MESSAGES", "5000", "--max 5000")]
    [InlineData("MP_MAX_AGE", "3d", "--max-age 3d")]
    [InlineData("MP_DATABASE", "/data", "--data /data")]
    [InlineData("MP_SMTP_AUTH_FILE", "users", "--smtp-auth-file users")]
    [InlineData("MP_SMTP_AUTH", "a:b c:d", "--smtp-auth a:b c:d")]
    [InlineData("MP_SMTP_AUTH_ACCEPT_ANY", "1", "")]
    [InlineData("MP_SMTP_REQUIRE_STARTTLS", "yes", "--require-tls")]
    [InlineData("MP_SMTP_REQUIRE_STARTTLS", "0", "")]
    [InlineData("MP_LABEL", "two words", "--label two words")]
    [InlineData("MP_UI_AUTH", "a:b", "--ui-auth a:b")]
    [InlineData("MP_API_CORS", "*", "--api-cors *")]
    [InlineData("MP_ALLOWED_HOSTS", "mail.test, mail", "--allow-host mail.test --allow-host mail")]
    [InlineData("MP_POP3_BIND_ADDR", "[::]:1110", "--pop3 [::]:1110")]
    [InlineData("MP_ENABLE_PROMETHEUS", "TRUE", "--metrics")]
    [InlineData("MP_VERBOSE", "true", "--verbose")]
    [InlineData("MP_WEBROOT", "/mail/", "--webroot /mail/")]
    [InlineData("MP_TAG", "a=b c=d", "--tag a=b c=d")]
    [InlineData("MP_ALLOW_INTERNAL_HTTP_REQUESTS", "true", "--allow-network --allow-private-networks")]
    [InlineData("MP_SMTP_RELAY_HOST", "up.test", "--route relay=smtp://up.test:25?security=none")]
    [InlineData("MP_SMTP_RELAY_HOST", "::1", "--route relay=smtp://[::1]:25?security=none")]
    [InlineData("MP_SMTP_RELAY_ALLOWED_RECIPIENTS", "@a.test$", "--release-allow /@a.test$/")]
    [InlineData("MP_SMTP_RELAY_BLOCKED_RECIPIENTS", "^root@", "--release-block /^root@/")]
    [InlineData("MP_LABEL", "", "")]
    [InlineData("MPX", "1", "")]
    [InlineData("MP_WEBHOOK_URL", "", "")]
    [InlineData("MP_ENABLE_CHAOS", "false", "")]
    public void Variables_of_mailpit_are_ours(string name, string value, string ours)
    {
        var settings = Read([], (name, value));

        Assert.Equal(ours, string.Join(' ', settings.Arguments));
        Assert.Empty(settings.Notes);
    }

    [Fact]
    public void Variables_of_a_relay_are_one_route()
    {
        var settings = Read(
            [],
            ("MP_SMTP_RELAY_HOST", "up.test"), ("MP_SMTP_RELAY_PORT", "587"), ("MP_SMTP_RELAY_STARTTLS", "true"),
            ("MP_SMTP_RELAY_ALLOW_INSECURE", "1"), ("MP_SMTP_RELAY_AUTH", "login"),
            ("MP_SMTP_RELAY_USERNAME", "ann@up.test"), ("MP_SMTP_RELAY_PASSWORD", "hush"),
            ("MP_SMTP_RELAY_RETURN_PATH", "back+1@a.test"));

        Assert.Equal(
            [
                "--route",
                "relay=smtp://ann%40up.test@up.test:587?security=starttls&any-certificate=true"
                    + "&reverse-path=back%2B1%40a.test&auth=LOGIN&password-env=MP_SMTP_RELAY_PASSWORD",
            ],
            settings.Arguments);
        Assert.Empty(settings.Notes);
    }

    [Theory]
    [InlineData("cram-md5", "true", "smtps://ann@up.test:25?auth=CRAM-MD5&password-env=MP_SMTP_RELAY_SECRET")]
    [InlineData("none", "true", "smtps://up.test:25?")]
    [InlineData("", "", "smtp://up.test:25?security=none")]
    public void A_relay_is_asked_as_mailpit_asks_it(string auth, string tls, string url)
    {
        var settings = Read(
            [],
            ("MP_SMTP_RELAY_HOST", "up.test"), ("MP_SMTP_RELAY_AUTH", auth), ("MP_SMTP_RELAY_TLS", tls),
            ("MP_SMTP_RELAY_USERNAME", "ann"));

        Assert.Equal(["--route", $"relay={url}"], settings.Arguments);
    }

    [Fact]
    public void A_route_of_the_command_line_goes_before_a_relay_of_the_environment()
    {
        var settings = Read(["--route", "up=smtp://a.test"], ("MP_SMTP_RELAY_HOST", "b.test"));

        Assert.Equal(["--route", "up=smtp://a.test"], settings.Arguments);
    }

    [Fact]
    public void The_command_line_goes_before_the_environment()
    {
        var settings = Read(["-s", "1", "--max=2"], ("MP_SMTP_BIND_ADDR", "3"), ("MP_MAX_MESSAGES", "4"));

        Assert.Equal(["--smtp", "1", "--max=2"], settings.Arguments);
    }

    [Fact]
    public void What_is_not_here_is_told_in_a_line_each()
    {
        var settings = Read(
            [
                "--disable-wal", "--disable-auto-vacuum", "--webhook-limit", "http://x/", "--http", "1",
                "--enable-prometheus", "0.0.0.0:9090",
            ],
            ("MP_TENANT_ID", "t"), ("MP_NEW_IN_2030", "x"), ("MP_SMTP_RELAY_USERNAME", "ann"),
            ("MP_ENABLE_SPAMASSASSIN", "postmark"));

        Assert.Equal(["--http", "1"], settings.Arguments);
        Assert.Equal(
            [
                "--disable-wal", "--disable-auto-vacuum", "--webhook-limit", "--enable-prometheus",
                "MP_ENABLE_SPAMASSASSIN", "MP_NEW_IN_2030", "MP_TENANT_ID", "MP_SMTP_RELAY_USERNAME",
            ],
            settings.Notes.Select(note => note.Split(' ')[0]));
        Assert.DoesNotContain(settings.Notes, note => note.Contains("http://x", StringComparison.Ordinal));
    }

    [Fact]
    public void Each_setting_names_an_option_that_there_is_and_the_table_has_it()
    {
        var command = CatchCommand.Create();
        var options = command.Options.Select(option => option.Name).ToHashSet();
        var table = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "mailpit.md"));
        foreach (var setting in MailpitSetting.All)
        {
            if (setting.Meaning is not (MailpitMeaning.Always or MailpitMeaning.Absent))
                Assert.Contains(setting.Ours, options);
            var row = "| " + string.Join(", ", ((string[])[
                setting.Flag.Length == 0 ? "" : $"`--{setting.Flag}`",
                setting.Variable.Length == 0 ? "" : $"`{setting.Variable}`"]).Where(each => each.Length > 0)) + " | "
                + setting.Meaning switch
                {
                    MailpitMeaning.Always => "always so",
                    MailpitMeaning.Absent => "not here",
                    _ => $"`{setting.Ours}`",
                };
            Assert.True(table.Contains(row, StringComparison.Ordinal), $"docs/compat/mailpit.md has no row '{row}'.");
            if (setting.Meaning == MailpitMeaning.Absent)
            {
                Assert.False(setting.Ours.Length == 0, $"{row} says not why.");
                Assert.DoesNotContain(row + " |  |", table, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Each_row_of_the_table_is_a_setting()
    {
        var table = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "mailpit.md"));
        table = table[table.IndexOf("## Flags and variables", StringComparison.Ordinal)..];
        table = table[..table.IndexOf("\n## Access", StringComparison.Ordinal)];
        var rows = table.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).ToList();

        Assert.Equal(MailpitSetting.All.Count, rows.Count);
        Assert.Equal(rows.Count, rows.Select(row => row.Split(" | ")[0]).Distinct().Count());
    }

    private static MailpitSettings Read(
        IReadOnlyList<string> said, params IReadOnlyList<(string Name, string Value)> environment) =>
        MailpitSettings.Read(CatchCommand.Create(), [.. said.Where(word => word.Length > 0)], environment);
}
