using Rockdove.Wire;

namespace Rockdove.Smtp.Tests;

public sealed class SmtpClientTransactionTests
{
    private static readonly OutgoingEnvelope ToOne = new("a@c.example", "u@test");

    private static readonly OutgoingEnvelope ToThree = new("a@c.example", "x@test", "y@test", "z@test");

    [Fact]
    public void Without_pipelining_each_command_waits_for_its_reply() => Conversation.Play(c =>
    {
        c.Open();
        var transaction = c.Begin(ToOne);
        c.Client("MAIL FROM:<a@c.example>");
        Assert.Equal(SmtpClientPhase.Mail, c.Engine.Phase);
        c.Server("250 2.1.0 ok");
        c.Client("RCPT TO:<u@test>");
        Assert.Equal(SmtpClientPhase.Recipient, c.Engine.Phase);
        c.Server("250 2.1.5 ok");
        c.Client("DATA");
        Assert.Equal(SmtpClientPhase.Data, c.Engine.Phase);
        c.Server("354 go");
        c.Is(SmtpClientStepKind.SendContent);
        Assert.Equal(SmtpClientPhase.Message, c.Engine.Phase);
        c.Content("Subject: x\r\n\r\n.dot\r\nend");
        c.Client("Subject: x", "", "..dot", "end", ".");
        c.Is(SmtpClientStepKind.NeedInput);
        Assert.False(transaction.IsComplete);
        c.Server("250 2.0.0 queued as 42");
        c.Is(SmtpClientStepKind.Ready);
        Assert.True(transaction.IsComplete);
        var result = Assert.Single(transaction.Recipients);
        Assert.Equal((RecipientOutcome.Delivered, SmtpClientPhase.Message), (result.Outcome, result.Phase));
        Assert.Equal("250 2.0.0 queued as 42", result.Response!.ToString());
        Assert.Equal(1, transaction.DeliveredCount);
    });

    [Fact]
    public void With_pipelining_the_envelope_and_data_are_one_write() => Conversation.Play(c =>
    {
        c.Open("PIPELINING");
        var transaction = c.Begin(ToThree);
        c.Client("MAIL FROM:<a@c.example>", "RCPT TO:<x@test>", "RCPT TO:<y@test>", "RCPT TO:<z@test>", "DATA");
        c.Server("250 ok", "250 ok", "550 5.1.1 no such user", "451 4.3.0 later", "354 go");
        c.Client();
        c.Content("hello\r\n");
        c.Client("hello", ".");
        c.Server("250 ok");
        Assert.Equal(
            [RecipientOutcome.Delivered, RecipientOutcome.PermanentFailure, RecipientOutcome.TemporaryFailure],
            transaction.Recipients.Select(r => r.Outcome));
        Assert.Equal([250, 550, 451], transaction.Recipients.Select(r => r.Response!.Code));
        Assert.Equal(SmtpClientPhase.Recipient, transaction.Recipients[1].Phase);
    });

    [Fact]
    public void Pipelining_can_stop_before_data() =>
        Conversation.Play(Conversation.Options with { Pipelining = SmtpPipelining.Envelope }, c =>
        {
            c.Open("PIPELINING");
            c.Begin(ToOne);
            c.Client("MAIL FROM:<a@c.example>", "RCPT TO:<u@test>");
            c.Server("250 ok");
            c.Client();
            c.Server("250 ok");
            c.Client("DATA");
        });

    [Fact]
    public void Pipelining_can_be_declined() =>
        Conversation.Play(Conversation.Options with { Pipelining = SmtpPipelining.Never }, c =>
        {
            c.Open("PIPELINING");
            c.Begin(ToOne);
            c.Client("MAIL FROM:<a@c.example>");
        });

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void No_more_commands_than_the_depth_wait_for_replies(int depth) =>
        Conversation.Play(Conversation.Options with { PipelineDepth = depth }, c =>
        {
            string[] commands =
                ["MAIL FROM:<a@c.example>", "RCPT TO:<x@test>", "RCPT TO:<y@test>", "RCPT TO:<z@test>", "DATA"];
            c.Open("PIPELINING");
            c.Begin(ToThree);
            c.Client(commands[..depth]);
            c.Server([.. Enumerable.Repeat("250 ok", depth - 1)]);
            c.Client();
            c.Server(depth == 5 ? "354 go" : "250 ok");
            c.Client(commands[depth..]);
        });

