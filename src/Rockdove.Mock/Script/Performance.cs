using Rockdove.Hosting;
using Rockdove.Smtp;

namespace Rockdove.Mock;

/// <summary>What a rule does when its moment has come.</summary>
internal sealed record Performance
{
    /// <summary>What is sent in place of the server's own reply, line by line; null leaves that.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>>? Lines { get; init; }

    /// <summary>The replies that <see cref="Lines"/> are; empty when they are none.</summary>
    public IReadOnlyList<SmtpReply> Replies { get; init; } = [];

    public TimeSpan Delay { get; init; }

    /// <summary>Waited before each further line of one reply.</summary>
    public TimeSpan BetweenLines { get; init; }

    public int PieceBytes { get; init; }

    public TimeSpan BetweenPieces { get; init; }

    public HangUp Then { get; init; }

    public TlsFault Tls { get; init; }

    /// <summary>The message is kept although the client is not told so.</summary>
    public bool Keeps { get; init; }

    /// <summary>Lines that EHLO lists besides, after its own.</summary>
    public IReadOnlyList<string> Offered { get; init; } = [];

    /// <summary>Keywords that EHLO does not list.</summary>
    public IReadOnlyList<string> Withheld { get; init; } = [];

    public bool ChangesCapabilities => Offered.Count > 0 || Withheld.Count > 0;

    /// <summary>The client will not get the server's own reply: there is another, or the end.</summary>
    public bool Replaces => Lines is not null || Then != HangUp.None;

    public bool DoesNothing =>
        !Replaces && !Keeps && !ChangesCapabilities && Tls == TlsFault.None && PieceBytes == 0
        && Delay == TimeSpan.Zero && BetweenLines == TimeSpan.Zero;

    /// <summary>Both: what this one slows down, and what the other one does.</summary>
    public Performance And(Performance? other) => other is null ? this : other with
    {
        Delay = Delay + other.Delay,
        BetweenLines = BetweenLines + other.BetweenLines,
        PieceBytes = other.PieceBytes > 0 ? other.PieceBytes : PieceBytes,
        BetweenPieces = other.PieceBytes > 0 ? other.BetweenPieces : BetweenPieces,
    };

    /// <summary>What the engine is told, so that its state is the one the client will believe in.</summary>
    public SmtpReply? Answer => Replies.Count > 0 ? Replies[0] : null;
}
