using Rockdove.Imap;

namespace Rockdove.Hosting;

/// <summary>The answer to a SEARCH.</summary>
/// <param name="Messages">Those that were found.</param>
/// <param name="HighestModSequence">
/// The highest of theirs; told only where a mod-sequence was in the search (RFC 7162 section 3.1.5).
/// </param>
public sealed record ImapFindings(MessageSet Messages, ulong HighestModSequence = 0);

/// <summary>The answer to a SORT.</summary>
/// <param name="Messages">Those that were found, in the order that was asked for.</param>
/// <param name="HighestModSequence">As with <see cref="ImapFindings"/>.</param>
public sealed record ImapSorting(IReadOnlyList<uint> Messages, ulong HighestModSequence = 0);