    [Theory]
    [InlineData("550 5.7.1 not you", RecipientOutcome.PermanentFailure)]
    [InlineData("455 4.0.0 unable", RecipientOutcome.TemporaryFailure)]
    public void K4_mail_that_is_refused_decides_for_all(string refusal, RecipientOutcome outcome)
    {
        Conversation.Play(c =>
        {
            c.Open();
            var transaction = c.Begin(ToThree);
            c.TakeOutput();
            c.Server(refusal);
            c.Is(SmtpClientStepKind.Ready);
            c.Client();
            Assert.All(
                transaction.Recipients, r => Assert.Equal((outcome, SmtpClientPhase.Mail), (r.Outcome, r.Phase)));
            Assert.Equal(refusal, transaction.MailResponse!.ToString());
        });
        Conversation.Play(c =>
        {
            c.Open("PIPELINING");
            var transaction = c.Begin(ToThree);
            c.TakeOutput();
            c.Server(refusal, "503 no mail", "503 no mail", "503 no mail", "554 no");
            c.Is(SmtpClientStepKind.Ready);
            c.Client();
            Assert.All(
                transaction.Recipients, r => Assert.Equal((outcome, SmtpClientPhase.Mail), (r.Outcome, r.Phase)));
        });
    }

    [Fact]
    public void S46_after_all_recipients_failed_nothing_is_sent() => Conversation.Play(c =>
    {
        c.Open("PIPELINING");
        var transaction = c.Begin(ToOne);
        c.TakeOutput();
        c.Server("250 ok", "550 5.1.1 no", "554 5.5.1 no valid recipients");
        c.Is(SmtpClientStepKind.Ready);
        c.Client();
        var result = Assert.Single(transaction.Recipients);
        Assert.Equal((RecipientOutcome.PermanentFailure, 550), (result.Outcome, result.Response!.Code));
    });

    [Theory]
    [InlineData("554 5.5.1 no valid recipients")]
    [InlineData("250 whatever")]
    public void S47_a_354_after_all_recipients_failed_gets_the_end_alone(string verdict) => Conversation.Play(c =>
    {
        c.Open("PIPELINING");
        var transaction = c.Begin(ToOne);
        c.TakeOutput();
        c.Server("250 ok", "550 5.1.1 no", "354 go");
        c.Client(".");
        c.Is(SmtpClientStepKind.NeedInput);
        c.Server(verdict);
        c.Is(SmtpClientStepKind.Ready);
        Assert.Equal(RecipientOutcome.PermanentFailure, transaction.Recipients[0].Outcome);
        Assert.Equal(0, transaction.DeliveredCount);
        c.Begin(ToOne);
        c.Client("MAIL FROM:<a@c.example>", "RCPT TO:<u@test>", "DATA");
    });

    [Fact]
    public void A_354_after_mail_failed_and_a_recipient_did_not_is_hung_up_on() => Conversation.Play(c =>
    {
        c.Open("PIPELINING");
        var transaction = c.Begin(ToOne);
        c.TakeOutput();
        c.Server("550 no", "250 ok", "354 go");
        c.Fails(SmtpClientPhase.Data, SmtpClientFailureCause.ProtocolViolation);
        c.Client();
        Assert.Equal(RecipientOutcome.PermanentFailure, transaction.Recipients[0].Outcome);
    });

    [Fact]
    public void When_all_recipients_failed_data_is_not_asked_for() => Conversation.Play(c =>
    {
        c.Open();
        c.Begin(ToOne);
        c.Server("250 ok", "550 5.1.1 no");
        c.Is(SmtpClientStepKind.Ready);
        c.Client("MAIL FROM:<a@c.example>", "RCPT TO:<u@test>");
        c.Begin(ToOne);
        c.Client("RSET");
        c.Server("250 ok");
        c.Client("MAIL FROM:<a@c.example>");
    });

    [Fact]
    public void A_transaction_left_open_is_reset_before_the_next_in_one_write() => Conversation.Play(c =>
    {
        c.Open("PIPELINING");
        c.Begin(ToOne);
        c.Server("250 ok", "550 5.1.1 no", "554 no");
        c.TakeOutput();
        var transaction = c.Begin(ToOne);
        c.Client("RSET", "MAIL FROM:<a@c.example>", "RCPT TO:<u@test>", "DATA");
        c.Server("250 reset", "250 ok", "250 ok", "354 go");
        c.Content("x\r\n");
        c.Server("250 ok");
        Assert.Equal(1, transaction.DeliveredCount);
        c.TakeOutput();
        c.Begin(ToOne);
        c.Client("MAIL FROM:<a@c.example>", "RCPT TO:<u@test>", "DATA");
    });

