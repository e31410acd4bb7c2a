using Rockdove.Wire;

namespace Rockdove.Smtp.Tests;

public sealed class SmtpClientChunkingTests
{
    private static readonly SmtpClientOptions Options =
        Conversation.Options with { UseChunking = true, ChunkBytes = 10 };

    private static readonly OutgoingEnvelope ToOne = new("a@c.example", "u@test");

    [Fact]
    public void Content_goes_out_in_counted_chunks_without_dots_doubled() => Conversation.Play(Options, c =>
    {
        c.Open("PIPELINING", "CHUNKING");
        var transaction = c.Begin(ToOne);
        c.Client("MAIL FROM:<a@c.example>", "RCPT TO:<u@test>");
        c.Server("250 ok", "250 ok");
        c.Client();
        c.Content(".23456\r\n9012345678\r\n.\r\n");
        Assert.Equal("BDAT 10\r\n.23456\r\n90BDAT 10\r\n12345678\r\nBDAT 3 LAST\r\n.\r\n", c.TakeOutput());
        c.Server("250 ok", "250 ok");
        c.Is(SmtpClientStepKind.NeedInput);
        c.Server("250 2.0.0 queued");
        c.Is(SmtpClientStepKind.Ready);
        Assert.Equal(1, transaction.DeliveredCount);
        c.Begin(ToOne);
        c.Client("MAIL FROM:<a@c.example>", "RCPT TO:<u@test>");
    });

    [Theory]
    [InlineData(0, "BDAT 0 LAST\r\n")]
    [InlineData(9, "BDAT 9 LAST\r\nxxxxxxxxx")]
    [InlineData(11, "BDAT 10\r\nxxxxxxxxxxBDAT 1 LAST\r\nx")]
    public void The_last_chunk_is_what_is_left(int length, string expected) => Conversation.Play(Options, c =>
    {
        c.Open("PIPELINING", "CHUNKING");
        c.Begin(ToOne);
        c.Server("250 ok", "250 ok");
        c.TakeOutput();
        c.Content(new string('x', length));
        Assert.Equal(expected, c.TakeOutput());
    });

    [Fact]
    public void Without_pipelining_each_chunk_waits_for_its_reply() => Conversation.Play(Options, c =>
    {
        c.Open("CHUNKING");
        var transaction = c.Begin(ToOne);
        c.Server("250 ok", "250 ok");
        c.TakeOutput();
        c.Piece("0123456789abcdefghijxyz");
        Assert.Equal("BDAT 10\r\n0123456789", c.TakeOutput());
        c.Is(SmtpClientStepKind.NeedInput);
        c.Server("250 ok");
        Assert.Equal("BDAT 10\r\nabcdefghij", c.TakeOutput());
        c.Is(SmtpClientStepKind.SendContent);
        c.Content("");
        c.Client();
        c.Server("250 ok");
        Assert.Equal("BDAT 3 LAST\r\nxyz", c.TakeOutput());
        c.Server("250 ok");
        Assert.Equal(1, transaction.DeliveredCount);
    });

    [Fact]
    public void Only_so_many_chunks_wait_for_replies() => Conversation.Play(Options, c =>
    {
        c.Open("PIPELINING", "CHUNKING");
        c.Begin(ToOne);
        c.Server("250 ok", "250 ok");
        c.TakeOutput();
        c.Piece(new string('x', 100));
        Assert.Equal(8, c.TakeOutput().Split("BDAT").Length - 1);
        c.Is(SmtpClientStepKind.NeedInput);
        c.Server("250 ok");
        Assert.Equal(1, c.TakeOutput().Split("BDAT").Length - 1);
        c.Server("250 ok");
        Assert.Equal(1, c.TakeOutput().Split("BDAT").Length - 1);
        c.Is(SmtpClientStepKind.SendContent);
    });

    [Fact]
    public void A_chunk_that_is_refused_ends_the_message_and_is_reset() => Conversation.Play(Options, c =>
    {
        c.Open("CHUNKING");
        var transaction = c.Begin(ToOne);
        c.Server("250 ok", "250 ok");
        c.TakeOutput();
        c.Piece("0123456789abcdefghij");
        c.Server("552 5.3.4 too big");
        c.Is(SmtpClientStepKind.Ready);
        Assert.Equal("BDAT 10\r\n0123456789", c.TakeOutput());
        Assert.Equal(RecipientOutcome.PermanentFailure, transaction.Recipients[0].Outcome);
        Assert.Equal(552, transaction.MessageResponse!.Code);
        c.Begin(ToOne);
        c.Client("RSET");
    });

