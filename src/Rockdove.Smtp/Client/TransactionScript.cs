using System.Buffers;

namespace Rockdove.Smtp;

/// <summary>
/// One transaction, from RSET (when the one before left something behind) to the reply to the message: which command is
/// next, which replies are due, and what each of them decides.
/// </summary>
/// <remarks>
/// Commands go out in batches. A batch is what may be sent without seeing a reply, and the next one is written only
/// when all replies to the last have come; so what is written depends on the replies and not on how they were cut.
/// </remarks>
internal sealed class TransactionScript
{
    private readonly SmtpClientOptions _options;
    private readonly SmtpCapabilities _capabilities;
    private readonly Queue<Expected> _expected = new();
    private readonly OutgoingContent _content;
    private readonly bool _isUtf8;
    private readonly bool _pipelines;
    private Stage _stage;
    private bool _resetDue;
    private bool _mailSent;
    private bool _mailAccepted;
    private bool _dataSent;
    private bool _strayRecipient; // RCPT accepted although MAIL was refused.
    private bool _sawTooMany;
    private int _nextRecipient;
    private int _acceptedCount;

    public TransactionScript(
        OutgoingEnvelope envelope,
        SmtpCapabilities capabilities,
        SmtpClientOptions options,
        bool isSecure,
        bool resetFirst,
        int transactionsBefore)
    {
        Transaction = new SmtpTransaction(envelope);
        _capabilities = capabilities;
        _options = options;
        _resetDue = resetFirst;
        _pipelines = options.Pipelining != SmtpPipelining.Never && capabilities.Offers("PIPELINING");
        _content = new OutgoingContent(envelope.Body, capabilities, options);
        _isUtf8 = new EnvelopeNeeds(capabilities, options, isSecure).Check(Transaction, transactionsBefore);
        if (Transaction.Recipients.All(recipient => recipient.Outcome != RecipientOutcome.Pending))
            Finish();
    }

    public SmtpTransaction Transaction { get; }

    /// <summary>All is decided and no reply is due.</summary>
    public bool IsFinished => _stage == Stage.Finished && _expected.Count == 0;

    /// <summary>Nothing is due and a reply would come out of turn, but for one that refuses content early.</summary>
    public bool ExpectsReply => _expected.Count > 0;

    public bool WantsContent => _stage == Stage.Content && _content.WantsMore;

    /// <summary>MAIL is accepted and nothing has ended its transaction: RSET must come before the next.</summary>
    public bool LeavesTransactionOpen { get; private set; }

    /// <summary>Content was sent to its end, and nobody knows yet what became of it.</summary>
    public bool IsMessageSent => _content.HasEnded && _stage == Stage.Answer;

    public SmtpClientPhase Phase => _expected.TryPeek(out var expected)
        ? expected.Phase
        : _stage is Stage.Content or Stage.Answer ? SmtpClientPhase.Message : SmtpClientPhase.Mail;

    /// <summary>Writes what may be said now.</summary>
    public void Write(IBufferWriter<byte> output)
    {
        if (_stage == Stage.Envelope && _expected.Count == 0)
        {
            var depth = _pipelines ? _options.PipelineDepth : 1;
            while (_expected.Count < depth && WriteNextCommand(output))
                continue;
        }

        if (_content.IsChunked)
            WriteChunks(output);
    }

    /// <summary>Takes a reply that was due. What is wrong with it, or null.</summary>
    public string? Handle(SmtpResponse response, IBufferWriter<byte> output)
    {
        var expected = _expected.Peek();
        var violation = expected.Kind switch
        {
            Awaited.Reset => response.IsSuccess ? null : "RSET was not answered with success.",
            Awaited.Mail => HandleMail(response),
            Awaited.Recipient => HandleRecipient(response, expected.Index),
            Awaited.Data => HandleData(response, output),
            Awaited.Chunk => HandleChunk(response),
            _ => HandleMessage(response, expected),
        };
        if (violation is null)
            _expected.Dequeue(); // Otherwise it stays, so that the failure is of its phase.
        return violation;
    }

    /// <summary>Takes a reply that came before the content was sent: the only thing it can be is a refusal.</summary>
    public bool HandleEarly(SmtpResponse response)
    {
        if (_stage != Stage.Content || !response.IsFailure)
            return false;
        Transaction.MessageResponse = response;
        Transaction.Settle(RecipientOutcome.Accepted, OutcomeOf(response), SmtpClientPhase.Message, response);
        return true;
    }

    /// <summary>Writes a piece of content. False when a bare CR or LF was refused.</summary>
    public bool WriteContent(ReadOnlySpan<byte> content, bool isLast, IBufferWriter<byte> output)
    {
        if (!_content.Take(content, isLast, output))
            return false;
        if (isLast && !_content.IsChunked)
            ExpectVerdict();
        return true;
    }