    [Fact]
    public void Data_that_is_refused_decides_for_those_who_were_accepted() => Conversation.Play(c =>
    {
        c.Open("PIPELINING");
        var transaction = c.Begin(ToThree);
        c.Server("250 ok", "250 ok", "550 no", "250 ok", "451 4.3.0 disk full");
        c.Is(SmtpClientStepKind.Ready);
        Assert.Equal([451, 550, 451], transaction.Recipients.Select(r => r.Response!.Code));
        Assert.Equal(SmtpClientPhase.Data, transaction.Recipients[0].Phase);
        Assert.Equal(RecipientOutcome.TemporaryFailure, transaction.Recipients[0].Outcome);
    });

    [Theory]
    [InlineData("554 5.6.0 spam", RecipientOutcome.PermanentFailure)]
    [InlineData("451 4.7.1 greylisted", RecipientOutcome.TemporaryFailure)]
    [InlineData("250 ok", RecipientOutcome.Delivered)]
    [InlineData("251 K7 will forward", RecipientOutcome.Delivered)]
    [InlineData("252 K7 perhaps", RecipientOutcome.Delivered)]
    [InlineData("299 K6 who knows", RecipientOutcome.Delivered)]
    public void K5_K7_the_reply_to_the_message_decides_for_all_who_were_accepted(
        string verdict, RecipientOutcome outcome) => Conversation.Play(c =>
    {
        c.Open("PIPELINING");
        var transaction = c.Begin(ToThree);
        c.Server("250 ok", "250 ok", "551 no", "251 will forward", "354 go");
        c.Content("x\r\n");
        c.Server(verdict);
        c.Is(SmtpClientStepKind.Ready);
        Assert.Equal(
            [outcome, RecipientOutcome.PermanentFailure, outcome], transaction.Recipients.Select(r => r.Outcome));
        Assert.Equal(verdict, transaction.MessageResponse!.ToString());
    });

    [Theory]
    [InlineData("452 4.5.3 too many recipients")]
    [InlineData("452 too many recipients")]
    [InlineData("552 too many recipients")]
    [InlineData("552 5.5.3 too many recipients")]
    public void K12_too_many_recipients_is_told_apart(string refusal) => Conversation.Play(c =>
    {
        c.Open();
        var transaction = c.Begin(ToThree);
        c.Server("250 ok", "250 ok");
        c.TakeOutput();
        c.Server(refusal);
        c.Client("DATA"); // The third is not even asked.
        c.Server("354 go");
        c.Content("x\r\n");
        c.Server("250 ok");
        Assert.Equal(
            [RecipientOutcome.Delivered, RecipientOutcome.TooManyRecipients, RecipientOutcome.TooManyRecipients],
            transaction.Recipients.Select(r => r.Outcome));
    });

    [Theory]
    [InlineData("452 4.3.1 disk full", RecipientOutcome.TemporaryFailure)]
    [InlineData("552 5.2.2 mailbox full", RecipientOutcome.PermanentFailure)]
    public void K12_other_reasons_with_the_same_code_are_what_they_say(string refusal, RecipientOutcome outcome) =>
        Conversation.Play(c =>
        {
            c.Open("PIPELINING");
            var transaction = c.Begin(ToThree);
            c.Server("250 ok", "250 ok", refusal, "250 ok", "354 go");
            Assert.Equal(outcome, transaction.Recipients[1].Outcome);
        });

    [Fact]
    public void K12_the_first_recipient_cannot_be_one_too_many() => Conversation.Play(c =>
    {
        c.Open();
        var transaction = c.Begin(ToOne);
        c.Server("250 ok", "452 4.5.3 too many recipients");
        Assert.Equal(RecipientOutcome.TemporaryFailure, transaction.Recipients[0].Outcome);
    });

    [Fact]
    public void RCPTMAX_is_kept_to_and_the_rest_told_apart() => Conversation.Play(c =>
    {
        c.Open("PIPELINING", "LIMITS RCPTMAX=2");
        var transaction = c.Begin(ToThree);
        c.Client("MAIL FROM:<a@c.example>", "RCPT TO:<x@test>", "RCPT TO:<y@test>", "DATA");
        Assert.Equal(
            (RecipientOutcome.TooManyRecipients, SmtpRefusal.TooManyRecipients),
            (transaction.Recipients[2].Outcome, transaction.Recipients[2].Refusal));
    });

