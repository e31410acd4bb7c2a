using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Rockdove.Prober;

/// <summary>
/// The first message of a handshake that offers nothing but what is out of date (RFC 5246 section 7.4.1.2). Libraries
/// do not say such things any more; whether a server still answers takes one message each way.
/// </summary>
internal sealed class OldHello
{
    private readonly ushort _version;
    private readonly ushort[] _ciphers;

    private OldHello(string name, ushort version, ushort[] ciphers)
    {
        Name = name;
        _version = version;
        _ciphers = ciphers;
    }

    /// <summary>What is offered, in words.</summary>
    public string Name { get; }

    public void WriteTo(IBufferWriter<byte> output, string host)
    {
        var body = new ArrayBufferWriter<byte>();
        UInt16(body, _version);
        Span<byte> random = stackalloc byte[32];
        RandomNumberGenerator.Fill(random);
        body.Write(random);
        body.Write<byte>([0]); // No session.
        UInt16(body, (ushort)(_ciphers.Length * 2));
        foreach (var cipher in _ciphers)
            UInt16(body, cipher);
        body.Write<byte>([1, 0]); // No compression.
        var extensions = Extensions(host);
        UInt16(body, (ushort)extensions.Length);
        body.Write<byte>(extensions);

        // A record of the first version, in which every server looks for what is in it (RFC 5246 appendix E.1).
        output.Write<byte>([Handshake, 3, 1]);
        UInt16(output, (ushort)(body.WrittenCount + 4));
        output.Write<byte>([ClientHello, 0]);
        UInt16(output, (ushort)body.WrittenCount);
        output.Write(body.WrittenSpan);
    }

    /// <summary>True when the server takes the offer, false when it does not; null when more is to be read.</summary>
    public bool? ReadAnswer(ReadOnlySequence<byte> answer)
    {
        if (answer.Length < AnswerBytes)
            return answer.Length > 0 && answer.FirstSpan[0] != Handshake ? false : null;
        Span<byte> start = stackalloc byte[AnswerBytes];
        answer.Slice(0, AnswerBytes).CopyTo(start);

        // Type, version and length of the record; type, length and version of the message.
        return start[0] == Handshake && start[5] == ServerHello
            && BinaryPrimitives.ReadUInt16BigEndian(start[9..]) == _version;
    }

    private static byte[] Extensions(string host)
    {
        var output = new ArrayBufferWriter<byte>();
        if (Uri.CheckHostName(host) == UriHostNameType.Dns)
        {
            var name = Encoding.ASCII.GetBytes(host);
            UInt16(output, 0); // server_name (RFC 6066 section 3).
            UInt16(output, (ushort)(name.Length + 5));
            UInt16(output, (ushort)(name.Length + 3));
            output.Write<byte>([0]);
            UInt16(output, (ushort)name.Length);
            output.Write<byte>(name);
        }

        output.Write<byte>(
        [
            0x00, 0x0A, 0x00, 0x08, 0x00, 0x06, 0x00, 0x1D, 0x00, 0x17, 0x00, 0x18, // x25519, P-256, P-384 (RFC 8422).
            0x00, 0x0B, 0x00, 0x02, 0x01, 0x00, // Points are not compressed.
            0x00, 0x0D, 0x00, 0x0E, 0x00, 0x0C, // Signatures of RSA and ECDSA with SHA-256, SHA-384 and SHA-1.
            0x04, 0x01, 0x04, 0x03, 0x05, 0x01, 0x05, 0x03, 0x02, 0x01, 0x02, 0x03,
        ]);
        return output.WrittenSpan.ToArray();
    }

    private static void UInt16(IBufferWriter<byte> output, ushort value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(output.GetSpan(2), value);
        output.Advance(2);
    }

    private const byte Handshake = 22;
    private const byte ClientHello = 1;
    private const byte ServerHello = 2;
    private const int AnswerBytes = 11;

    /// <summary>What servers of that time spoke: ECDHE, DHE and RSA with AES in CBC, and 3DES.</summary>
    private static readonly ushort[] OldCiphers =
        [0xC013, 0xC014, 0xC009, 0xC00A, 0x0033, 0x0039, 0x002F, 0x0035, 0xC012, 0x0016, 0x000A, 0x0005, 0x0004];

    /// <summary>RC4, 3DES, DES, nothing at all, without certificates, and for export.</summary>
    private static readonly ushort[] WeakCiphers =
    [
        0x0004, 0x0005, 0xC007, 0xC011, 0x000A, 0x0016, 0xC008, 0xC012, 0x0009, 0x0015, 0x0001, 0x0002, 0x003B, 0xC006,
        0xC010, 0x0018, 0x001B, 0x0034, 0x003A, 0x006C, 0x006D, 0x00A6, 0x00A7, 0xC015, 0xC016, 0xC017, 0xC018, 0xC019,
        0x0003, 0x0006, 0x0008, 0x0014, 0x0017, 0x0019,
    ];

    public static IReadOnlyList<OldHello> Offers { get; } =
    [
        new("TLS 1.0", 0x0301, OldCiphers),
        new("TLS 1.1", 0x0302, OldCiphers),
        new("weak ciphers of TLS 1.2", 0x0303, WeakCiphers),
    ];
}
