using System.Globalization;
using Rockdove.Configuration;
using Rockdove.Wire;

namespace Rockdove.Prober;

/// <summary>
/// Makes accounts of those of a maping file. Their names are their addresses, as maping's tables have them.
/// </summary>
internal sealed class MapingAssembly(
    AccountDraft defaults, List<ConfigurationMistake> mistakes, List<string> warnings)
{
    /// <summary>The account; null when something is missing.</summary>
    public ProbeAccount? Build(MapingAccountDraft one)
    {
        var missing = Missing(one).ToList();
        foreach (var key in missing)
            mistakes.Add(new($"{one.Place}", $"mailAccounts:{one.Index} has no {key}"));
        if (missing.Count > 0)
            return null;
        PublicFile.Warn($"mailAccounts:{one.Index}:password", one.Password!.Place, warnings);
        var send = Server(one, "smtphost", one.SmtpHost!, one.HasImplicitTlsForSmtp!.Value, defaults.Send, 465, 587);
        var receive = Server(
            one, "imaphost", one.ImapHost!, one.HasImplicitTlsForImap!.Value, defaults.Receive, 993, 143);
        return send is null || receive is null ? null : new ProbeAccount
        {
            Name = one.User!,
            Address = one.User!,
            Send = send,
            Receive = receive,
            Login = new StoredLogin(one.User!, new GivenSecret(new Secret(one.Password.Text)), isToken: false),
            HelloName = defaults.HelloName,
            Poll = defaults.Poll ?? TimeSpan.FromSeconds(30),
        };
    }

    private static IEnumerable<string> Missing(MapingAccountDraft one)
    {
        if (one.User is null)
            yield return "user";
        if (one.Password is null)
            yield return "password";
        if (one.SmtpHost is null)
            yield return "smtphost";
        if (one.ImapHost is null)
            yield return "imaphost";
        if (one.HasImplicitTlsForImap is null)
            yield return "explicitssl_imap";
        if (one.HasImplicitTlsForSmtp is null)
            yield return "explicitssl_smtp";
    }

    /// <summary>
    /// TLS from the first octet, or STARTTLS where it is offered. maping logs in to IMAP in the clear where that fails;
    /// here no password goes out so.
    /// </summary>
    private ProbeServer? Server(
        MapingAccountDraft one, string key, string host, bool isTls, ServerDraft shared, int tlsPort, int port)
    {
        var colon = host.LastIndexOf(':');
        var hasPort = colon > 0 && host.IndexOf(':', StringComparison.Ordinal) == colon;
        var given = 0;
        var name = hasPort ? host[..colon] : host;
        if (Uri.CheckHostName(name) == UriHostNameType.Unknown
            || (hasPort && !(int.TryParse(
                host.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out given)
                && given is > 0 and < 65536)))
        {
            mistakes.Add(new($"{one.Place}", $"mailAccounts:{one.Index}:{key} is '{host}'; allowed is a host name, "
                + "with or without a port behind a colon"));
            return null;
        }

        return new ProbeServer(
            name, hasPort ? given : isTls ? tlsPort : port,
            isTls ? MailSecurity.Tls : MailSecurity.StartTlsIfOffered)
        {
            AcceptsAnyCertificate = shared.AcceptsAnyCertificate ?? false,
            AllowsPlaintextLogin = shared.AllowsPlaintextLogin ?? false,
        };
    }
}
