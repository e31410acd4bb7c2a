using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Text;
using Rockdove.Testing;

namespace Rockdove.Hosting.Tests;

public class ProxyHeaderTests
{
    [Theory]
    [InlineData("PROXY TCP4 192.0.2.1 198.51.100.2 56324 25\r\n", "192.0.2.1:56324", "198.51.100.2:25")]
    [InlineData("PROXY TCP6 2001:db8::1 2001:db8::2 1 65535\r\n", "[2001:db8::1]:1", "[2001:db8::2]:65535")]
    [InlineData("PROXY UNKNOWN\r\n", null, null)]
    [InlineData("PROXY UNKNOWN ffff::1 whatever\r\n", null, null)]
    public void A_line_of_version_1_tells_both_ends(string line, string? client, string? server)
    {
        var octets = Encoding.ASCII.GetBytes(line + "EHLO x\r\n");

        Assert.Equal(ProxyHeaderStatus.Header, Read(octets, out var header, out var headerBytes));

        Assert.Equal(line.Length, headerBytes);
        Assert.Equal(client, header!.Client?.ToString());
        Assert.Equal(server, header.Server?.ToString());
    }

    [Theory]
    [InlineData("EHLO x\r\n")]
    [InlineData("PROXX")]
    [InlineData("proxy TCP4 192.0.2.1 198.51.100.2 56324 25\r\n")]
    [InlineData("PROXY TCP4 192.0.2.1 198.51.100.2 56324\r\n")]
    [InlineData("PROXY TCP4 192.0.2.1 198.51.100.2 56324 65536\r\n")]
    [InlineData("PROXY TCP4 192.0.2.1 198.51.100.2 56324 +25\r\n")]
    [InlineData("PROXY TCP4 192.0.2.1 198.51.100.2 56324 25 \r\n")]
    [InlineData("PROXY TCP4 192.0.2.1  198.51.100.2 56324 25\r\n")]
    [InlineData("PROXY TCP4 1 198.51.100.2 56324 25\r\n")]
    [InlineData("PROXY TCP4 2001:db8::1 2001:db8::2 1 2\r\n")]
    [InlineData("PROXY TCP6 192.0.2.1 198.51.100.2 1 2\r\n")]
    [InlineData("PROXY TCP6 fe80::1%eth0 2001:db8::2 1 2\r\n")]
    [InlineData("PROXY UDP4 192.0.2.1 198.51.100.2 1 2\r\n")]
    public void Anything_else_is_malformed(string line) =>
        Assert.Equal(ProxyHeaderStatus.Malformed, Read(Encoding.ASCII.GetBytes(line), out _, out _));

    [Fact]
    public void A_line_of_107_octets_is_good_and_one_more_is_not()
    {
        var longest = "PROXY UNKNOWN ".PadRight(105, 'x') + "\r\n";

        Assert.Equal(ProxyHeaderStatus.Header, Read(Encoding.ASCII.GetBytes(longest), out _, out _));
        Assert.Equal(
            ProxyHeaderStatus.Malformed, Read(Encoding.ASCII.GetBytes(longest.Insert(20, "x")), out _, out _));
    }

    [Theory]
    [InlineData(0x11, "192.0.2.1:258", "198.51.100.2:25")]
    [InlineData(0x21, "[2001:db8::1]:258", "[2001:db8::2]:25")]
    public void A_header_of_version_2_tells_both_ends(byte family, string client, string server)
    {
        var octets = Binary(0x21, family, Ends(family, client, server));

        Assert.Equal(ProxyHeaderStatus.Header, Read([.. octets, .. "EHLO"u8], out var header, out var headerBytes));

        Assert.Equal(octets.Length, headerBytes);
        Assert.Equal((client, server), (header!.Client!.ToString(), header.Server!.ToString()));
    }

    [Theory]
    [InlineData(0x20, 0x00)] // LOCAL: a health check of the proxy.
    [InlineData(0x20, 0x11)]
    [InlineData(0x21, 0x00)] // UNSPEC.
    [InlineData(0x21, 0x31)] // A Unix socket.
    public void A_header_of_version_2_may_tell_nothing(byte command, byte family)
    {
        Assert.Equal(ProxyHeaderStatus.Header, Read(Binary(command, family, []), out var header, out _));

        Assert.Null(header!.Client);
    }

    [Theory]
    [InlineData(0x22, 0x11, 12)] // No such command.
    [InlineData(0x11, 0x11, 12)] // No such version.
    [InlineData(0x21, 0x11, 11)] // Too short for its addresses.
    [InlineData(0x21, 0x21, 35)]
    public void A_header_of_version_2_that_does_not_add_up_is_malformed(byte command, byte family, int length) =>
        Assert.Equal(
            ProxyHeaderStatus.Malformed, Read(Binary(command, family, new byte[length]), out _, out _));

    [Fact]
    public void Tlvs_are_skipped_up_to_their_limit()
    {
        byte[] ends = Ends(0x11, "192.0.2.1:1", "192.0.2.2:2");

        Assert.Equal(
            ProxyHeaderStatus.Header,
            Read(Binary(0x21, 0x11, [.. ends, .. new byte[1240 - ends.Length]]), out var header, out _));
        Assert.Equal("192.0.2.1:1", header!.Client!.ToString());
        Assert.Equal(
            ProxyHeaderStatus.Malformed,
            Read(Binary(0x21, 0x11, [.. ends, .. new byte[1241 - ends.Length]]), out _, out _));
    }

    [Fact]
    public void A_header_that_comes_in_pieces_is_waited_for()
    {
        foreach (var whole in new[]
        {
            Encoding.ASCII.GetBytes("PROXY TCP4 192.0.2.1 198.51.100.2 56324 25\r\n"),
            Binary(0x21, 0x11, Ends(0x11, "192.0.2.1:1", "192.0.2.2:2")),
        })
        {
            for (var length = 0; length < whole.Length; length++)
                Assert.Equal(ProxyHeaderStatus.NeedInput, Read(whole[..length], out _, out _));
        }
    }

    [Fact]
    public void No_octets_make_it_throw()
    {
        SeededRandom.Rounds(10_000, random =>
        {
            var octets = Binary((byte)random.Next(256), (byte)random.Next(256), new byte[random.Next(300)]);
            octets[random.Next(octets.Length)] = (byte)random.Next(256);
            Read(octets[..random.Next(octets.Length)], out _, out _);
        });
    }

    private static ProxyHeaderStatus Read(byte[] octets, out ProxyHeader? header, out int headerBytes) =>
        ProxyHeader.Read(new ReadOnlySequence<byte>(octets), out header, out headerBytes);

    internal static byte[] Ends(byte family, string client, string server)
    {
        var (from, to) = (IPEndPoint.Parse(client), IPEndPoint.Parse(server));
        var ports = new byte[4];
        BinaryPrimitives.WriteUInt16BigEndian(ports, (ushort)from.Port);
        BinaryPrimitives.WriteUInt16BigEndian(ports.AsSpan(2), (ushort)to.Port);
        Assert.Equal(family == 0x11 ? 4 : 16, from.Address.GetAddressBytes().Length);
        return [.. from.Address.GetAddressBytes(), .. to.Address.GetAddressBytes(), .. ports];
    }

    internal static byte[] Binary(byte command, byte family, byte[] rest)
    {
        var head = new byte[16];
        "\r\n\r\n\0\r\nQUIT\n"u8.CopyTo(head);
        head[12] = command;
        head[13] = family;
        BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(14), (ushort)rest.Length);
        return [.. head, .. rest];
    }
}
