using System.Globalization;

namespace Rockdove.RealClients.Tests;

/// <summary>
/// Postfix, at three ports, as the server of a domain that Dovecot has the mailboxes of, and as the way to others.
/// </summary>
internal sealed class WorldPostfix : WorldServer
{
    /// <param name="certificate">What it shows.</param>
    /// <param name="dovecot">Who has the mailboxes, and answers: Postfix waits for a minute when nobody does.</param>
    /// <param name="routes">Other domains, and the ports of their servers.</param>
    public static async Task<WorldPostfix> StartAsync(
        WorldCertificate certificate, WorldDovecot dovecot, IReadOnlyDictionary<string, int> routes)
    {
        Demand(Executable);
        var server = new WorldPostfix();
        try
        {
            var folder = server.Folder.FullName;
            Directory.CreateDirectory(Path.Combine(folder, "settings"));
            await server.MakeFoldersAsync("root", "queue", "queue/pid");
            await server.MakeFoldersAsync("postfix", ["data", .. Queues.Select(name => $"queue/{name}")]);
            await server.BeginAsync(
                ["25", "587", "465"],
                async () =>
                {
                    await server.WriteAsync("settings/main.cf", server.Settings(certificate, dovecot, routes));
                    await server.WriteAsync("settings/master.cf", server.Services());
                    // As `postfix quick-stop` leaves it: the installation is not looked through, for seconds.
                    await server.WriteAsync("queue/quick-start", "");
                },
                " daemon started ",
                Executable, "-c", Path.Combine(folder, "settings"), "start-fg");
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    private string Settings(
        WorldCertificate certificate, WorldDovecot dovecot, IReadOnlyDictionary<string, int> routes)
    {
        var folder = Folder.FullName;
        var mailboxes = WorldAccounts.All.Where(account => account.Domain == WorldAccounts.Debian)
            .Select(account => $"{account.Address}={account.User}/");
        var transports = routes.Select(route => string.Create(
            CultureInfo.InvariantCulture, $"{{ {route.Key} = smtp:[127.0.0.1]:{route.Value} }}"));
        return $$"""
            compatibility_level = 3.6
            myhostname = mx.{{WorldAccounts.Debian}}
            mydestination =
            queue_directory = {{folder}}/queue
            data_directory = {{folder}}/data
            maillog_file = /dev/stdout
            inet_interfaces = 127.0.0.1
            inet_protocols = ipv4
            # There is no network and no resolver: nothing is to be looked up.
            smtp_dns_support_level = disabled
            smtpd_peername_lookup = no
            alias_maps =
            mynetworks =
            smtpd_relay_restrictions = permit_sasl_authenticated, reject_unauth_destination
            virtual_mailbox_domains = {{WorldAccounts.Debian}}
            virtual_mailbox_base = {{dovecot.MailFolder}}
            virtual_mailbox_maps = inline:{ {{string.Join(", ", mailboxes)}} }
            virtual_uid_maps = static:65534
            virtual_gid_maps = static:65534
            virtual_minimum_uid = 1
            transport_maps = inline:{ {{string.Join(", ", transports)}} }
            smtpd_sasl_auth_enable = yes
            smtpd_sasl_type = dovecot
            smtpd_sasl_path = {{dovecot.SaslSocket}}
            smtpd_tls_cert_file = {{certificate.File}}
            smtpd_tls_key_file = {{certificate.KeyFile}}
            smtpd_tls_security_level = may
            smtpd_tls_received_header = yes
            # Where people come in. At port 25 it stays as Debian has it, which takes any TLS that there is.
            smtpd_tls_mandatory_protocols = >=TLSv1.2
            smtpd_tls_mandatory_ciphers = high
            tls_high_cipherlist = ECDHE+AESGCM:ECDHE+CHACHA20
            smtp_tls_security_level = may

            """;
    }

    /// <summary>Debian's services, without a root of their own, which would have to be furnished.</summary>
    private string Services() => string.Create(CultureInfo.InvariantCulture, $"""
        127.0.0.1:{Ports["25"]} inet n - n - - smtpd
        127.0.0.1:{Ports["587"]} inet n - n - - smtpd -o smtpd_tls_security_level=encrypt
        127.0.0.1:{Ports["465"]} inet n - n - - smtpd -o smtpd_tls_wrappermode=yes -o smtpd_tls_security_level=encrypt
        pickup unix n - n 60 1 pickup
        cleanup unix n - n - 0 cleanup
        qmgr unix n - n 300 1 qmgr
        tlsmgr unix - - n 1000? 1 tlsmgr
        rewrite unix - - n - - trivial-rewrite
        bounce unix - - n - 0 bounce
        defer unix - - n - 0 bounce
        trace unix - - n - 0 bounce
        verify unix - - n - 1 verify
        flush unix n - n 1000? 0 flush
        proxymap unix - - n - - proxymap
        smtp unix - - n - - smtp
        showq unix n - n - - showq
        error unix - - n - - error
        retry unix - - n - - error
        virtual unix - n n - - virtual
        anvil unix - - n - 1 anvil
        postlog unix-dgram n - n - 1 postlogd

        """);

    /// <summary>What it makes itself, at length, where it is not told that all is there.</summary>
    private static readonly string[] Queues =
    [
        "active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming", "maildrop", "private",
        "public", "saved", "trace",
    ];

    private const string Executable = "/usr/sbin/postfix";
}
