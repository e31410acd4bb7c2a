using Rockdove.Imap;

namespace Rockdove.Hosting;

/// <summary>Shows what is said to a delegate.</summary>
public static class ImapObservingExtensions
{
    /// <inheritdoc cref="SmtpObservingExtensions.OnLine" path="/summary"/>
    /// <param name="imap">The endpoint.</param>
    /// <param name="tell">
    /// Gets the session, who speaks, and the line. Octets of literals, and so messages, are passed over: the line
    /// before them says how many there are. What a client says behind a literal is <c>***</c>.
    /// </param>
    /// <remarks>A client that is turned away because there are too many connections is not seen.</remarks>
    public static ImapServerBuilder OnLine(
        this ImapServerBuilder imap, Action<ImapContext, Speaker, string> tell)
    {
        var hooks = new LineHooks<ImapContext>(() => new ImapSpokenLines(), tell, withContent: false, imap.Log);
        return imap.Tap(hooks.Begin).UseFirst((context, next) =>
        {
            if (context.Question is ConnectQuestion)
                hooks.Introduce(context, context.Connection);
            return next(context);
        });
    }
}
