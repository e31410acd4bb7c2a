namespace Rockdove.Smtp.Tests;

public sealed class OutgoingEnvelopeTests
{
    [Theory]
    [InlineData("a@example.org")]
    [InlineData("\"john doe\"@example.org")]
    [InlineData("\"a\\\"b<>\"@example.org")]
    [InlineData("postmaster")]
    [InlineData("a..b@example.org")]
    [InlineData("a@[IPv6:::1]")]
    [InlineData("jürgen@exämple.org")]
    [InlineData("\U0001F426@example.org")]
    public void Addresses_that_stay_in_their_place_are_taken(string address)
    {
        Assert.Null(OutgoingPath.FindFlaw(address));
        Assert.Equal(address, new OutgoingEnvelope(address, address).ReversePath);
    }

    [Theory]
    [InlineData("a@example.org\r\nRCPT TO:<b@example.org>")]
    [InlineData("a@example.org\n")]
    [InlineData("a\r@example.org")]
    [InlineData("a\0@example.org")]
    [InlineData("a\u0085@example.org")]
    [InlineData("\"a\r\nb\"@example.org")]
    [InlineData("\"a\\\r\"@example.org")]
    [InlineData("\"a\\\0\"@example.org")]
    [InlineData("\"a\\")]
    [InlineData("a b@example.org")]
    [InlineData("a@example.org> SIZE=1")]
    [InlineData("<a@example.org>")]
    [InlineData("\"a@example.org")]
    [InlineData("a\\\"@example.org> \"b\"")]
    public void Addresses_that_could_leave_their_place_are_refused(string address)
    {
        Assert.NotNull(OutgoingPath.FindFlaw(address));
        Assert.Throws<ArgumentException>("reversePath", () => new OutgoingEnvelope(address, "b@example.org"));
        Assert.Throws<ArgumentException>("forwardPath", () => new OutgoingRecipient(address));
    }

    [Fact]
    public void An_address_that_is_not_unicode_is_refused()
    {
        Assert.NotNull(OutgoingPath.FindFlaw("a\uD800@example.org"));
        Assert.NotNull(OutgoingPath.FindFlaw("a@example.org\uDC00"));
        Assert.NotNull(OutgoingPath.FindFlaw("a@example.org\uD83D"));
    }

    [Fact]
    public void No_character_that_ends_a_line_gets_into_a_command_wherever_it_stands()
    {
        foreach (var bad in "\r\n\0")
        {
            foreach (var template in new[] { "{0}a@b", "a{0}@b", "a@b{0}", "\"{0}\"@b", "\"\\{0}\"@b", "\"a\"{0}" })
            {
                var text = template.Replace("{0}", bad.ToString(), StringComparison.Ordinal);
                Assert.NotNull(OutgoingPath.FindFlaw(text));
                Assert.Throws<ArgumentException>(() => new OriginalRecipient("rfc822", text));
                Assert.Throws<ArgumentException>(() => new OriginalRecipient("utf-8", text));
                Assert.Throws<ArgumentException>(() => new OriginalRecipient(text, "a@b"));
                Assert.Throws<ArgumentException>(() => new OutgoingEnvelope("", "a@b") { EnvelopeId = text });
            }
        }
    }

    [Fact]
    public void An_address_has_at_most_254_octets()
    {
        Assert.Null(OutgoingPath.FindFlaw(new string('a', 252) + "@b"));
        Assert.NotNull(OutgoingPath.FindFlaw(new string('a', 253) + "@b"));
        Assert.NotNull(OutgoingPath.FindFlaw(new string('é', 127) + "@b"));
    }

    [Fact]
    public void The_null_reverse_path_is_a_sender_and_nobody_is_no_recipient()
    {
        Assert.Equal("", new OutgoingEnvelope("", "a@b").ReversePath);
        Assert.Throws<ArgumentException>(
            "recipients", () => new OutgoingEnvelope("a@b", (IReadOnlyList<OutgoingRecipient>)[]));
        Assert.Throws<ArgumentException>("forwardPath", () => new OutgoingRecipient(""));
    }

