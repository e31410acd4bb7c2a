using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Rockdove.Cli.Tests;

/// <summary>
/// A mailbox that one client changes, and what the client was told of it. What it had asked for and was not told when
/// the server died may have happened or not.
/// </summary>
internal sealed partial class ImapBox(string name, int seed)
{
    private readonly Random _random = new(seed);
    private readonly SortedDictionary<uint, Entry> _told = [];
    private readonly HashSet<string> _perhapsAppended = [];
    private readonly HashSet<uint> _perhapsFlagged = [], _perhapsExpunged = [];
    private uint _uidValidity, _highest;
    private int _appended;

    /// <summary>Changes that were answered with OK.</summary>
    public int Acknowledged { get; private set; }

    /// <summary>Changes the mailbox until the server is gone.</summary>
    public async Task ChangeAsync(IPEndPoint imap, Action told)
    {
        try
        {
            await using var talk = await OpenAsync(imap);
            while (true)
            {
                switch (_told.Count < 10 ? 0 : _random.Next(4))
                {
                    case 0 or 1:
                        await AppendAsync(talk);
                        break;
                    case 2:
                        await FlagAsync(talk);
                        break;
                    default:
                        await ExpungeAsync(talk);
                        break;
                }

                Acknowledged++;
                told();
            }
        }
        catch (Exception gone) when (gone is IOException or System.Net.Sockets.SocketException)
        {
            // It was killed.
        }
    }

    /// <summary>Compares the mailbox with what was told, and takes what is there for what is so now.</summary>
    public async Task CheckAsync(IPEndPoint imap)
    {
        await using var talk = await OpenAsync(imap);
        var found = await ReadAsync(talk);
        foreach (var (uid, entry) in _told)
        {
            if (!found.TryGetValue(uid, out var there))
                Assert.True(_perhapsExpunged.Contains(uid), $"{name}: {uid} is lost.");
            else
                Assert.True(
                    there == entry || (_perhapsFlagged.Contains(uid) && there.Subject == entry.Subject),
                    $"{name}: {uid} is {there} and was {entry}.");
        }

        foreach (var (uid, there) in found.Where(pair => !_told.ContainsKey(pair.Key)))
        {
            Assert.True(_perhapsAppended.Remove(there.Subject), $"{name}: {uid} was expunged and is {there}.");
            Assert.True(uid > _highest, $"{name}: {uid} was used before.");
        }

        _told.Clear();
        foreach (var (uid, there) in found)
            _told.Add(uid, there);
        _highest = Math.Max(_highest, _told.Count == 0 ? 0 : _told.Keys.Max());
        _perhapsAppended.Clear();
        _perhapsFlagged.Clear();
        _perhapsExpunged.Clear();
    }

    private async Task<LineTalk> OpenAsync(IPEndPoint imap)
    {
        var talk = await LineTalk.ConnectAsync(imap);
        await talk.AskAsync("LOGIN ann@example.org secret");
        if (_uidValidity == 0)
            await talk.AskAsync($"CREATE {name}");
        var validity = uint.Parse(
            (await talk.AskAsync($"SELECT {name}")).Select(line => UidValidity().Match(line))
                .Single(match => match.Success).Groups[1].Value,
            CultureInfo.InvariantCulture);
        Assert.True(_uidValidity == 0 || _uidValidity == validity, $"{name}: UIDVALIDITY was {_uidValidity}.");
        _uidValidity = validity;
        return talk;
    }

    private async Task AppendAsync(LineTalk talk)
    {
        var subject = $"{name}-{_appended++}";
        var message = $"Subject: {subject}\r\n\r\n{subject}\r\n";
        _perhapsAppended.Add(subject);
        var reply = await talk.AskAsync($"APPEND {name} {{{message.Length}+}}\r\n{message}");
        _perhapsAppended.Remove(subject);
        var uid = uint.Parse(AppendUid().Match(reply[^1]).Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.True(uid > _highest, $"{name}: {uid} was used before.");
        _highest = uid;
        _told.Add(uid, new(subject, IsFlagged: false));
    }

    private async Task FlagAsync(LineTalk talk)
    {
        var uid = Choose();
        var flags = !_told[uid].IsFlagged;
        _perhapsFlagged.Add(uid);
        await talk.AskAsync($"UID STORE {uid} {(flags ? '+' : '-')}FLAGS (\\Flagged)");
        _perhapsFlagged.Remove(uid);
        _told[uid] = _told[uid] with { IsFlagged = flags };
    }

    private async Task ExpungeAsync(LineTalk talk)
    {
        var uid = Choose();
        _perhapsExpunged.Add(uid);
        await talk.AskAsync($"UID STORE {uid} +FLAGS.SILENT (\\Deleted)");
        await talk.AskAsync($"UID EXPUNGE {uid}");
        _perhapsExpunged.Remove(uid);
        _told.Remove(uid);
    }

    private uint Choose() => _told.Keys.ElementAt(_random.Next(_told.Count));

    private static async Task<SortedDictionary<uint, Entry>> ReadAsync(LineTalk talk)
    {
        var found = new SortedDictionary<uint, Entry>();
        var (uid, isFlagged) = (0u, false);
        foreach (var line in await talk.AskAsync("UID FETCH 1:* (FLAGS BODY.PEEK[])"))
        {
            if (Fetched().Match(line) is { Success: true } fetched)
            {
                uid = uint.Parse(fetched.Groups[1].Value, CultureInfo.InvariantCulture);
                isFlagged = fetched.Groups[2].Value.Contains("\\Flagged", StringComparison.Ordinal);
            }
            else if (line.StartsWith("Subject: ", StringComparison.Ordinal))
            {
                Assert.True(found.TryAdd(uid, new(line[9..], isFlagged)), $"{uid} is there twice.");
            }
            else if (line.Length > 0 && found.TryGetValue(uid, out var entry) && line[0] is 'b')
            {
                Assert.Equal(entry.Subject, line.TrimEnd(')')); // Whole: its last line is its subject.
            }
        }

        return found;
    }

    [GeneratedRegex(@"UIDVALIDITY (\d+)")]
    private static partial Regex UidValidity();

    [GeneratedRegex(@"\[APPENDUID \d+ (\d+)\]")]
    private static partial Regex AppendUid();

    [GeneratedRegex(@"^\* \d+ FETCH \(UID (\d+) FLAGS \(([^)]*)\)")]
    private static partial Regex Fetched();

    private readonly record struct Entry(string Subject, bool IsFlagged);
}
