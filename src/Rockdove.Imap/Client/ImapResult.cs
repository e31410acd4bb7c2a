using System.Globalization;

namespace Rockdove.Imap;

/// <summary>A status response of a server, tagged or not. Controls in the text are <c>?</c>.</summary>
/// <param name="Condition">How it ended. PREAUTH is <see cref="ImapCondition.Ok"/>.</param>
/// <param name="Code">What was in brackets; null for nothing.</param>
/// <param name="Text">The rest.</param>
public sealed record ImapResult(ImapCondition Condition, string? Code, string Text)
{
    public bool IsOk => Condition == ImapCondition.Ok;

    /// <summary>The first word of the code, upper case; null without a code.</summary>
    public string? CodeName => Code?.Split(' ', 2)[0].ToUpperInvariant();

    /// <summary>What follows the first word of the code; empty where nothing does.</summary>
    public string CodeArguments => Code?.Split(' ', 2) is [_, var rest] ? rest : "";

    /// <summary>APPENDUID: where appended messages went (RFC 4315 section 3).</summary>
    public bool TryReadAppendUid(out uint uidValidity, out MessageSet uids)
    {
        uids = MessageSet.Empty;
        uidValidity = 0;
        return CodeName == "APPENDUID" && CodeArguments.Split(' ') is [var validity, var set]
            && TryNumber(validity, out uidValidity) && MessageSet.TryParse(set, out uids);
    }

    /// <summary>
    /// COPYUID: which messages were copied where, each to each in ascending order (RFC 4315 section 3).
    /// </summary>
    public bool TryReadCopyUid(out uint uidValidity, out MessageSet from, out MessageSet to)
    {
        from = to = MessageSet.Empty;
        uidValidity = 0;
        return CodeName == "COPYUID" && CodeArguments.Split(' ') is [var validity, var source, var target]
            && TryNumber(validity, out uidValidity) && MessageSet.TryParse(source, out from)
            && MessageSet.TryParse(target, out to) && from.Count == to.Count;
    }

    /// <summary>The only argument of a code, as a number: UIDVALIDITY, UIDNEXT, HIGHESTMODSEQ.</summary>
    public bool TryReadNumber(string code, out ulong number)
    {
        number = 0;
        return code.Equals(CodeName, StringComparison.OrdinalIgnoreCase)
            && ulong.TryParse(CodeArguments, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    private static bool TryNumber(string text, out uint number) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number > 0;
}