    [Fact]
    public void Replies_to_chunks_that_were_already_sent_are_awaited() => Conversation.Play(Options, c =>
    {
        c.Open("PIPELINING", "CHUNKING");
        var transaction = c.Begin(ToOne);
        c.Server("250 ok", "250 ok");
        c.Content(new string('x', 25));
        c.Server("452 4.3.1 full", "503 no");
        c.Is(SmtpClientStepKind.NeedInput);
        c.Server("503 5.5.1 no");
        c.Is(SmtpClientStepKind.Ready);
        Assert.Equal(452, transaction.Recipients[0].Response!.Code);
        Assert.Equal(RecipientOutcome.TemporaryFailure, transaction.Recipients[0].Outcome);
        c.TakeOutput();
        c.Begin(ToOne);
        c.Client("RSET", "MAIL FROM:<a@c.example>", "RCPT TO:<u@test>");
    });

    [Fact]
    public void Content_is_not_sent_when_no_recipient_was_accepted() => Conversation.Play(Options, c =>
    {
        c.Open("PIPELINING", "CHUNKING");
        c.Begin(ToOne);
        c.TakeOutput();
        c.Server("250 ok", "550 no");
        c.Is(SmtpClientStepKind.Ready);
        c.Client();
    });

    [Fact]
    public void Data_is_used_when_chunking_is_not_offered_or_not_asked_for()
    {
        Conversation.Play(Options, c =>
        {
            c.Open("PIPELINING");
            c.Begin(ToOne);
            c.Client("MAIL FROM:<a@c.example>", "RCPT TO:<u@test>", "DATA");
        });
        Conversation.Play(c =>
        {
            c.Open("PIPELINING", "CHUNKING");
            c.Begin(ToOne);
            c.Client("MAIL FROM:<a@c.example>", "RCPT TO:<u@test>", "DATA");
        });
    }

    [Fact]
    public void Bare_newlines_in_text_are_refused_in_chunks_too() => Conversation.Play(Options, c =>
    {
        c.Open("PIPELINING", "CHUNKING");
        c.Begin(ToOne);
        c.Server("250 ok", "250 ok");
        c.Content("a\nb");
        c.Fails(SmtpClientPhase.Message, SmtpClientFailureCause.ContentRefused);
        Assert.DoesNotContain("LAST", c.TakeOutput(), StringComparison.Ordinal);
    });

    [Fact]
    public void Binary_content_is_sent_as_it_is() => Conversation.Play(Conversation.Options, c =>
    {
        c.Open("CHUNKING", "BINARYMIME");
        c.Begin(ToOne with { Body = OutgoingBody.BinaryMime });
        c.Client("MAIL FROM:<a@c.example> BODY=BINARYMIME");
        c.Server("250 ok", "250 ok");
        c.TakeOutput();
        c.Content("a\nb\r.\0");
        Assert.Equal("BDAT 6 LAST\r\na\nb\r.\0", c.TakeOutput());
    });

    [Fact]
    public void K13_a_last_chunk_that_is_not_answered_is_uncertain_and_one_before_is_not()
    {
        foreach (var isLast in new[] { true, false })
        {
            Conversation.Play(Options, c =>
            {
                c.Open("PIPELINING", "CHUNKING");
                var transaction = c.Begin(ToOne);
                c.Server("250 ok", "250 ok");
                c.Piece("0123456789");
                if (isLast)
                    c.Content("");
                c.Signal(Signal.PeerClosed);
                Assert.Equal(
                    isLast ? RecipientOutcome.Uncertain : RecipientOutcome.TemporaryFailure,
                    transaction.Recipients[0].Outcome);
            });
        }
    }

    [Fact]
    public void Lmtp_waits_for_each_chunk_and_has_a_reply_for_each_recipient_at_the_end() =>
        Conversation.Play(Options with { Dialect = SmtpDialect.Lmtp }, c =>
        {
            c.Server("220 mx.test LMTP");
            c.Offer("PIPELINING", "CHUNKING");
            var transaction = c.Begin(new OutgoingEnvelope("a@c.example", "x@test", "y@test"));
            c.Server("250 ok", "250 ok", "250 ok");
            c.TakeOutput();
            c.Piece("0123456789abc");
            Assert.Equal("BDAT 10\r\n0123456789", c.TakeOutput());
            c.Server("250 ok");
            c.Content("");
            Assert.Equal("BDAT 3 LAST\r\nabc", c.TakeOutput());
            c.Server("250 stored", "550 5.2.1 disabled");
            c.Is(SmtpClientStepKind.Ready);
            Assert.Equal(
                [RecipientOutcome.Delivered, RecipientOutcome.PermanentFailure],
                transaction.Recipients.Select(r => r.Outcome));
        });
}
