using Rockdove.Configuration;

namespace Rockdove.Daemon.Tests;

/// <summary>A daemon that was given a gomaild.conf as it is, and nothing else but where to listen.</summary>
internal static class GomaildServer
{
    /// <summary>Every key of gomaild's that is used, its sections twice as in the file that came with it.</summary>
    public const string Configuration =
        """
        # The configuration of gomaild
        {
            "debug": true,
            "server_name": "mail.example.org",
            "domain": "example.org",
            # Accounts
            "Accounts": {
                "ann@example.org": "secret of ann",
                "bob@example.net": "secret of bob"
            },
            "Aliases": { "sales@example.org": "ann@example.org" },
            "POP3": {
                "start_greeting": "Hello from POP3",
                "end_greeting": "Bye from POP3",
                "timeout": 300,
                "timeout_message": "too late",
                "user_invalid_message": "no such user",
                "user_ok_message": "user ok",
                "password_invalid_message": "wrong password",
                "password_ok_message": "come in",
                "enable_user_cmd": true,
                "secure_user_cmd": true
            },
            "SMTP": {
                "start_greeting": "Hello from SMTP", # what comes first
                "end_greeting": "Bye {from} SMTP",
                "queued_message": "message queued",
                "data_start_message": "go ahead",
                "timeout": 300,
                "timeout_message": "too late",
                "helo_message": "", "ehlo_message": "", "sender_ok_message": "", "sender_invalid_message": "",
                "recipient_ok_message": "", "recipient_invalid_message": "",
                "enable_starttls": false,
                "enable_auth": true,
                "enable_auth_login": true,
                "enable_auth_plain": true,
                "enable_auth_cram_md5": true
            },
            "POP3": {
                "fake_dele_cmd": true,
                "enable_stls": false,
                "enable_auth": true,
                "enable_auth_login": true,
                "enable_auth_plain": true,
                "enable_auth_cram_md5": true
            },
            "TLS": { "certificate_file": "", "certificate_key_file": "" }
        }
        """;

    public static DaemonConfiguration Read(string text = Configuration) => DaemonConfiguration.Read(
        [
            ConfigurationSource.File(text, "gomaild.conf", "."),
            ConfigurationSource.Values(
            [
                ("Listeners:smtp:Address", "127.0.0.1:0", "the test"),
                ("Listeners:pop3:Address", "127.0.0.1:0", "the test"),
            ]),
        ],
        ".");

    public static Task<RunningDaemon> StartAsync()
    {
        var configuration = Read();
        return RunningDaemon.StartAsync(_ => configuration.Settings, configuration.Listeners);
    }
}
