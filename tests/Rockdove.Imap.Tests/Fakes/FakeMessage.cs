using System.Text;

namespace Rockdove.Imap.Tests;

/// <summary>A message of a <see cref="FakeMailbox"/>.</summary>
internal sealed class FakeMessage(uint uid, ReadOnlyMemory<byte> octets)
{
    public uint Uid { get; } = uid;

    public ReadOnlyMemory<byte> Octets { get; } = octets;

    public ImapFlags Flags { get; set; } = ImapFlags.None;

    public ulong ModSequence { get; set; }

    public DateTimeOffset InternalDate { get; init; } = new(2024, 2, 1, 10, 20, 30, TimeSpan.FromHours(1));

    /// <summary>The same octets are the same mail, wherever they are.</summary>
    public string EmailId => "M" + string.Concat(Subject.Where(char.IsAsciiLetterOrDigit));

    /// <summary>None for a message without a subject that says so.</summary>
    public string? ThreadId => Row.References is [var first, ..]
        ? "T-" + first.Replace("@", "", StringComparison.Ordinal)
        : null;

    /// <summary>What sorting and threading look at; null in most tests.</summary>
    public SortableMessage Row { get => field with { Uid = Uid, SizeBytes = Octets.Length }; init; } =
        new() { Uid = 0 };

    public int HeaderBytes => Octets.Span.IndexOf("\r\n\r\n"u8) is >= 0 and var at ? at + 4 : Octets.Length;

    public string Subject => Encoding.UTF8.GetString(Octets.Span).Split("\r\n")[0] is var line
        && line.StartsWith("Subject: ", StringComparison.Ordinal) ? line["Subject: ".Length..] : "none";

    public static FakeMessage Plain(uint uid) =>
        new(uid, Encoding.ASCII.GetBytes($"Subject: Message {uid}\r\n\r\nThis is {uid}.\r\n"));

    /// <summary>The octets of a section; null when there is no such part. Every message here has one part.</summary>
    public ReadOnlyMemory<byte>? Section(BodySection section)
    {
        var isPart = section.Part.Count > 0;
        if (section.Part.Count > 1 || (isPart && section.Part[0] != 1))
            return null;
        return (section.Text, isPart) switch
        {
            (SectionText.All, false) => Octets,
            (SectionText.Header, false) or (SectionText.Mime, true) => Octets[..HeaderBytes],
            (SectionText.Text, false) or (SectionText.All, true) => Octets[HeaderBytes..],
            (SectionText.HeaderFields, false) => Fields(name => Named(section, name)),
            (SectionText.HeaderFieldsNot, false) => Fields(name => !Named(section, name)),
            _ => null,
        };
    }

    private static bool Named(BodySection section, string name) =>
        section.Fields.Contains(name, StringComparer.OrdinalIgnoreCase);

    private byte[] Fields(Func<string, bool> wanted)
    {
        var header = Encoding.UTF8.GetString(Octets.Span[..HeaderBytes]);
        var lines = header.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        return Encoding.UTF8.GetBytes(
            string.Concat(lines.Where(line => wanted(line.Split(':')[0])).Select(line => line + "\r\n")) + "\r\n");
    }
}