    /// <summary>The connection is gone: whoever is not decided gets the reply that said so, or none.</summary>
    public void Abort(SmtpClientPhase phase, SmtpResponse? response, bool isPermanent)
    {
        var undecided = isPermanent ? RecipientOutcome.PermanentFailure : RecipientOutcome.TemporaryFailure;
        Transaction.Settle(RecipientOutcome.Pending, undecided, phase, response);
        Transaction.Settle(
            RecipientOutcome.Accepted,
            IsMessageSent && response is null ? RecipientOutcome.Uncertain : undecided,
            phase,
            response);
        Transaction.IsComplete = true;
    }

    /// <summary>One more command of the batch. False when the batch, or the envelope, ends here.</summary>
    private bool WriteNextCommand(IBufferWriter<byte> output)
    {
        if (_resetDue)
        {
            _resetDue = false;
            output.Write("RSET\r\n"u8);
            _expected.Enqueue(new Expected(Awaited.Reset));
            return true;
        }

        if (!_mailSent)
        {
            _mailSent = true;
            Transaction.PassedDeliveryStatus |=
                CommandLines.WriteMail(output, Transaction.Envelope, _capabilities, _isUtf8);
            _expected.Enqueue(new Expected(Awaited.Mail));
            return true;
        }

        return WriteNextRecipient(output) || WriteData(output);
    }

    private bool WriteNextRecipient(IBufferWriter<byte> output)
    {
        for (; _nextRecipient < Transaction.Recipients.Count; _nextRecipient++)
        {
            var (recipient, outcome, _, _, _) = Transaction.Recipients[_nextRecipient];
            if (outcome != RecipientOutcome.Pending)
                continue;
            if (_sawTooMany)
            {
                Transaction.Set(_nextRecipient, RecipientOutcome.TooManyRecipients, SmtpClientPhase.Recipient, null);
                continue;
            }

            Transaction.PassedDeliveryStatus |= CommandLines.WriteRecipient(output, recipient, _capabilities);
            _expected.Enqueue(new Expected(Awaited.Recipient, _nextRecipient++));
            return true;
        }

        return false;
    }

    /// <summary>DATA ends its batch, since nothing may follow it before its reply (RFC 2920 section 3.1).</summary>
    private bool WriteData(IBufferWriter<byte> output)
    {
        if (_expected.Count == 0 && _acceptedCount == 0)
            Finish();
        else if (_content.IsChunked)
        {
            if (_expected.Count == 0)
                _stage = Stage.Content;
        }
        else if (!_dataSent && (_expected.Count == 0 || _options.Pipelining == SmtpPipelining.EnvelopeAndData))
        {
            _dataSent = true;
            output.Write("DATA\r\n"u8);
            _expected.Enqueue(new Expected(Awaited.Data));
        }

        return false;
    }

    private void WriteChunks(IBufferWriter<byte> output)
    {
        // LMTP answers the last chunk once per recipient, and nobody says what it answers when one before it failed.
        var depth = _pipelines && _options.Dialect == SmtpDialect.Smtp ? ChunkPipelineDepth : 1;
        while (_stage == Stage.Content && _expected.Count < depth && _content.TryWriteChunk(output, out var isLast))
        {
            if (isLast)
                ExpectVerdict();
            else
                _expected.Enqueue(new Expected(Awaited.Chunk));
        }
    }

    /// <summary>
    /// The message is sent: one reply is due, or in LMTP one per accepted recipient (RFC 2033 section 4.2).
    /// </summary>
    private void ExpectVerdict()
    {
        _stage = Stage.Answer;
        if (_options.Dialect == SmtpDialect.Smtp)
        {
            _expected.Enqueue(new Expected(Awaited.Message));
            return;
        }

        for (var i = 0; i < Transaction.Recipients.Count; i++)
        {
            if (Transaction.Recipients[i].Outcome == RecipientOutcome.Accepted)
                _expected.Enqueue(new Expected(Awaited.Message, i));
        }
    }

    private string? HandleMail(SmtpResponse response)
    {
        Transaction.MailResponse = response;
        if (response.IsIntermediate)
            return "MAIL was answered with an intermediate reply.";
        LeavesTransactionOpen = _mailAccepted = response.IsSuccess;
        if (!_mailAccepted)
        {
            Transaction.Settle(RecipientOutcome.Pending, OutcomeOf(response), SmtpClientPhase.Mail, response);
            if (!_dataSent)
                Finish();
        }

        return null;
    }

