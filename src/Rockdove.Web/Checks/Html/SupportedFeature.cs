namespace Rockdove.Web;

/// <summary>A feature of HTML or CSS, and which clients have it.</summary>
internal sealed class SupportedFeature
{
    private SupportedFeature(FeatureLine line, IReadOnlyList<SupportingClient> clients)
    {
        Line = line;
        Clients = clients;
        var known = Math.Max(1, clients.Count);
        Supported = Percent("yes");
        Partial = Percent("partial");
        Unsupported = Percent("no");

        double Percent(string support) => clients.Count(client => client.Support == support) * 100.0 / known;
    }

    public FeatureLine Line { get; }

    public string Url => $"https://www.caniemail.com/features/{Line.Slug}/";

    /// <summary>Versions of clients of which it is known.</summary>
    public IReadOnlyList<SupportingClient> Clients { get; }

    /// <summary>Percent of <see cref="Clients"/>.</summary>
    public double Supported { get; }

    public double Partial { get; }

    public double Unsupported { get; }

    public static SupportedFeature Of(FeatureLine line, SupportFile file)
    {
        var clients = new List<SupportingClient>();
        foreach (var row in line.Stats.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            var (family, rest) = Cut(row, ' ');
            var (platform, versions) = Cut(rest, ' ');
            foreach (var one in versions.Split(','))
            {
                var (version, support) = Cut(one, '=');
                var (word, notes) = Cut(support, ' ');
                if (word == "u")
                    continue; // Nobody knows, which is neither for it nor against it.
                clients.Add(new()
                {
                    Name = $"{file.Families[family]} {file.Platforms[platform]} ({version})",
                    Family = family,
                    Platform = platform,
                    Version = version,
                    Support = word switch { "y" => "yes", "n" => "no", _ => "partial" },
                    Notes = notes.Length == 0 ? [] : [.. notes.Split(' ').Select(note => note.TrimStart('#'))],
                });
            }
        }

        return new(line, clients);
    }

    private static (string Head, string Tail) Cut(string text, char at)
    {
        var place = text.IndexOf(at, StringComparison.Ordinal);
        return place < 0 ? (text, "") : (text[..place], text[(place + 1)..]);
    }
}

/// <summary>A version of a client, and whether it supports something.</summary>
internal sealed record SupportingClient
{
    public required string Name { get; init; }

    public required string Family { get; init; }

    public required string Platform { get; init; }

    public required string Version { get; init; }

    /// <summary><c>yes</c>, <c>partial</c> or <c>no</c>.</summary>
    public required string Support { get; init; }

    /// <summary>Numbers of the notes that say more.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}
