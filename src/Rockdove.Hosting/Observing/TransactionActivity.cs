using System.Diagnostics;
using Rockdove.Smtp;

namespace Rockdove.Hosting;

/// <summary>An activity for each mail transaction of a session, when somebody listens: from MAIL to its end.</summary>
internal sealed class TransactionActivity(SmtpSession session)
{
    private Activity? _activity;

    /// <summary>
    /// Before a question is answered: what the handler does belongs to the transaction. To be called by the method that
    /// calls the handler, since that is where the present activity is kept.
    /// </summary>
    public void Enter(SmtpQuestion question)
    {
        if (_activity is null && question is MailQuestion && SmtpTelemetry.Activities.HasListeners())
            _activity = SmtpTelemetry.Activities.StartActivity("SMTP transaction");
        else if (_activity is not null)
            Activity.Current = _activity;
    }

    /// <summary>A question was answered.</summary>
    public void Answered(SmtpQuestion question, SmtpReply? reply)
    {
        if (_activity is null)
            return;
        if (question is MessageQuestion message)
        {
            _activity.SetTag("rockdove.smtp.recipients", message.Envelope.Recipients.Count);
            _activity.SetTag("rockdove.smtp.message.size", message.MessageBytes);
        }

        if (question is MessageQuestion or MailQuestion or DataQuestion && reply is not null)
        {
            _activity.SetTag("rockdove.smtp.reply.code", reply.Code);
            if (!reply.IsPositive)
                _activity.SetStatus(ActivityStatusCode.Error); // Without its text, which may have an address in it.
        }

        Settle();
    }

    /// <summary>Ends the activity when its transaction has ended, however that was.</summary>
    public void Settle()
    {
        if (_activity is not null && session.Envelope is null)
            End();
    }

    public void End()
    {
        _activity?.Dispose();
        _activity = null;
    }
}
