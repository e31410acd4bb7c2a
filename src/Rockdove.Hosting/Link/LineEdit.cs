namespace Rockdove.Hosting;

/// <summary>One thing that an <see cref="ILineTap"/> has sent in place of a line.</summary>
public sealed record LineEdit
{
    /// <summary>The octets, with CRLF if there is to be one; they must not change any more.</summary>
    public ReadOnlyMemory<byte> Send { get; init; }

    /// <summary>Waited before the first octet goes. What was written before has gone by then.</summary>
    public TimeSpan Before { get; init; }

    /// <summary>How many octets go at a time; zero sends all of them at once.</summary>
    public int PieceBytes { get; init; }

    /// <summary>Waited between one piece and the next.</summary>
    public TimeSpan BetweenPieces { get; init; }

    /// <summary>Ends the connection afterwards; nothing written later is sent.</summary>
    public HangUp Then { get; init; }
}
