using Rockdove.Smtp;

namespace Rockdove.Hosting;

/// <summary>Shows what is said to a delegate.</summary>
public static class SmtpObservingExtensions
{
    /// <summary>
    /// Is told each line that is read and written, when it is, without CRLF. Secrets are <c>***</c>; octets that are no
    /// printable ASCII are <c>\xNN</c>. It is called in the middle of the work: it must be quick. If it throws, that is
    /// logged, and it sees no more of that connection. For a log there is the wire log
    /// (<see cref="SmtpTelemetry.WireLogCategory"/>), which needs no code.
    /// </summary>
    /// <param name="smtp">The endpoint.</param>
    /// <param name="tell">Gets the session, who speaks, and the line.</param>
    /// <param name="withContent">Also the lines of messages that come by DATA.</param>
    /// <remarks>A client that is turned away because there are too many connections is not seen.</remarks>
    public static SmtpServerBuilder OnLine(
        this SmtpServerBuilder smtp, Action<SmtpContext, Speaker, string> tell, bool withContent = false)
    {
        var hooks = new LineHooks<SmtpContext>(SpokenLines.OfSmtp, tell, withContent, smtp.Log);
        return smtp.Tap(hooks.Begin).UseFirst((context, next) =>
        {
            if (context.Question is ConnectQuestion)
                hooks.Introduce(context, context.Connection);
            return next(context);
        });
    }
}
