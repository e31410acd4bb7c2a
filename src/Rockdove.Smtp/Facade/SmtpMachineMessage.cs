using System.Text;

namespace Rockdove.Smtp;

/// <summary>The message of the present transaction, as far as it has come.</summary>
/// <param name="Helo">What the client calls itself; empty before it said so. RSET does not change it.</param>
/// <param name="From">The reverse-path without brackets; empty for <c>&lt;&gt;</c>, null before MAIL.</param>
/// <param name="To">The accepted forward-paths without brackets, in the order of RCPT.</param>
/// <param name="Data">The content: dots removed, the final dot not included, octets as they came.</param>
/// <param name="Envelope">The paths with their parameters; null before MAIL.</param>
public sealed record SmtpMachineMessage(
    string Helo, string? From, IReadOnlyList<string> To, ReadOnlyMemory<byte> Data, Envelope? Envelope)
{
    /// <summary><see cref="Data"/> read as UTF-8.</summary>
    public string DataText => Encoding.UTF8.GetString(Data.Span);
}

/// <summary>What became of a message: kept under an id, or not.</summary>
public sealed class SmtpMessageVerdict
{
    private SmtpMessageVerdict(SmtpReply reply) => Reply = reply;

    /// <summary>What the client is told.</summary>
    public SmtpReply Reply { get; }

    /// <summary>It is kept, and we answer for it (RFC 5321 section 6.1).</summary>
    /// <param name="id">Where to find it; the client is told.</param>
    public static SmtpMessageVerdict Kept(string id) => new(SmtpReplies.MessageKept(id));

    /// <summary>It is not kept; the client may try again later.</summary>
    public static SmtpMessageVerdict Failed() => new(SmtpReplies.StorageFull);

    /// <summary>It is not kept.</summary>
    /// <param name="reply">A 4yz or 5yz.</param>
    /// <exception cref="ArgumentException">The reply says that it is.</exception>
    public static SmtpMessageVerdict Failed(SmtpReply reply) => reply.IsPositive
        ? throw new ArgumentException($"'{reply}' would tell the client that the message is kept.", nameof(reply))
        : new(reply);
}
