namespace Rockdove.Smtp;

/// <summary>Compares what an envelope needs with what the server offers, before anything is sent.</summary>
internal sealed class EnvelopeNeeds(SmtpCapabilities capabilities, SmtpClientOptions options, bool isSecure)
{
    /// <summary>Marks what cannot be sent. True when SMTPUTF8 has to be asked for.</summary>
    public bool Check(SmtpTransaction transaction, int transactionsBefore)
    {
        var envelope = transaction.Envelope;
        var offersUtf8 = capabilities.Offers("SMTPUTF8");
        var needsUtf8 = envelope.NeedsSmtpUtf8 || OutgoingPath.NeedsSmtpUtf8(envelope.ReversePath);
        transaction.Refusal =
            transactionsBefore >= capabilities.TransactionsLimit ? SmtpRefusal.TooManyTransactions
            : needsUtf8 && !offersUtf8 ? SmtpRefusal.NeedsSmtpUtf8
            : envelope.RequiresTls && !(isSecure && capabilities.Offers("REQUIRETLS")) ? SmtpRefusal.NeedsRequireTls
            : envelope.MessageBytes > capabilities.MessageBytesLimit ? SmtpRefusal.MessageTooLarge
            : RefuseBody(envelope.Body);

        var count = 0;
        for (var i = 0; i < envelope.Recipients.Count; i++)
        {
            var isUtf8 = OutgoingPath.NeedsSmtpUtf8(envelope.Recipients[i].ForwardPath);
            if (transaction.Refusal != SmtpRefusal.None)
                transaction.Refuse(i, transaction.Refusal);
            else if (isUtf8 && !offersUtf8)
                transaction.Refuse(i, SmtpRefusal.NeedsSmtpUtf8);
            else if (count == capabilities.RecipientsLimit)
                transaction.Refuse(i, SmtpRefusal.TooManyRecipients);
            else
            {
                count++;
                needsUtf8 |= isUtf8;
            }
        }

        return needsUtf8;
    }

    private SmtpRefusal RefuseBody(OutgoingBody body) => body switch
    {
        OutgoingBody.BinaryMime when !(capabilities.Offers("BINARYMIME") && capabilities.Offers("CHUNKING")) =>
            SmtpRefusal.NeedsBinaryMime,
        OutgoingBody.EightBitMime when options.StrictEightBit && !capabilities.Offers("8BITMIME") =>
            SmtpRefusal.NeedsEightBitMime,
        _ => SmtpRefusal.None,
    };
}
