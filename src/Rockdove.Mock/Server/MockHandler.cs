using System.Net;
using Rockdove.Hosting;
using Rockdove.Smtp;
using Rockdove.Wire;

namespace Rockdove.Mock;

/// <summary>Everyone exists, and everything is kept.</summary>
internal sealed class MockHandler(MockMailOptions options, Mailroom mail) : SmtpHandler
{
    public override ValueTask<StoredSecret?> FindSecretAsync(SmtpContext context, SecretQuestion question) =>
        new(options.Authentication?.Find(question.Identity));

    public override ValueTask<SmtpReply?> AuthenticateAsync(SmtpContext context, AuthQuestion question) =>
        new(options.Authentication?.LetsIn(question.Credentials) == true
            ? SmtpReplies.Authenticated
            : SmtpReplies.AuthFailed);

    public override ValueTask<SmtpReply?> MailAsync(SmtpContext context, MailQuestion question)
    {
        question.Sender.Set(MailParameters.Read(MockConnection.Of(context.Connection).Command!.Argument));
        return default;
    }

    public override ValueTask<SmtpReply?> RecipientAsync(SmtpContext context, RecipientQuestion question)
    {
        question.Recipient.Set(MailParameters.Read(MockConnection.Of(context.Connection).Command!.Argument));
        return default;
    }

    public override ValueTask<Reception> ReceiveAsync(SmtpContext context, DataQuestion question)
    {
        var sink = new KeepingSink(this, context, question.Envelope);
        MockConnection.Of(context.Connection).Incoming = sink;
        return new(sink);
    }

    /// <summary>Keeps the message, so that it is there before the client can know that it is.</summary>
    internal SmtpReply Keep(SmtpContext context, Envelope envelope, ReadOnlyMemory<byte> content)
    {
        var connection = MockConnection.Of(context.Connection);
        var session = context.Session;
        var message = new ReceivedMessage(connection.Session, envelope, content)
        {
            HelloName = session.HelloName,
            Tls = context.TlsText,
            Identity = session.Identity,
            Mechanism = session.Mechanism,
            Client = session.ClientAddress is { } address ? new IPEndPoint(address, session.ClientPort) : null,
            ReceivedAt = options.Time.GetUtcNow(),
        };
        return mail.TryAdd(message) is { } limit
            ? new SmtpReply(452, "4.3.1", $"The mock keeps {limit}; purge some")
            : new SmtpReply(250, "2.0.0", $"Kept as {message.Number}");
    }
}
