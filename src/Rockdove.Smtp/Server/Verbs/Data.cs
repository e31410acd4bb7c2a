namespace Rockdove.Smtp;

/// <summary>DATA (RFC 5321 section 4.1.1.4): the message follows, up to CRLF.CRLF.</summary>
internal sealed class Data() : SmtpVerb("DATA", SmtpPhase.Transaction)
{
    public override void Run(SmtpServerEngine engine, ReadOnlySpan<byte> argument)
    {
        var envelope = engine.Session.Envelope!;
        if (!argument.IsEmpty && !engine.Protocol.Allows(SmtpLeniencies.NeedlessArguments))
            engine.Reply(SmtpReplies.NoArgumentAllowed);
        else if (envelope.Recipients.Count == 0 && !engine.Protocol.Allows(SmtpLeniencies.DataWithoutRecipients))
            engine.Reply(SmtpReplies.NoRecipients);
        else if (engine.HasChunks)
            engine.Reply(SmtpReplies.ChunksBegun);
        else if (envelope.Sender.Body == BodyType.BinaryMime)
            engine.Reply(SmtpReplies.BinaryNeedsChunks);
        else
            engine.Ask(new DataQuestion(envelope));
    }
}
