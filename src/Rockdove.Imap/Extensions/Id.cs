using System.Text;

namespace Rockdove.Imap;

/// <summary>
/// ID (RFC 2971): both sides say what they are. We say our name and nothing that would help an attacker.
/// </summary>
public sealed class Id() : ImapExtension("ID")
{
    public override bool IsToldBeforeLogin => true;

    public override IReadOnlyList<ImapVerb> Verbs { get; } = [new Verb()];

    /// <summary><c>"ID" SP (NIL / "(" [string SP nstring *(SP string SP nstring)] ")")</c>.</summary>
    private sealed class Verb() : ImapVerb("ID", ImapPhase.Any)
    {
        public override void Run(ImapServerEngine engine, ref ImapReader arguments)
        {
            List<KeyValuePair<string, string?>> fields = [];
            if (!arguments.AcceptSpace() || !TryRead(ref arguments, fields) || !arguments.AtEnd)
            {
                engine.Reply(ImapReplies.BadArguments);
                return;
            }

            engine.Responses.Line("ID (\"name\" \"Rockdove\")");
            engine.Ask(new IdQuestion(fields));
        }

        private static bool TryRead(ref ImapReader arguments, List<KeyValuePair<string, string?>> fields)
        {
            if (arguments.AcceptWord("NIL"u8))
                return true;
            if (!arguments.Accept((byte)'('))
                return false;
            if (arguments.Accept((byte)')'))
                return true;
            do
            {
                if (fields.Count == MaxFields || !arguments.TryString(out var name) || !arguments.AcceptSpace()
                    || !arguments.TryNString(out var value, out var isNil)
                    || name.Raw.Length > MaxNameBytes || value.Raw.Length > MaxValueBytes)
                    return false;
                fields.Add(new(Encoding.Latin1.GetString(name.ToOctets()),
                    isNil ? null : Encoding.Latin1.GetString(value.ToOctets())));
            }
            while (arguments.AcceptSpace());
            return arguments.Accept((byte)')');
        }
    }

    // RFC 2971 section 3.3.
    private const int MaxFields = 30;
    private const int MaxNameBytes = 30;
    private const int MaxValueBytes = 1024;
}
