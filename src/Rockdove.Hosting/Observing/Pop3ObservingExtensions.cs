using Rockdove.Pop3;

namespace Rockdove.Hosting;

/// <summary>Shows what is said to a delegate.</summary>
public static class Pop3ObservingExtensions
{
    /// <inheritdoc cref="SmtpObservingExtensions.OnLine" path="/summary"/>
    /// <param name="pop3">The endpoint.</param>
    /// <param name="tell">Gets the session, who speaks, and the line.</param>
    /// <param name="withContent">Also the lines of messages that are sent.</param>
    /// <remarks>A client that is turned away because there are too many connections is not seen.</remarks>
    public static Pop3ServerBuilder OnLine(
        this Pop3ServerBuilder pop3, Action<Pop3Context, Speaker, string> tell, bool withContent = false)
    {
        var hooks = new LineHooks<Pop3Context>(SpokenLines.OfPop3, tell, withContent, pop3.Log);
        return pop3.Tap(hooks.Begin).UseFirst((context, next) =>
        {
            if (context.Question is Pop3ConnectQuestion)
                hooks.Introduce(context, context.Connection);
            return next(context);
        });
    }
}
