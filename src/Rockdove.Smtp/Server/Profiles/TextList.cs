using System.Collections;

namespace Rockdove.Smtp;

/// <summary>Collects texts where one of them stands for many replies.</summary>
internal sealed class TextList : IEnumerable<SmtpText>
{
    private readonly List<SmtpText> _texts = [];

    /// <summary>For every verb.</summary>
    public void Add(string text, params ReadOnlySpan<SmtpReply> originals)
    {
        foreach (var original in originals)
            _texts.Add(new SmtpText(original, text));
    }

    /// <summary>For one verb, or for several with spaces between.</summary>
    public void Add(string verbs, string text, params ReadOnlySpan<SmtpReply> originals)
    {
        foreach (var verb in verbs.Split(' '))
        {
            foreach (var original in originals)
                _texts.Add(new SmtpText(original, text) { Verb = verb });
        }
    }

    public IEnumerator<SmtpText> GetEnumerator() => _texts.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
