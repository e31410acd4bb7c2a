using System.Globalization;
using System.Text.RegularExpressions;

namespace Rockdove.Imap.Tests;

/// <summary>What a client believes of a mailbox, from nothing but the responses it got.</summary>
internal sealed class ClientPicture
{
    private readonly List<Known> _messages = [];

    public int Count => _messages.Count;

    public IReadOnlyList<Known> Messages => _messages;

    /// <summary>Takes the responses to one command, and checks what is always true of them.</summary>
    /// <param name="responses">Whole lines.</param>
    /// <param name="mayExpunge">RFC 9051 section 7.5.1: not while FETCH, STORE or SEARCH runs.</param>
    public void Take(string responses, bool mayExpunge)
    {
        foreach (var line in responses.Split("\r\n", StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith("* VANISHED ", StringComparison.Ordinal))
            {
                var isEarlier = line.Contains("(EARLIER)", StringComparison.Ordinal);
                Assert.True(mayExpunge || isEarlier, $"{line}, while numbers must stay");
                foreach (var uid in Uids(line[(line.LastIndexOf(' ') + 1)..]))
                    Vanish(uid, isEarlier);
                continue;
            }

            var match = Regex.Match(line, @"^\* (\d+) (EXISTS|EXPUNGE|FETCH)(.*)$");
            if (match is not { Success: true, Groups: var groups })
                continue;
            var number = int.Parse(groups[1].ValueSpan, CultureInfo.InvariantCulture);
            switch (groups[2].Value)
            {
                case "EXISTS":
                    Assert.True(number >= Count, $"{line}, and there were {Count}");
                    while (Count < number)
                        _messages.Add(new Known());
                    break;
                case "EXPUNGE":
                    Assert.True(mayExpunge, $"{line}, while numbers must stay");
                    Assert.InRange(number, 1, Count);
                    _messages.RemoveAt(number - 1);
                    break;
                default:
                    Assert.InRange(number, 1, Count);
                    _messages[number - 1].Learn(groups[3].Value);
                    break;
            }
        }
    }

    /// <summary>
    /// The client remembers messages from an earlier session, so it counts anew (RFC 7162 section 3.2.5.1).
    /// </summary>
    public void Resume(string responses)
    {
        var told = responses.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var exists = told.Last(line => line.EndsWith(" EXISTS", StringComparison.Ordinal)).Split(' ')[1];
        Take(string.Join("\r\n", told.Where(line => line.StartsWith("* VANISHED", StringComparison.Ordinal))), true);
        Take($"* {exists} EXISTS", mayExpunge: true);
        Take(string.Join("\r\n", told.Where(line => line.Contains(" FETCH ", StringComparison.Ordinal))), true);
    }

    /// <summary>
    /// A message whose UID the client has not learnt yet is one of those before the next UID that it knows.
    /// </summary>
    private void Vanish(uint uid, bool isEarlier)
    {
        var text = uid.ToString(CultureInfo.InvariantCulture);
        var index = _messages.FindIndex(known => known.Uid == text);
        if (index < 0 && !isEarlier)
        {
            var next = _messages.FindIndex(
                known => known.Uid is not null && uint.Parse(known.Uid, CultureInfo.InvariantCulture) > uid);
            index = (next < 0 ? Count : next) - 1;
            Assert.True(index >= 0 && _messages[index].Uid is null, $"UID {uid} has gone, and nobody knew it");
        }

        if (index >= 0)
            _messages.RemoveAt(index);
    }

    private static IEnumerable<uint> Uids(string set)
    {
        foreach (var range in set.Split(','))
        {
            var ends = range.Split(':').Select(end => uint.Parse(end, CultureInfo.InvariantCulture)).ToArray();
            for (var uid = ends[0]; uid <= ends[^1]; uid++)
                yield return uid;
        }
    }

    /// <summary>What is known of one message; null is not known.</summary>
    internal sealed class Known
    {
        public string? Uid { get; private set; }

        public string? Flags { get; private set; }

        public string? ModSequence { get; private set; }

        public void Learn(string items)
        {
            if (Regex.Match(items, @"UID (\d+)") is { Success: true } uid)
            {
                Assert.True(Uid is null || Uid == uid.Groups[1].Value, $"UID {Uid} has become{items}");
                Uid = uid.Groups[1].Value;
            }

            if (Regex.Match(items, @"FLAGS \(([^)]*)\)") is { Success: true } flags)
                Flags = flags.Groups[1].Value;
            if (Regex.Match(items, @"MODSEQ \((\d+)\)") is { Success: true } modSequence)
                ModSequence = modSequence.Groups[1].Value;
        }
    }
}
