namespace Rockdove.Storage.Sqlite;

/// <summary>What is wrong in a store.</summary>
/// <param name="File">The file.</param>
/// <param name="Offset">Where in it, octets; null if it is about rows.</param>
/// <param name="Message">The message that cannot be read; null if it is about something else.</param>
/// <param name="What">A sentence without file and offset.</param>
public readonly record struct StoreDamage(string File, long? Offset, MessageId? Message, string What)
{
    public override string ToString() =>
        (Offset is { } offset ? $"{File}, offset {offset}" : File)
        + (Message is { } message ? $", message {message}" : "") + $": {What}";
}
