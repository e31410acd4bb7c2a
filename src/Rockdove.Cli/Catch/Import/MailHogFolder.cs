using System.Runtime.CompilerServices;
using System.Text;
using Rockdove.Storage;

namespace Rockdove.Cli;

/// <summary>
/// The folder of MailHog with <c>-storage maildir</c>, which is no Maildir: a file for each message, which begins with
/// what SMTP said, <c>HELO:&lt;…&gt;</c>, <c>FROM:&lt;…&gt;</c> and <c>TO:&lt;…&gt;</c>, and an empty line.
/// </summary>
internal static class MailHogFolder
{
    /// <summary>Whether the first file of a folder begins so.</summary>
    public static bool Is(string path)
    {
        if (!Directory.Exists(path) || Files(path).FirstOrDefault() is not { } first)
            return false;
        Span<byte> start = stackalloc byte[Helo.Length];
        using var file = File.OpenRead(first);
        return file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length
            && start.SequenceEqual(Helo);
    }

    /// <summary>All messages, the oldest first.</summary>
    public static async IAsyncEnumerable<ImportedMail> ReadAsync(
        string path, long most, Action<string> problem, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var file in Files(path).OrderBy(File.GetLastWriteTimeUtc).ThenBy(name => name, StringComparer.Ordinal))
        {
            if (new FileInfo(file).Length > most)
            {
                problem($"{file}: it is larger than {most} octets; see --max-message-bytes");
                continue;
            }

            var octets = await File.ReadAllBytesAsync(file, cancellationToken);
            if (Read(file, octets) is { } mail)
                yield return mail;
            else
                problem($"{file}: it does not begin as MailHog writes it");
        }
    }

    private static ImportedMail? Read(string file, byte[] octets)
    {
        var end = octets.AsSpan().IndexOf("\r\n\r\n"u8);
        if (end < 0 || !octets.AsSpan().StartsWith(Helo))
            return null;
        var (helo, from, to) = ((string?)null, "", new List<string>());
        foreach (var line in Encoding.UTF8.GetString(octets, 0, end).Split("\r\n"))
        {
            var colon = line.IndexOf(":<", StringComparison.Ordinal);
            if (colon < 0 || !line.EndsWith('>'))
                return null;
            var value = line[(colon + 2)..^1];
            switch (line[..colon])
            {
                case "HELO":
                    helo = value;
                    break;
                case "FROM":
                    from = value;
                    break;
                case "TO":
                    to.Add(value);
                    break;
                default:
                    return null;
            }
        }

        var envelope = new DeliveryEnvelope
        {
            ReceivedAt = File.GetLastWriteTimeUtc(file),
            ReversePath = from,
            ForwardPaths = to,
            Helo = helo,
        };
        return new ImportedMail(file, octets.AsMemory(end + 4), envelope, [], IsRead: false);
    }

    private static IEnumerable<string> Files(string path) =>
        Directory.EnumerateFiles(path).Where(file => !Path.GetFileName(file).StartsWith('.'));

    private static ReadOnlySpan<byte> Helo => "HELO:<"u8;
}
