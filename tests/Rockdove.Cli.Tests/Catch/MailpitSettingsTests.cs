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
    [InlineData("MP_POP3_BIND_ADDR", "[::]:1110", "--pop3 [::]:1110")]
    [InlineData("MP_ENABLE_PROMETHEUS", "TRUE", "--metrics")]
    [InlineData("MP_VERBOSE", "true", "--verbose")]
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
    public void The_command_line_goes_before_the_environment()
    {
        var settings = Read(["-s", "1", "--max=2"], ("MP_SMTP_BIND_ADDR", "3"), ("MP_MAX_MESSAGES", "4"));

        Assert.Equal(["--smtp", "1", "--max=2"], settings.Arguments);
    }

    [Fact]
    public void What_is_not_here_is_told_in_a_line_each()
    {
        var settings = Read(
            ["--disable-wal", "--webhook-limit", "http://x/", "--http", "1", "--enable-prometheus", "0.0.0.0:9090"],
            ("MP_TENANT_ID", "t"), ("MP_NEW_IN_2030", "x"));

        Assert.Equal(["--http", "1"], settings.Arguments);
        Assert.Equal(
            ["--disable-wal", "--webhook-limit", "--enable-prometheus", "MP_NEW_IN_2030", "MP_TENANT_ID"],
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
            if (setting.Meaning is MailpitMeaning.Same or MailpitMeaning.Switch)
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
        }
    }

    private static MailpitSettings Read(
        IReadOnlyList<string> said, params IReadOnlyList<(string Name, string Value)> environment) =>
        MailpitSettings.Read(CatchCommand.Create(), [.. said.Where(word => word.Length > 0)], environment);
}
