using System.Net;
using System.Net.Sockets;

namespace Rockdove.RealClients.Tests;

/// <summary>
/// Debian's Dovecot with an account, <see cref="User"/>, and its usual settings but for these: a folder and a port of
/// its own, passwords in clear, and no syncs, since nothing here is worth keeping.
/// </summary>
internal sealed class DovecotServer : RealServer
{
    public const string User = "ann@example.org";
    public const string Password = "correct horse";

    private DovecotServer()
    {
        // As root it becomes somebody else to read mail, who must be able to come here.
        if (Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows())
            File.SetUnixFileMode(Folder.FullName, (UnixFileMode)0b111_111_111);
    }

    public static async Task<DovecotServer> StartAsync()
    {
        var server = new DovecotServer();
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            // It cannot be asked to choose, so we do, below the range that the system hands out.
            server.Port = Random.Shared.Next(FirstPort, LastPort);
            var settings = Path.Combine(server.Folder.FullName, "dovecot.conf");
            await File.WriteAllTextAsync(settings, await server.SettingsAsync(), TestContext.Current.CancellationToken);
            server.Start("/usr/sbin/dovecot", "-F", "-c", settings);
            if (await server.AnswersAsync())
                return server;
            await server.EndAsync();
        }

        await server.DisposeAsync();
        throw new InvalidOperationException("Dovecot did not start.");
    }

    private async Task<string> SettingsAsync()
    {
        var folder = Folder.FullName;
        await File.WriteAllTextAsync(
            Path.Combine(folder, "users"), $"{User}:{{PLAIN}}{Password}\n", TestContext.Current.CancellationToken);
        var isRoot = Environment.IsPrivilegedProcess;
        var name = isRoot ? "nobody" : Environment.UserName;
        var group = (await new ClientProgram("id").RunAsync("-gn", name)).Succeeds().Said.Trim();
        var ownAccounts = isRoot ? "" : $$"""
            default_internal_user = {{name}}
            default_internal_group = {{group}}
            default_login_user = {{name}}
            service anvil {
              chroot =
            }
            """;
        return $$"""
            base_dir = {{folder}}/run
            state_dir = {{folder}}/state
            log_path = {{folder}}/log
            protocols = imap
            listen = 127.0.0.1
            ssl = no
            disable_plaintext_auth = no
            mail_location = maildir:{{folder}}/mail/%u
            mail_fsync = never
            first_valid_uid = 1
            {{ownAccounts}}
            passdb {
              driver = passwd-file
              args = {{folder}}/users
            }
            userdb {
              driver = static
              args = uid={{name}} gid={{group}} home={{folder}}/mail/%u
            }
            namespace inbox {
              inbox = yes
              separator = /
            }
            service imap-login {
              {{(isRoot ? "" : "chroot =")}}
              inet_listener imap {
                port = {{Port}}
              }
              inet_listener imaps {
                port = 0
              }
            }

            """;
    }

    /// <summary>True once it greets; false when it has ended, as it does when the port is taken.</summary>
    private async Task<bool> AnswersAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!Program!.HasExited && !patience.IsCancellationRequested)
        {
            try
            {
                using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, Port), patience.Token);
                using var reader = new StreamReader(new NetworkStream(socket));
                var banner = await reader.ReadLineAsync(patience.Token);
                return banner?.Contains("Dovecot", StringComparison.Ordinal) == true; // Not somebody else.
            }
            catch (SocketException)
            {
                await Task.Yield();
            }
        }

        return false;
    }

    private const int Attempts = 10;
    private const int FirstPort = 20_000;
    private const int LastPort = 32_000;
}
