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
