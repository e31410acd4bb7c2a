using System.Net;
using System.Net.Sockets;
using Rockdove.Configuration;

namespace Rockdove.Prober;

/// <summary>Makes accounts: what one does not say its preset says, and then the defaults.</summary>
internal sealed class AccountAssembly(
    AccountDraft defaults, LoginTools tools, List<ConfigurationMistake> mistakes, List<string> warnings)
{
    private readonly LoginAssembly _logins = new(tools, mistakes, warnings);

    public ProbeAccount Build(AccountDraft one)
    {
        var preset = ProviderPreset.Find(one.Preset ?? defaults.Preset);
        var protocol = one.Protocol ?? defaults.Protocol ?? ReceiveProtocol.Imap;
        var send = Server(one, "send", one.Send, defaults.Send, preset?.Send, SmtpPort);
        var receive = Server(
            one, "receive", one.Receive, defaults.Receive, protocol == ReceiveProtocol.Imap ? preset?.Receive : null,
            security => ReceivePort(protocol, security));
        if (one.Address is null)
            Note(one, "has no address; allowed is an address such as ann@example.org");
        if (send is null && receive is null)
            Note(one, "has no send:host and no receive:host, so it can do nothing; a preset has both");
        var login = one.Address is { } address ? _logins.Build(one, defaults.Auth, address) : null;
        if (login is not null)
        {
            Forbid(one, "send", send);
            Forbid(one, "receive", receive);
        }

        var limits = preset?.Limits ?? SendLimits.None;
        return new ProbeAccount
        {
            Name = one.Name,
            Address = one.Address ?? "",
            Group = one.Group ?? defaults.Group ?? preset?.Name,
            Send = send,
            Receive = receive,
            Protocol = protocol,
            Login = login,
            Mechanisms = one.Auth.Mechanisms ?? defaults.Auth.Mechanisms,
            HelloName = one.HelloName ?? defaults.HelloName,
            Folders = one.Folders ?? defaults.Folders ?? ["INBOX", "\\Junk"],
            Poll = one.Poll ?? defaults.Poll ?? TimeSpan.FromSeconds(15),
            DeletesMail = one.DeletesMail ?? defaults.DeletesMail ?? true,
            IsOwn = one.IsOwn ?? defaults.IsOwn ?? false,
            Limits = new SendLimits(
                one.PerMinute ?? defaults.PerMinute ?? limits.PerMinute,
                one.PerHour ?? defaults.PerHour ?? limits.PerHour,
                one.PerDay ?? defaults.PerDay ?? limits.PerDay),
        };
    }

    private ProbeServer? Server(
        AccountDraft account, string side, ServerDraft one, ServerDraft shared, ProbeServer? preset,
        Func<MailSecurity, int> portOf)
    {
        if ((one.Host ?? preset?.Host ?? shared.Host) is not { } host)
        {
            if (one.Port is not null || one.Security is not null)
                Note(account, $"has a {side} without a host");
            return null;
        }

        var port = one.Port ?? (one.Host is null ? preset?.Port : null) ?? shared.Port;
        var security = one.Security ?? (one.Host is null ? preset?.Security : null) ?? shared.Security
            ?? (port is null || TlsPorts.Contains(port.Value) ? MailSecurity.Tls : MailSecurity.StartTls);
        var family = one.Family ?? shared.Family ?? AddressFamily.Unspecified;
        if (family != AddressFamily.Unspecified && IPAddress.TryParse(host.Trim('[', ']'), out var address)
            && address.AddressFamily != family)
            Note(account, $"has {side}:family, and {side}:host {host} is an address of the other kind");
        return new ProbeServer(host, port ?? portOf(security), security)
        {
            Family = family,
            TlsName = one.TlsName ?? shared.TlsName,
            AcceptsAnyCertificate = one.AcceptsAnyCertificate ?? shared.AcceptsAnyCertificate ?? false,
            AllowsPlaintextLogin = one.AllowsPlaintextLogin ?? shared.AllowsPlaintextLogin ?? false,
        };
    }

    private void Forbid(AccountDraft one, string side, ProbeServer? server)
    {
        if (server is { Security: MailSecurity.None, AllowsPlaintextLogin: false })
        {
            Note(one, $"has {side}:security none, where anyone may read the password; set "
                + $"{side}:allowPlaintextAuth to true if nobody else is on that network, or choose tls or starttls");
        }
    }

    private static int SmtpPort(MailSecurity security) => security switch
    {
        MailSecurity.Tls => 465,
        MailSecurity.None => 25,
        _ => 587,
    };

    private static int ReceivePort(ReceiveProtocol protocol, MailSecurity security) => (protocol, security) switch
    {
        (ReceiveProtocol.Imap, MailSecurity.Tls) => 993,
        (ReceiveProtocol.Imap, _) => 143,
        (_, MailSecurity.Tls) => 995,
        _ => 110,
    };

    private void Note(AccountDraft one, string what) =>
        mistakes.Add(new($"{one.Place}", $"accounts:{one.Name} {what}"));

    /// <summary>Those that RFC 8314 gives to TLS from the first octet.</summary>
    private static readonly int[] TlsPorts = [465, 993, 995];
}
