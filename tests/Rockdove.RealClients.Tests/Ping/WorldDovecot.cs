using System.Globalization;

namespace Rockdove.RealClients.Tests;

/// <summary>Dovecot with the mailboxes of a domain, and the passwords of all who send by its Postfix.</summary>
internal sealed class WorldDovecot : WorldServer
{
    /// <summary>Where Postfix delivers, a maildir for each user.</summary>
    public string MailFolder => Path.Combine(Folder.FullName, "mail");

    /// <summary>Where Postfix asks whether somebody may come in.</summary>
    public string SaslSocket => Path.Combine(Folder.FullName, "sasl");

    public static async Task<WorldDovecot> StartAsync(WorldCertificate certificate)
    {
        Demand(Executable);
        var server = new WorldDovecot();
        try
        {
            await server.MakeFoldersAsync("nobody", "mail");
            await server.WriteAsync("users", string.Concat(WorldAccounts.All.Select(account =>
                $"{account.Address}:{{PLAIN}}{account.Password}\n")));
            await server.BeginAsync(
                ["imap", "imaps", "pop3", "pop3s"],
                () => server.WriteAsync("dovecot.conf", server.Settings(certificate)),
                " starting up for ",
                Executable, "-F", "-c", Path.Combine(server.Folder.FullName, "dovecot.conf"));
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    private string Settings(WorldCertificate certificate)
    {
        var folder = Folder.FullName;
        return string.Create(CultureInfo.InvariantCulture, $$"""
            base_dir = {{folder}}/run
            state_dir = {{folder}}/state
            log_path = /dev/stderr
            protocols = imap pop3
            listen = 127.0.0.1
            ssl = yes
            ssl_cert = <{{certificate.File}}
            ssl_key = <{{certificate.KeyFile}}
            disable_plaintext_auth = no
            auth_mechanisms = plain login cram-md5 scram-sha-1 scram-sha-256
            mail_location = maildir:{{MailFolder}}/%n
            mail_fsync = never
            first_valid_uid = 1
            passdb {
              driver = passwd-file
              args = {{folder}}/users
            }
            userdb {
              driver = static
              args = uid=nobody gid=nogroup home={{MailFolder}}/%n
            }
            namespace inbox {
              inbox = yes
              separator = /
            }
            # Of two logins at a time that one address fails, the next ones wait for long.
            service anvil {
              unix_listener anvil-auth-penalty {
                mode = 0
              }
            }
            service auth {
              unix_listener {{SaslSocket}} {
                mode = 0666
              }
            }
            service imap-login {
              inet_listener imap {
                port = {{Ports["imap"]}}
              }
              inet_listener imaps {
                port = {{Ports["imaps"]}}
              }
            }
            service pop3-login {
              inet_listener pop3 {
                port = {{Ports["pop3"]}}
              }
              inet_listener pop3s {
                port = {{Ports["pop3s"]}}
              }
            }

            """);
    }

    private const string Executable = "/usr/sbin/dovecot";
}
