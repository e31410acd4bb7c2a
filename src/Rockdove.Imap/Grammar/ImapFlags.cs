using System.Text;

namespace Rockdove.Imap;

/// <summary>The flags that the protocol knows (RFC 9051 section 2.3.2).</summary>
[Flags]
public enum ImapSystemFlags : byte
{
    None = 0,
    Seen = 1,
    Answered = 2,
    Flagged = 4,
    Deleted = 8,
    Draft = 16,

    /// <summary>Only IMAP4rev1 has it, and no client may set it.</summary>
    Recent = 32,
}

/// <summary>The flags of a message, or of a command: system flags and keywords.</summary>
/// <param name="System">The system flags.</param>
/// <param name="Keywords">Atoms, without a backslash, each once in any case.</param>
public sealed record ImapFlags(ImapSystemFlags System, IReadOnlyList<string> Keywords)
{
    public static readonly ImapFlags None = new(ImapSystemFlags.None, []);

    public ImapFlags(ImapSystemFlags system) : this(system, [])
    {
    }

    public bool Has(ImapSystemFlags flags) => (System & flags) == flags;

    public bool HasKeyword(string keyword) => Keywords.Contains(keyword, StringComparer.OrdinalIgnoreCase);

    public bool Equals(ImapFlags? other) =>
        other is not null && System == other.System && Keywords.Count == other.Keywords.Count
        && Keywords.All(other.HasKeyword);

    public override int GetHashCode() => HashCode.Combine(System, Keywords.Count);

    public override string ToString() => string.Join(' ', Names());

    /// <summary>
    /// flag-list: <c>"(" [flag *(SP flag)] ")"</c>. <c>\Recent</c> and other flags with a backslash that nobody knows
    /// are no flags that a client may set.
    /// </summary>
    internal static bool TryReadList(ref ImapReader reader, int limit, out ImapFlags flags)
    {
        flags = None;
        if (!reader.Accept((byte)'('))
            return false;
        if (reader.Accept((byte)')'))
            return true;
        return TryReadSome(ref reader, limit, out flags) && reader.Accept((byte)')');
    }

    /// <summary>Flags with a space between them, at least one.</summary>
    internal static bool TryReadSome(ref ImapReader reader, int limit, out ImapFlags flags)
    {
        flags = None;
        var system = ImapSystemFlags.None;
        List<string>? keywords = null;
        do
        {
            if (reader.Accept((byte)'\\'))
            {
                if (!reader.TryAtom(out var name) || !TryFindSystem(name, out var flag))
                    return false;
                system |= flag;
            }
            else
            {
                if (!reader.TryAtom(out var name) || keywords?.Count == limit)
                    return false;
                var keyword = Encoding.ASCII.GetString(name);
                if (keywords?.Contains(keyword, StringComparer.OrdinalIgnoreCase) != true)
                    (keywords ??= []).Add(keyword);
            }
        }
        while (reader.AcceptSpace());

        flags = new ImapFlags(system, keywords ?? (IReadOnlyList<string>)[]);
        return true;
    }

    private IEnumerable<string> Names()
    {
        foreach (var (flag, name) in SystemNames)
        {
            if ((System & flag) != 0)
                yield return name;
        }

        foreach (var keyword in Keywords)
            yield return keyword;
    }

    private static bool TryFindSystem(ReadOnlySpan<byte> name, out ImapSystemFlags flag)
    {
        foreach (var (known, text) in SystemNames)
        {
            flag = known;
            if (known != ImapSystemFlags.Recent && Ascii.EqualsIgnoreCase(name, text.AsSpan(1)))
                return true;
        }

        flag = default;
        return false;
    }

    internal static readonly (ImapSystemFlags Flag, string Name)[] SystemNames =
    [
        (ImapSystemFlags.Answered, @"\Answered"),
        (ImapSystemFlags.Flagged, @"\Flagged"),
        (ImapSystemFlags.Deleted, @"\Deleted"),
        (ImapSystemFlags.Seen, @"\Seen"),
        (ImapSystemFlags.Draft, @"\Draft"),
        (ImapSystemFlags.Recent, @"\Recent"),
    ];
}
