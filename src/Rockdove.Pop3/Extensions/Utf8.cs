namespace Rockdove.Pop3;

/// <summary>
/// UTF8 (RFC 6856 section 2): the client takes UTF-8 in headers. What to do with such a message for a client that has
/// not said so is the host's affair: it answers <see cref="RetrieveQuestion"/>.
/// </summary>
public sealed class Utf8 : Pop3Extension
{
    /// <summary>USER, PASS and APOP take names and passwords in UTF-8 (section 2.2).</summary>
    public bool AcceptsUtf8Logins { get; init; } = true;

    public override string Tag => "UTF8";

    public override IReadOnlyList<Pop3Verb> Verbs { get; } = [new Verb()];

    public override string Announce(Pop3Session session, Pop3Protocol protocol) =>
        AcceptsUtf8Logins && protocol.Find<User>() is not null ? "UTF8 USER" : Tag;

    private sealed class Verb() : Pop3Verb("UTF8", Pop3Phase.Authorization)
    {
        public override void Run(Pop3ServerEngine engine, ReadOnlySpan<byte> argument)
        {
            if (!argument.IsEmpty)
            {
                engine.Reply(Pop3Replies.NoArgumentAllowed);
                return;
            }

            engine.Session.IsUtf8 = true;
            engine.Reply(Pop3Replies.Utf8Mode);
        }
    }
}
