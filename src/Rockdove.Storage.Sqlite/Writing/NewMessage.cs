namespace Rockdove.Storage.Sqlite;

/// <summary>
/// What is written of a message besides its body, made ready by whoever asks, so that the writer need not.
/// </summary>
internal sealed class NewMessage(MessageId id, DeliveryEnvelope? envelope, MessageDetails details)
{
    public MessageId Id => id;

    public byte[]? Envelope { get; } = EnvelopeColumn.Write(envelope);

    public long[] Names { get; } = ThreadNames.Of(details);

    public ReadOnlyMemory<byte> Structure => details.Structure;
}
