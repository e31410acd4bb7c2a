using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Rockdove.Wire;

namespace Rockdove.Hosting;

/// <summary>
/// The header of the PROXY protocol, versions 1 and 2 (haproxy's proxy-protocol.txt): who the client behind a proxy is.
/// </summary>
/// <param name="Client">The client's address; null when the proxy speaks for itself or does not know.</param>
/// <param name="Server">Where the client had connected to; null likewise.</param>
internal sealed record ProxyHeader(IPEndPoint? Client, IPEndPoint? Server)
{
    /// <summary>Reads a header from the very first octets of a connection.</summary>
    /// <param name="input">What has come so far.</param>
    /// <param name="header">The header, when it is whole.</param>
    /// <param name="headerBytes">Its length; what follows is the client's.</param>
    public static ProxyHeaderStatus Read(ReadOnlySequence<byte> input, out ProxyHeader? header, out int headerBytes)
    {
        header = null;
        headerBytes = 0;
        if (input.IsEmpty)
            return ProxyHeaderStatus.NeedInput;
        Span<byte> copy = stackalloc byte[(int)Math.Min(input.Length, MaxBytes)];
        input.Slice(0, copy.Length).CopyTo(copy);
        return copy[0] == Signature[0]
            ? ReadBinary(copy, out header, out headerBytes)
            : ReadText(copy, out header, out headerBytes);
    }

    /// <summary>
    /// <code>
    /// header = "PROXY" SP ( ( "TCP4" / "TCP6" ) SP client SP server SP client-port SP server-port / "UNKNOWN" *OCTET )
    ///          CRLF ; at most 107 octets
    /// </code>
    /// </summary>
    private static ProxyHeaderStatus ReadText(ReadOnlySpan<byte> text, out ProxyHeader? header, out int headerBytes)
    {
        header = null;
        headerBytes = 0;
        var known = Math.Min(text.Length, "PROXY "u8.Length);
        if (!text[..known].SequenceEqual("PROXY "u8[..known]))
            return ProxyHeaderStatus.Malformed;
        text = text[..Math.Min(text.Length, MaxTextBytes)];
        var end = text.IndexOf("\r\n"u8);
        if (end < 0)
            return text.Length == MaxTextBytes ? ProxyHeaderStatus.Malformed : ProxyHeaderStatus.NeedInput;
        headerBytes = end + 2;
        var cursor = new Cursor(text["PROXY "u8.Length..end]);
        var family = cursor.ReadUntil((byte)' ');
        if (family.SequenceEqual("UNKNOWN"u8))
        {
            header = Nobody;
            return ProxyHeaderStatus.Header;
        }

        var isV6 = family.SequenceEqual("TCP6"u8);
        if (!isV6 && !family.SequenceEqual("TCP4"u8))
            return ProxyHeaderStatus.Malformed;
        if (!TryReadAddress(ref cursor, isV6, out var client) || !TryReadAddress(ref cursor, isV6, out var server)
            || !TryReadPort(ref cursor, out var clientPort) || !TryReadPort(ref cursor, out var serverPort)
            || !cursor.AtEnd)
            return ProxyHeaderStatus.Malformed;
        header = new ProxyHeader(new IPEndPoint(client, clientPort), new IPEndPoint(server, serverPort));
        return ProxyHeaderStatus.Header;
    }

    /// <summary>Twelve octets of signature, version and command, family, length; then addresses and TLVs.</summary>
    private static ProxyHeaderStatus ReadBinary(ReadOnlySpan<byte> octets, out ProxyHeader? header, out int headerBytes)
    {
        header = null;
        headerBytes = 0;
        var known = Math.Min(octets.Length, Signature.Length);
        if (!octets[..known].SequenceEqual(Signature[..known]))
            return ProxyHeaderStatus.Malformed;
        if (octets.Length < HeadBytes)
            return ProxyHeaderStatus.NeedInput;
        var command = octets[12];
        var family = octets[13];
        var length = BinaryPrimitives.ReadUInt16BigEndian(octets[14..]);
        if (command is not (Local or Proxy) || length > MaxBytes - HeadBytes)
            return ProxyHeaderStatus.Malformed;
        if (octets.Length < HeadBytes + length)
            return ProxyHeaderStatus.NeedInput;
        var addresses = octets.Slice(HeadBytes, length);
        var addressBytes = family switch
        {
            TcpOverV4 => 4,
            TcpOverV6 => 16,
            _ => 0, // A Unix socket, UDP or something newer: the header is good, and tells no address we can use.
        };
        var tellsNothing = command == Local || addressBytes == 0;
        if (!tellsNothing && addresses.Length < 2 * addressBytes + 4)
            return ProxyHeaderStatus.Malformed;
        headerBytes = HeadBytes + length;
        header = tellsNothing ? Nobody : new ProxyHeader(
            EndPoint(addresses[..addressBytes], addresses[(2 * addressBytes)..]),
            EndPoint(addresses.Slice(addressBytes, addressBytes), addresses[(2 * addressBytes + 2)..]));
        return ProxyHeaderStatus.Header;
    }

    private static IPEndPoint EndPoint(ReadOnlySpan<byte> address, ReadOnlySpan<byte> port) =>
        new(new IPAddress(address), BinaryPrimitives.ReadUInt16BigEndian(port));

    private static bool TryReadAddress(ref Cursor cursor, bool isV6, out IPAddress address)
    {
        address = IPAddress.None;
        if (!cursor.Accept((byte)' '))
            return false;
        var text = Encoding.ASCII.GetString(cursor.ReadUntil((byte)' '));
        var isPlain = isV6
            ? text.All(c => char.IsAsciiHexDigit(c) || c is ':' or '.')
            : text.Count(c => c == '.') == 3 && text.All(c => char.IsAsciiDigit(c) || c == '.');
        return isPlain && IPAddress.TryParse(text, out address!)
            && address.AddressFamily == (isV6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork);
    }

    private static bool TryReadPort(ref Cursor cursor, out ushort port)
    {
        port = 0;
        return cursor.Accept((byte)' ') && ushort.TryParse(
            cursor.ReadUntil((byte)' '), NumberStyles.None, CultureInfo.InvariantCulture, out port);
    }

    private static readonly ProxyHeader Nobody = new(null, null);

    private static ReadOnlySpan<byte> Signature => "\r\n\r\n\0\r\nQUIT\n"u8;

    private const byte Local = 0x20;
    private const byte Proxy = 0x21;
    private const byte TcpOverV4 = 0x11;
    private const byte TcpOverV6 = 0x21;
    private const int HeadBytes = 16;

    /// <summary>Section 2.1: the longest line there can be, CRLF included.</summary>
    private const int MaxTextBytes = 107;

    /// <summary>
    /// Section 2.2: the longest addresses are 216 octets. TLVs (certificates' names, ids of clouds) get one kilobyte:
    /// this is read before anybody is known.
    /// </summary>
    private const int MaxBytes = HeadBytes + 216 + 1024;
}

/// <summary>What one call of <see cref="ProxyHeader.Read"/> gave.</summary>
internal enum ProxyHeaderStatus : byte
{
    NeedInput,
    Header,
    Malformed,
}