    private string? HandleRecipient(SmtpResponse response, int index)
    {
        if (response.IsIntermediate)
            return "RCPT was answered with an intermediate reply.";
        if (!_mailAccepted)
        {
            _strayRecipient |= response.IsSuccess;
            return null;
        }

        if (response.IsSuccess)
        {
            _acceptedCount++;
            Transaction.Set(index, RecipientOutcome.Accepted, SmtpClientPhase.Recipient, response);
            return null;
        }

        var isTooMany = _acceptedCount > 0 && MeansTooMany(response);
        _sawTooMany |= isTooMany;
        Transaction.Set(
            index,
            isTooMany ? RecipientOutcome.TooManyRecipients : OutcomeOf(response),
            SmtpClientPhase.Recipient,
            response);
        return null;
    }

    private string? HandleData(SmtpResponse response, IBufferWriter<byte> output)
    {
        Transaction.DataResponse = response;
        if (response.IsSuccess)
            return "DATA was answered as if the message were already there.";
        if (response.IsFailure)
        {
            Transaction.Settle(RecipientOutcome.Accepted, OutcomeOf(response), SmtpClientPhase.Data, response);
            Finish();
            return null;
        }

        if (_acceptedCount > 0)
        {
            _stage = Stage.Content;
            return null;
        }

        // Nobody is to get the message. RFC 2920 section 3.1: say nothing but the end. With a recipient that was
        // accepted after a refused MAIL, or in LMTP, who knows what that end would mean: hang up.
        if (_strayRecipient || _options.Dialect == SmtpDialect.Lmtp)
            return "DATA was accepted although no recipient was.";
        output.Write(".\r\n"u8);
        _expected.Enqueue(new Expected(Awaited.Message));
        _stage = Stage.Answer;
        return null;
    }

    private string? HandleChunk(SmtpResponse response)
    {
        if (response.IsIntermediate)
            return "BDAT was answered with an intermediate reply.";
        if (response.IsFailure && Transaction.MessageResponse is null)
        {
            Transaction.MessageResponse = response;
            Transaction.Settle(RecipientOutcome.Accepted, OutcomeOf(response), SmtpClientPhase.Message, response);
            Finish();
        }

        return null;
    }

    private string? HandleMessage(SmtpResponse response, Expected expected)
    {
        if (response.IsIntermediate)
            return "The message was answered with an intermediate reply.";
        if (_stage != Stage.Finished || expected.Index >= 0)
        {
            var outcome = response.IsSuccess ? RecipientOutcome.Delivered : OutcomeOf(response);
            if (expected.Index >= 0)
                Transaction.Set(expected.Index, outcome, SmtpClientPhase.Message, response);
            else
            {
                Transaction.MessageResponse = response;
                Transaction.Settle(RecipientOutcome.Accepted, outcome, SmtpClientPhase.Message, response);
            }
        }

        if (_expected.Count > 1)
            return null;

        // After a BDAT that failed, only RSET helps (RFC 3030 section 2); after DATA the transaction is over either
        // way.
        LeavesTransactionOpen = _content.IsChunked && response.IsFailure;
        Finish();
        return null;
    }

    private void Finish()
    {
        _stage = Stage.Finished;
        Transaction.IsComplete = true;
    }

    /// <summary>
    /// 452 is also "no space": an enhanced status tells them apart. 552 was once the code for too many, and clients
    /// have to take it for 452 (RFC 5321 section 4.5.3.1.10).
    /// </summary>
    private static bool MeansTooMany(SmtpResponse response) =>
        response.Code is 452 or 552 && response.EnhancedStatus is null or { Subject: 5, Detail: 3 };

    private static RecipientOutcome OutcomeOf(SmtpResponse failure) =>
        failure.IsPermanentFailure ? RecipientOutcome.PermanentFailure : RecipientOutcome.TemporaryFailure;

    private enum Stage : byte
    {
        Envelope,
        Content,
        Answer,
        Finished,
    }

    private enum Awaited : byte
    {
        Reset,
        Mail,
        Recipient,
        Data,
        Chunk,
        Message,
    }

    /// <summary>A reply that is due; for whom, when it is for one recipient.</summary>
    private readonly record struct Expected(Awaited Kind, int Index = -1)
    {
        public SmtpClientPhase Phase => Kind switch
        {
            Awaited.Reset or Awaited.Mail => SmtpClientPhase.Mail,
            Awaited.Recipient => SmtpClientPhase.Recipient,
            Awaited.Data => SmtpClientPhase.Data,
            _ => SmtpClientPhase.Message,
        };
    }

    /// <summary>Chunks whose replies may be due at once: enough to keep a link busy, few enough to stop soon.</summary>
    private const int ChunkPipelineDepth = 8;
}