    [Fact]
    public void MAILMAX_is_kept_to() => Conversation.Play(c =>
    {
        c.Open("LIMITS MAILMAX=1");
        c.Begin(ToOne);
        c.Server("550 no");
        c.Is(SmtpClientStepKind.Ready);
        c.TakeOutput();
        var transaction = c.Begin(ToOne);
        c.Is(SmtpClientStepKind.Ready);
        c.Client();
        Assert.Equal(SmtpRefusal.TooManyTransactions, transaction.Refusal);
        Assert.Equal(RecipientOutcome.TemporaryFailure, transaction.Recipients[0].Outcome);
    });

    [Theory]
    [InlineData(1, SmtpClientPhase.Mail)]
    [InlineData(2, SmtpClientPhase.Recipient)]
    [InlineData(5, SmtpClientPhase.Data)]
    public void K4_a_421_leaves_the_undecided_for_later(int replies, SmtpClientPhase phase) => Conversation.Play(c =>
    {
        c.Open("PIPELINING");
        var transaction = c.Begin(ToThree);
        c.Server([.. Enumerable.Repeat("250 ok", replies - 1), "421 4.3.2 shutting down"]);
        c.Fails(phase, SmtpClientFailureCause.ServiceClosing);
        Assert.All(transaction.Recipients, r => Assert.Equal(RecipientOutcome.TemporaryFailure, r.Outcome));
        Assert.All(transaction.Recipients, r => Assert.Equal(421, r.Response!.Code));
        Assert.True(transaction.IsComplete);
    });

    [Theory]
    [InlineData(Signal.PeerClosed)]
    [InlineData(Signal.TimedOut)]
    public void K13_a_message_that_was_sent_and_not_answered_is_uncertain(Signal signal) => Conversation.Play(c =>
    {
        c.Open("PIPELINING");
        var transaction = c.Begin(ToThree);
        c.Server("250 ok", "250 ok", "550 no", "250 ok", "354 go");
        c.Content("x\r\n");
        c.Signal(signal);
        c.Is(SmtpClientStepKind.Failed);
        Assert.Equal(SmtpClientPhase.Message, c.Engine.Failure!.Phase);
        Assert.Equal(
            [RecipientOutcome.Uncertain, RecipientOutcome.PermanentFailure, RecipientOutcome.Uncertain],
            transaction.Recipients.Select(r => r.Outcome));
    });

    [Fact]
    public void K13_a_message_that_was_answered_with_nonsense_is_uncertain() => Conversation.Play(c =>
    {
        c.Open("PIPELINING");
        var transaction = c.Begin(ToOne);
        c.Server("250 ok", "250 ok", "354 go");
        c.Content("x\r\n");
        c.Server("354 go on");
        c.Fails(SmtpClientPhase.Message, SmtpClientFailureCause.ProtocolViolation);
        Assert.Equal(RecipientOutcome.Uncertain, transaction.Recipients[0].Outcome);
    });

    [Fact]
    public void K13_a_421_in_place_of_the_verdict_is_an_answer() => Conversation.Play(c =>
    {
        c.Open("PIPELINING");
        var transaction = c.Begin(ToOne);
        c.Server("250 ok", "250 ok", "354 go");
        c.Content("x\r\n");
        c.Server("421 4.3.2 shutting down");
        Assert.Equal(RecipientOutcome.TemporaryFailure, transaction.Recipients[0].Outcome);
    });

    [Fact]
    public void A_link_lost_before_the_end_of_the_content_is_not_uncertain() => Conversation.Play(c =>
    {
        c.Open("PIPELINING");
        var transaction = c.Begin(ToOne);
        c.Server("250 ok", "250 ok", "354 go");
        c.Piece("half a mess");
        c.Signal(Signal.PeerClosed);
        Assert.Equal(RecipientOutcome.TemporaryFailure, transaction.Recipients[0].Outcome);
    });

    [Fact]
    public void A_message_refused_before_its_end_ends_the_connection() => Conversation.Play(c =>
    {
        c.Open("PIPELINING");
        var transaction = c.Begin(ToOne);
        c.Server("250 ok", "250 ok", "354 go");
        c.Piece("half a message\r\n");
        c.Server("552 5.3.4 too big");
        Assert.True(c.Fails(SmtpClientPhase.Message, SmtpClientFailureCause.Refused).IsPermanent);
        Assert.False(c.Engine.CanQuit);
        Assert.Equal(RecipientOutcome.PermanentFailure, transaction.Recipients[0].Outcome);
    });

    [Fact]
    public void A_message_accepted_before_its_end_is_a_violation() => Conversation.Play(c =>
    {
        c.Open("PIPELINING");
        var transaction = c.Begin(ToOne);
        c.Server("250 ok", "250 ok", "354 go");
        c.Piece("half a message\r\n");
        c.Server("250 thanks");
        c.Fails(SmtpClientPhase.Message, SmtpClientFailureCause.ProtocolViolation);
        Assert.Equal(RecipientOutcome.TemporaryFailure, transaction.Recipients[0].Outcome);
    });

