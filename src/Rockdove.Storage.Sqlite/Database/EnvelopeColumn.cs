using System.Text;

namespace Rockdove.Storage.Sqlite;

/// <summary>
/// An envelope as octets: a version, when the message came (UTC ticks, minutes of offset), then texts, each with its
/// length before it.
/// </summary>
internal static class EnvelopeColumn
{
    public static byte[]? Write(DeliveryEnvelope? envelope)
    {
        if (envelope is null)
            return null;
        var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(Version);
        writer.Write(envelope.ReceivedAt.UtcTicks);
        writer.Write((short)envelope.ReceivedAt.TotalOffsetMinutes);
        writer.Write(envelope.ReversePath);
        Write(writer, envelope.Helo);
        Write(writer, envelope.ClientAddress);
        Write(writer, envelope.Tls);
        Write(writer, envelope.Identity);
        writer.Write7BitEncodedInt(envelope.ForwardPaths.Count);
        foreach (var path in envelope.ForwardPaths)
            writer.Write(path);
        writer.Flush();
        return stream.ToArray();
    }

    /// <exception cref="StoreException">It was written by a newer version, or is damaged.</exception>
    public static DeliveryEnvelope Read(ReadOnlySpan<byte> octets)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(octets.ToArray()), Encoding.UTF8);
            if (reader.ReadByte() is not Version)
                throw new StoreException("An envelope was written by a newer version.");
            var ticks = reader.ReadInt64();
            var zone = reader.ReadInt16();
            return new()
            {
                ReceivedAt = DateColumns.Read(ticks, zone),
                ReversePath = reader.ReadString(),
                Helo = ReadText(reader),
                ClientAddress = ReadText(reader),
                Tls = ReadText(reader),
                Identity = ReadText(reader),
                ForwardPaths = ReadPaths(reader),
            };
        }
        catch (Exception error) when (error is EndOfStreamException or FormatException or ArgumentException)
        {
            throw new StoreException("An envelope is damaged.", error);
        }
    }

    private static void Write(BinaryWriter writer, string? text)
    {
        writer.Write(text is not null);
        if (text is not null)
            writer.Write(text);
    }

    private static string? ReadText(BinaryReader reader) => reader.ReadBoolean() ? reader.ReadString() : null;

    private static string[] ReadPaths(BinaryReader reader)
    {
        var count = reader.Read7BitEncodedInt();
        if (count < 0 || count > reader.BaseStream.Length)
            throw new FormatException("More paths than octets.");
        var paths = new string[count];
        for (var i = 0; i < count; i++)
            paths[i] = reader.ReadString();
        return paths;
    }

    private const byte Version = 1;
}
