using System.Buffers;
using System.Text;

namespace Rockdove.Wire.Tests;

/// <summary>
/// Turns of an exchange with text on both sides. Text is UTF-8; <c>^A</c> and NUL are written as they are.
/// </summary>
internal static class SaslTurns
{
    public static (SaslStatus Status, string Challenge) Next(this ISaslServer server, string response) =>
        server.Next(Encoding.UTF8.GetBytes(response));

    public static (SaslStatus Status, string Challenge) Next(this ISaslServer server, byte[] response)
    {
        var challenge = new ArrayBufferWriter<byte>();
        var status = server.Next(response, challenge);
        return (status, Encoding.UTF8.GetString(challenge.WrittenSpan));
    }

    public static (SaslStatus Status, string Challenge) Provide(this ISaslServer server, StoredSecret? secret)
    {
        var challenge = new ArrayBufferWriter<byte>();
        var status = server.Provide(secret, challenge);
        return (status, Encoding.UTF8.GetString(challenge.WrittenSpan));
    }

    public static (SaslStatus Status, string Challenge) Accept(this ISaslServer server)
    {
        var challenge = new ArrayBufferWriter<byte>();
        var status = server.Accept(challenge);
        return (status, Encoding.UTF8.GetString(challenge.WrittenSpan));
    }

    public static (SaslStatus Status, string Challenge) Refuse(this ISaslServer server)
    {
        var challenge = new ArrayBufferWriter<byte>();
        var status = server.Refuse(challenge);
        return (status, Encoding.UTF8.GetString(challenge.WrittenSpan));
    }

    public static (SaslClientStatus Status, string Response) Next(this ISaslClient client, string challenge) =>
        client.Next(Encoding.UTF8.GetBytes(challenge));

    public static (SaslClientStatus Status, string Response) Next(this ISaslClient client, byte[] challenge)
    {
        var response = new ArrayBufferWriter<byte>();
        var status = client.Next(challenge, response);
        return (status, Encoding.UTF8.GetString(response.WrittenSpan));
    }

    /// <summary>Random octets that are not random: the given ones, then again from the start.</summary>
    public static Action<Span<byte>> Fixed(params byte[] octets) => span =>
    {
        for (var i = 0; i < span.Length; i++)
            span[i] = octets[i % octets.Length];
    };

    public static SaslContext Context { get; } = new() { HostName = "mx.example" };
}