    [Theory]
    [InlineData(0, "354 go", SmtpClientPhase.Mail)]
    [InlineData(1, "354 go", SmtpClientPhase.Recipient)]
    [InlineData(2, "250 ok", SmtpClientPhase.Data)]
    [InlineData(2, "garbage", SmtpClientPhase.Data)]
    public void K6_a_reply_of_the_wrong_kind_ends_the_connection(int before, string reply, SmtpClientPhase phase) =>
        Conversation.Play(c =>
        {
            c.Open();
            var transaction = c.Begin(ToOne);
            c.Server([.. Enumerable.Repeat("250 ok", before), reply]);
            c.Fails(phase, SmtpClientFailureCause.ProtocolViolation);
            Assert.Equal(RecipientOutcome.TemporaryFailure, transaction.Recipients[0].Outcome);
        });

    [Theory]
    [InlineData("a\nb")]
    [InlineData("a\rb")]
    [InlineData("a\r")]
    [InlineData("\r\n.\n")]
    public void K17_content_with_bare_newlines_is_refused_and_never_ended(string content) => Conversation.Play(c =>
    {
        c.Open("PIPELINING");
        var transaction = c.Begin(ToOne);
        c.Server("250 ok", "250 ok", "354 go");
        c.TakeOutput();
        c.Content(content);
        c.Fails(SmtpClientPhase.Message, SmtpClientFailureCause.ContentRefused);
        Assert.False(c.Engine.CanQuit);
        Assert.DoesNotContain("\r\n.\r\n", "\r\n" + c.TakeOutput(), StringComparison.Ordinal);
        Assert.Equal(RecipientOutcome.PermanentFailure, transaction.Recipients[0].Outcome);
    });

    [Fact]
    public void K17_content_with_bare_newlines_can_be_normalised() =>
        Conversation.Play(Conversation.Options with { BareNewlines = BareNewlines.Normalize }, c =>
        {
            c.Open("PIPELINING");
            c.Begin(ToOne);
            c.Server("250 ok", "250 ok", "354 go");
            c.TakeOutput();
            c.Content("a\n.\nb\r");
            c.Client("a", "..", "b", ".");
        });

    [Fact]
    public void Lmtp_has_one_reply_for_each_accepted_recipient() =>
        Conversation.Play(Conversation.Options with { Dialect = SmtpDialect.Lmtp }, c =>
        {
            c.Server("220 mx.test LMTP");
            c.Offer("PIPELINING");
            var transaction = c.Begin(ToThree);
            c.Server("250 ok", "250 ok", "550 no", "250 ok", "354 go");
            c.Content("x\r\n");
            c.Server("250 2.0.0 stored");
            c.Is(SmtpClientStepKind.NeedInput);
            c.Server("452 4.2.2 full");
            c.Is(SmtpClientStepKind.Ready);
            Assert.Equal(
                [RecipientOutcome.Delivered, RecipientOutcome.PermanentFailure, RecipientOutcome.TemporaryFailure],
                transaction.Recipients.Select(r => r.Outcome));
            Assert.Null(transaction.MessageResponse);
        });

    [Fact]
    public void Lmtp_that_breaks_off_leaves_only_the_unanswered_uncertain() =>
        Conversation.Play(Conversation.Options with { Dialect = SmtpDialect.Lmtp }, c =>
        {
            c.Server("220 mx.test LMTP");
            c.Offer("PIPELINING");
            var transaction = c.Begin(ToThree);
            c.Server("250 ok", "250 ok", "250 ok", "250 ok", "354 go");
            c.Content("x\r\n");
            c.Server("250 2.0.0 stored");
            c.Signal(Signal.PeerClosed);
            Assert.Equal(
                [RecipientOutcome.Delivered, RecipientOutcome.Uncertain, RecipientOutcome.Uncertain],
                transaction.Recipients.Select(r => r.Outcome));
        });

    [Fact]
    public void Lmtp_that_accepts_data_for_nobody_is_hung_up_on() =>
        Conversation.Play(Conversation.Options with { Dialect = SmtpDialect.Lmtp }, c =>
        {
            c.Server("220 mx.test LMTP");
            c.Offer("PIPELINING");
            c.Begin(ToOne);
            c.TakeOutput();
            c.Server("250 ok", "550 no", "354 go");
            c.Is(SmtpClientStepKind.Failed);
            c.Client();
        });
}
