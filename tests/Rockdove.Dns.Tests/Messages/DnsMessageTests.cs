using System.Net;
using Rockdove.Testing;

namespace Rockdove.Dns.Tests;

public sealed class DnsMessageTests
{
    [Fact]
    public void What_is_written_is_read_as_the_same() => SeededRandom.Rounds(500, random =>
    {
        var message = RandomMessages.Next(random);
        Assert.True(DnsMessage.TryRead(message.ToArray(), out var again, out var problem), problem);
        Assert.Null(DnsInvariants.Difference(message, again));
    });

    [Fact]
    public void Octets_changed_at_random_break_nothing() => SeededRandom.Rounds(500, random =>
    {
        var octets = RandomMessages.Next(random).ToArray();
        for (var change = random.Next(1, 6); change > 0; change--)
        {
            var at = random.Next(octets.Length);
            octets[at] = random.Next(3) == 0 ? (byte)(0xC0 | random.Next(2)) : (byte)random.Next(256);
        }

        DnsInvariants.Check(octets);
        DnsInvariants.Check(octets.AsSpan(0, random.Next(octets.Length)));
    });

    [Fact]
    public void A_question_has_these_octets()
    {
        var query = new DnsMessage
        {
            Id = 0x1234,
            WantsRecursion = true,
            IsAuthentic = true,
            Questions = [new DnsQuestion(DnsName.Parse("example.org"), DnsType.Mx)],
            Extension = new DnsExtension { PayloadBytes = 1232, WantsSignatures = true },
        };
        Assert.Equal(
            "123401200001000000000001" + "076578616D706C65036F726700" + "000F0001"
                + "000029" + "04D0" + "00008000" + "0000",
            Convert.ToHexString(query.ToArray()));
    }

    [Fact]
    public void An_answer_with_pointers_is_read()
    {
        var octets = Convert.FromHexString(
            "123481A00001000200000000" + "076578616D706C65036F726700000F0001"
            + "C00C000F00010000012C0009" + "000A046D61696CC00C"
            + "C00C000F00010000012C0004" + "0014C00C");
        Assert.True(DnsMessage.TryRead(octets, out var message, out var problem), problem);
        Assert.True(message.IsAuthentic);
        Assert.Equal(
            [
                new MxRecord(Example, TimeSpan.FromMinutes(5), 10, DnsName.Parse("mail.example.org")),
                new MxRecord(Example, TimeSpan.FromMinutes(5), 20, Example),
            ],
            message.Answers);
    }

    [Theory]
    [InlineData("C00C", "a pointer to itself")]
    [InlineData("C00E00", "a pointer forwards")]
    [InlineData("0161C00C", "a label, and back to it")]
    [InlineData("C0FF", "a pointer beyond the message")]
    [InlineData("C0", "half a pointer")]
    [InlineData("4161", "a kind of label that is not used")]
    [InlineData("8161", "another one")]
    [InlineData("0361", "a label that is longer than the message")]
    [InlineData("0161", "no end")]
    public void Names_that_lead_nowhere_are_refused(string name, string what)
    {
        var octets = Convert.FromHexString("000000000001000000000000" + name);
        Assert.False(DnsMessage.TryRead(octets, out _, out var problem), what);
        Assert.Equal("The question at octet 12 cannot be read.", problem);
    }

    [Fact]
    public void A_name_of_255_octets_is_read_over_pointers_and_one_of_256_is_not()
    {
        Assert.True(Reads(front: 61));
        Assert.False(Reads(front: 62));

        static bool Reads(int front)
        {
            var label = Convert.ToHexString([63, .. Enumerable.Repeat((byte)'a', 63)]);
            var first = Convert.ToHexString([(byte)front, .. Enumerable.Repeat((byte)'b', front)]);
            var octets = Convert.FromHexString(
                $"000000000002000000000000{label}{label}{label}0000010001{first}C00C00010001");
            return DnsMessage.TryRead(octets, out _, out _);
        }
    }

    [Fact]
    public void Pointers_to_pointers_are_followed_127_times_and_not_128()
    {
        Assert.True(Reads(127));
        Assert.False(Reads(128));

        // A record of an unknown type holds a root and pointers, each to the one before; the last record's name is the
        // last of them.
        static bool Reads(int pointers)
        {
            var start = 12 + 11; // Behind the header and what stands before the data of the first record.
            var data = new List<byte> { 0 };
            for (var i = 0; i < pointers - 1; i++)
            {
                var target = i == 0 ? start : start + 1 + ((i - 1) * 2);
                data.AddRange([(byte)(0xC0 | (target >> 8)), (byte)target]);
            }

            var last = start + 1 + ((pointers - 2) * 2);
            byte[] octets =
            [
                .. Convert.FromHexString("000080000000000200000000" + "0003E80001" + "00000000"),
                (byte)(data.Count >> 8), (byte)data.Count, .. data,
                (byte)(0xC0 | (last >> 8)), (byte)last, .. Convert.FromHexString("03E80001" + "00000000" + "0000"),
            ];
            return DnsMessage.TryRead(octets, out _, out _);
        }
    }

    [Fact]
    public void A_message_full_of_long_chains_of_pointers_is_read_quickly()
    {
        var octets = new List<byte>(Convert.FromHexString("0000800000000FFF00000000"));
        octets.AddRange(Convert.FromHexString("0003E80001000000003FF0"));
        var start = octets.Count;
        octets.Add(0);
        while (octets.Count < start + 0x3FF0)
        {
            var target = octets.Count == start + 1 ? start : octets.Count - 2;
            octets.AddRange([(byte)(0xC0 | (target >> 8)), (byte)target]);
        }

        octets.RemoveRange(start + 0x3FF0, octets.Count - start - 0x3FF0);
        while (octets.Count < 65000)
            octets.AddRange(Convert.FromHexString("FFF0" + "03E80001" + "00000000" + "0000"));
        DnsInvariants.Check(octets.ToArray());
    }