    [Fact]
    public void Parameters_are_sent_when_they_are_offered() => Conversation.Play(c =>
    {
        c.Open("PIPELINING", "SIZE 1000", "8BITMIME", "DSN", "SMTPUTF8");
        var transaction = c.Begin(Rich);
        c.Client(
            "MAIL FROM:<a@c.example> SIZE=1000 BODY=8BITMIME RET=HDRS ENVID=QQ+2B1+3D+20x",
            "RCPT TO:<x@test> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;a+2Bb@test",
            "RCPT TO:<y@test> NOTIFY=NEVER",
            "RCPT TO:<z@test>",
            "DATA");
        Assert.True(transaction.PassedDeliveryStatus);
    });

    [Fact]
    public void Parameters_are_left_out_when_they_are_not_offered() => Conversation.Play(c =>
    {
        c.Open("PIPELINING");
        var transaction = c.Begin(Rich);
        c.Client(
            "MAIL FROM:<a@c.example>", "RCPT TO:<x@test>", "RCPT TO:<y@test>", "RCPT TO:<z@test>", "DATA");
        Assert.False(transaction.PassedDeliveryStatus);
    });

    [Fact]
    public void An_original_recipient_in_utf8_travels_as_ascii() => Conversation.Play(c =>
    {
        c.Open("PIPELINING", "DSN");
        c.Begin(new OutgoingEnvelope("", [new OutgoingRecipient("x@test")
        {
            OriginalRecipient = new OriginalRecipient("utf-8", "jü+\\@test"),
        }]));
        c.Client("MAIL FROM:<>", "RCPT TO:<x@test> ORCPT=utf-8;j\\x{FC}\\x{2B}\\x{5C}@test", "DATA");
    });

    [Fact]
    public void An_envelope_id_has_at_most_100_octets_once_encoded()
    {
        Assert.NotNull(new OutgoingEnvelope("", "a@b") { EnvelopeId = new string('x', 100) }.EnvelopeId);
        Assert.Throws<ArgumentException>("EnvelopeId",
            () => new OutgoingEnvelope("", "a@b") { EnvelopeId = new string('x', 101) });
        Assert.Throws<ArgumentException>("EnvelopeId",
            () => new OutgoingEnvelope("", "a@b") { EnvelopeId = new string('+', 34) });
    }

    [Fact]
    public void Never_is_never_combined() =>
        Assert.Throws<ArgumentException>("Notify",
            () => new OutgoingRecipient("a@b") { Notify = OutgoingNotify.Never | OutgoingNotify.Success });

    [Fact]
    public void A_negative_size_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>("MessageBytes",
            () => new OutgoingEnvelope("", "a@b") { MessageBytes = -1 });

    [Theory]
    [InlineData("a@c.example", "jürgen@test", false)]
    [InlineData("jürgen@c.example", "a@test", false)]
    [InlineData("a@c.example", "b@test", true)]
    public void SMTPUTF8_is_asked_for_when_an_address_or_the_header_needs_it(string from, string to, bool needs) =>
        Conversation.Play(c =>
        {
            c.Open("PIPELINING", "SMTPUTF8");
            c.Begin(new OutgoingEnvelope(from, to) { NeedsSmtpUtf8 = needs });
            c.Client($"MAIL FROM:<{from}> SMTPUTF8", $"RCPT TO:<{to}>", "DATA");
        });

    [Theory]
    [InlineData("jürgen@c.example", false)]
    [InlineData("a@c.example", true)]
    public void Without_SMTPUTF8_what_needs_it_is_refused_locally(string from, bool needs) => Conversation.Play(c =>
        Refuses(c, new OutgoingEnvelope(from, "a@test") { NeedsSmtpUtf8 = needs }, SmtpRefusal.NeedsSmtpUtf8));

    [Fact]
    public void Without_SMTPUTF8_a_recipient_that_needs_it_is_refused_and_the_others_are_not() => Conversation.Play(c =>
    {
        c.Open("PIPELINING");
        var transaction = c.Begin(new OutgoingEnvelope("a@c.example", "jürgen@test", "b@test"));
        c.Client("MAIL FROM:<a@c.example>", "RCPT TO:<b@test>", "DATA");
        Assert.Equal(
            (RecipientOutcome.PermanentFailure, SmtpRefusal.NeedsSmtpUtf8),
            (transaction.Recipients[0].Outcome, transaction.Recipients[0].Refusal));
        c.Server("250 ok", "250 ok", "354 go");
        c.Content("x\r\n");
        c.Server("250 ok");
        Assert.Equal(RecipientOutcome.PermanentFailure, transaction.Recipients[0].Outcome);
        Assert.Equal(RecipientOutcome.Delivered, transaction.Recipients[1].Outcome);
    });

