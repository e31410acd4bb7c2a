using Rockdove.Hosting;
using Rockdove.Imap;
using Rockdove.Pop3;
using Rockdove.Wire;

namespace Rockdove.Prober;

/// <summary>How an account reaches the server that it receives from.</summary>
internal static class ServerReach
{
    public static ImapClientConnectionOptions Imap(
        ProbeAccount account, SaslLogin? login, TimeProvider time, WatchOptions options)
    {
        var server = account.Receive!;
        return new ImapClientConnectionOptions
        {
            Session = new ImapClientOptions
            {
                Login = login,
                Mechanisms = account.Mechanisms,
                RevealSecretsInClear = server.AllowsPlaintextLogin,
                Patience = options.CommandPatience,
                IdlePatience = options.IdleFor + options.CommandPatience,
                Tls = server.Security switch
                {
                    MailSecurity.StartTls => ImapClientTls.Required,
                    MailSecurity.StartTlsIfOffered => ImapClientTls.IfOffered,
                    _ => ImapClientTls.Never,
                },
            },
            ImplicitTls = server.Security == MailSecurity.Tls,
            TlsName = server.TlsName,
            AcceptsAnyCertificate = server.AcceptsAnyCertificate,
            ConnectPatience = options.ConnectPatience,
            RecordsTranscript = true,
            TranscriptContentBytes = ShownBytes,
            Time = time,
        };
    }

    public static Pop3ClientConnectionOptions Pop3(
        ProbeAccount account, SaslLogin? login, TimeProvider time, WatchOptions options)
    {
        var server = account.Receive!;
        return new Pop3ClientConnectionOptions
        {
            Session = new Pop3ClientOptions
            {
                Login = login,
                Mechanisms = account.Mechanisms,
                RevealSecretsInClear = server.AllowsPlaintextLogin,
                Patience = options.CommandPatience,
                Tls = server.Security switch
                {
                    MailSecurity.StartTls => Pop3ClientTls.Required,
                    MailSecurity.StartTlsIfOffered => Pop3ClientTls.IfOffered,
                    _ => Pop3ClientTls.Never,
                },
            },
            ImplicitTls = server.Security == MailSecurity.Tls,
            TlsName = server.TlsName,
            AcceptsAnyCertificate = server.AcceptsAnyCertificate,
            ConnectPatience = options.ConnectPatience,
            RecordsTranscript = true,
            TranscriptContentBytes = 0, // TOP shows whole headers, also those of other people's mail.
            Time = time,
        };
    }

    /// <summary>Of each literal: the fields that tell mails of ours from others are short.</summary>
    private const int ShownBytes = 4096;
}