    [Theory]
    [InlineData("0001", "0003010203", "an address of three octets")]
    [InlineData("0001", "00050102030405", "an address of five")]
    [InlineData("001C", "000401020304", "a short address of version 6")]
    [InlineData("000F", "0002000A", "an MX without a host")]
    [InlineData("000F", "0004000A0000", "an MX with more behind it")]
    [InlineData("0010", "0000", "text without a string")]
    [InlineData("0010", "00020561", "a string that is longer than the record")]
    [InlineData("0034", "00020301", "TLSA without all of its numbers")]
    [InlineData("0101", "000200FF", "CAA without its tag")]
    [InlineData("0101", "00020000", "CAA with an empty tag")]
    [InlineData("0006", "0002C00C", "a short SOA")]
    [InlineData("0005", "0000", "an alias for nothing")]
    [InlineData("0021", "0006000000000000", "SRV without a host")]
    [InlineData("0001", "0004010203", "a record that the message ends in")]
    public void Records_that_do_not_fit_their_type_are_refused(string type, string data, string what)
    {
        var octets = Convert.FromHexString($"0000800000000001{"00000000"}00{type}000100000000{data}");
        Assert.False(DnsMessage.TryRead(octets, out _, out var problem), what);
        Assert.Equal("The record at octet 12 cannot be read.", problem);
    }

    [Fact]
    public void What_stands_behind_the_message_is_refused()
    {
        Assert.False(DnsMessage.TryRead([.. new DnsMessage().ToArray(), 1], out _, out var problem));
        Assert.Equal("Behind the last record, at octet 12, are 1 more octets.", problem);
        Assert.False(DnsMessage.TryRead(new byte[11], out _, out problem));
        Assert.Equal("A message begins with 12 octets, and this has 11.", problem);
    }

    [Fact]
    public void Of_a_message_that_is_cut_off_the_question_is_read()
    {
        var whole = new DnsMessage
        {
            IsResponse = true,
            IsTruncated = true,
            Questions = [new DnsQuestion(Example, DnsType.Txt)],
            Answers = [TxtRecord.Of(Example, TimeSpan.Zero, new string('t', 600))],
        }.ToArray();
        Assert.True(DnsMessage.TryRead(whole.AsSpan(0, whole.Length - 100), out var message, out _));
        Assert.Equal([new DnsQuestion(Example, DnsType.Txt)], message.Questions);
        Assert.Empty(message.Answers);
    }

    [Fact]
    public void The_upper_bits_of_a_code_are_those_of_EDNS()
    {
        var message = new DnsMessage
        {
            IsResponse = true,
            ResponseCode = DnsResponseCode.BadVersion,
            Extension = new DnsExtension { PayloadBytes = 512 },
        };
        Assert.True(DnsMessage.TryRead(message.ToArray(), out var again, out _));
        Assert.Equal(DnsResponseCode.BadVersion, again.ResponseCode);
        Assert.Throws<ArgumentException>((message with { Extension = null }).ToArray);
    }

    [Fact]
    public void There_is_one_OPT_and_it_is_the_roots()
    {
        const string opt = "000029" + "0200" + "00000000" + "0000";
        Assert.True(DnsMessage.TryRead(Convert.FromHexString("000080000000000000000001" + opt), out _, out _));
        Assert.False(DnsMessage.TryRead(Convert.FromHexString("000080000000000000000002" + opt + opt), out _, out _));
        Assert.False(DnsMessage.TryRead(
            Convert.FromHexString("000080000000000000000001" + "016100002902000000000000" + "00"), out _, out _));
        Assert.False(DnsMessage.TryRead(
            Convert.FromHexString("000080000000000000000001" + "000029020000000000" + "0003000F00"), out _, out _));
    }

    [Theory]
    [InlineData("0006", "DNSSEC bogus")]
    [InlineData("000768C3A9", "signature expired: hé")]
    [InlineData("00FF", "error 255")]
    public void Servers_say_why(string data, string explanation)
    {
        var extension = new DnsExtension
        {
            PayloadBytes = 1232,
            Options = [new DnsOption(10, new byte[8]), new DnsOption(15, Convert.FromHexString(data))],
        };
        Assert.Equal(explanation, extension.Explanation);
    }

    [Fact]
    public void Records_of_other_classes_are_left_out()
    {
        var octets = Convert.FromHexString("000080000000000100000000" + "00" + "00100003" + "00000000" + "00020161");
        Assert.True(DnsMessage.TryRead(octets, out var message, out _));
        Assert.Empty(message.Answers);
    }

    [Fact]
    public void Text_is_cut_into_strings_and_joined()
    {
        var text = new string('a', 255) + new string('b', 255) + "c";
        var record = TxtRecord.Of(Example, TimeSpan.Zero, text);
        Assert.Equal([255, 255, 1], record.Strings.Select(one => one.Length));
        Assert.Equal(text, record.Text);
    }

    [Fact]
    public void A_time_with_the_highest_bit_is_none()
    {
        var octets = Convert.FromHexString(
            "000080000000000100000000" + "00" + "00010001" + "80000000" + "000401020304");
        Assert.True(DnsMessage.TryRead(octets, out var message, out _));
        Assert.Equal(
            new AddressRecord(DnsName.Root, TimeSpan.Zero, IPAddress.Parse("1.2.3.4")), Assert.Single(message.Answers));
    }

    private static readonly DnsName Example = DnsName.Parse("example.org");
}