    [Fact]
    public void When_nobody_is_left_nothing_is_sent() => Conversation.Play(c =>
    {
        c.Open("PIPELINING");
        var transaction = c.Begin(new OutgoingEnvelope("a@c.example", "jürgen@test"));
        c.Is(SmtpClientStepKind.Ready);
        c.Client();
        Assert.True(transaction.IsComplete);
    });

    [Fact]
    public void A_message_larger_than_the_servers_limit_is_refused_locally() => Conversation.Play(c => Refuses(
        c,
        new OutgoingEnvelope("", "a@test") { MessageBytes = 1001 },
        SmtpRefusal.MessageTooLarge,
        "SIZE 1000"));

    [Fact]
    public void Eight_bit_content_is_sent_as_it_is_unless_that_is_strict()
    {
        var envelope = new OutgoingEnvelope("", "a@test") { Body = OutgoingBody.EightBitMime };
        Conversation.Play(c =>
        {
            c.Open();
            c.Begin(envelope);
            c.Client("MAIL FROM:<>");
        });
        Conversation.Play(Conversation.Options with { StrictEightBit = true }, c =>
            Refuses(c, envelope, SmtpRefusal.NeedsEightBitMime));
    }

    [Theory]
    [InlineData("CHUNKING")]
    [InlineData("BINARYMIME")]
    public void Binary_content_needs_both_extensions(string offered) => Conversation.Play(c => Refuses(
        c,
        new OutgoingEnvelope("", "a@test") { Body = OutgoingBody.BinaryMime },
        SmtpRefusal.NeedsBinaryMime,
        offered));

    [Theory]
    [InlineData(true, "REQUIRETLS", true)]
    [InlineData(true, "PIPELINING", false)]
    [InlineData(false, "REQUIRETLS", false)]
    public void R2_REQUIRETLS_needs_tls_and_its_extension(bool isSecure, string offered, bool isSent) =>
        Conversation.Play(Conversation.Options with { IsSecure = isSecure }, c =>
        {
            var envelope = new OutgoingEnvelope("", "a@test") { RequiresTls = true };
            if (!isSent)
            {
                Refuses(c, envelope, SmtpRefusal.NeedsRequireTls, offered);
                return;
            }

            c.Open(offered);
            c.Begin(envelope);
            c.Client("MAIL FROM:<> REQUIRETLS");
        });

    private static void Refuses(Conversation c, OutgoingEnvelope envelope, SmtpRefusal refusal, params string[] offered)
    {
        c.Open(offered);
        var transaction = c.Begin(envelope);
        c.Is(SmtpClientStepKind.Ready);
        c.Client();
        Assert.Equal(refusal, transaction.Refusal);
        Assert.True(transaction.IsComplete);
        Assert.All(transaction.Recipients, r => Assert.Equal(
            (RecipientOutcome.PermanentFailure, refusal), (r.Outcome, r.Refusal)));
        c.Begin(new OutgoingEnvelope("", "fine@test"));
        Assert.StartsWith("MAIL FROM:<>", c.TakeOutput(), StringComparison.Ordinal);
    }

    private static readonly OutgoingEnvelope Rich = new(
        "a@c.example",
        [
            new OutgoingRecipient("x@test")
            {
                Notify = OutgoingNotify.Success | OutgoingNotify.Delay,
                OriginalRecipient = new OriginalRecipient("rfc822", "a+b@test"),
            },
            new OutgoingRecipient("y@test") { Notify = OutgoingNotify.Never },
            new OutgoingRecipient("z@test"),
        ])
    {
        MessageBytes = 1000,
        Body = OutgoingBody.EightBitMime,
        Return = OutgoingReturn.Headers,
        EnvelopeId = "QQ+1= x",
    };
}
