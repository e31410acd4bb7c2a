using System.Text;

namespace Rockdove.Pop3;

/// <summary>
/// LANG (RFC 6856 section 3): the language of texts. We speak English; a client that wants another one learns that it
/// is not there.
/// </summary>
public sealed class Lang : Pop3Extension
{
    public override string Tag => "LANG";

    public override IReadOnlyList<Pop3Verb> Verbs { get; } = [new Verb()];

    /// <summary>What is spoken unless another language is asked for.</summary>
    internal const string Default = "en";

    /// <summary>
    /// Without an argument it lists; with one it selects by a basic language range (RFC 4647 section 3.3.1), where
    /// <c>*</c> is our own choice.
    /// </summary>
    private sealed class Verb() : Pop3Verb("LANG", Pop3Phase.Any)
    {
        public override bool IsAllowedBeforeTls => true;

        public override void Run(Pop3ServerEngine engine, ReadOnlySpan<byte> argument)
        {
            if (argument.IsEmpty)
            {
                engine.Reply(Pop3Replies.Languages, Languages.Select(tag => $"{tag} English"));
                return;
            }

            foreach (var tag in Languages)
            {
                if (!argument.SequenceEqual("*"u8) && !Ascii.EqualsIgnoreCase(argument, tag))
                    continue;
                engine.Session.Language = tag;
                engine.Reply(Pop3Reply.Ok($"{tag} English from here on"));
                return;
            }

            engine.Reply(Pop3Replies.NoSuchLanguage);
        }
    }

    private static readonly string[] Languages = [Default, "i-default"];
}
