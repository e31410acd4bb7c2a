using Rockdove.Wire;

namespace Rockdove.Imap;

/// <summary>Writes what ends a command, and what is no answer to any: the tag is remembered here.</summary>
internal sealed class ReplyWriter(ResponseText text, ImapLimits limits)
{
    private readonly byte[] _tag = new byte[limits.TagBytes];
    private int _tagLength;

    /// <summary>The tag of the command that runs; empty when it had none.</summary>
    public ReadOnlySpan<byte> Tag => _tag.AsSpan(0, _tagLength);

    /// <summary>A command begins.</summary>
    public void Begin(ReadOnlySpan<byte> tag)
    {
        tag.CopyTo(_tag);
        _tagLength = tag.Length;
    }

    /// <summary>The end of the command; without a tag it is told untagged (RFC 9051 section 7.1.3).</summary>
    public void WriteTagged(ImapReply reply)
    {
        if (Tag.IsEmpty)
        {
            WriteUntagged(reply);
            return;
        }

        text.Raw(Tag);
        text.Raw(" "u8);
        text.Condition(reply);
    }

    public void WriteUntagged(ImapReply reply)
    {
        text.Raw("* "u8);
        text.Condition(reply);
    }

    /// <summary>A literal is welcome.</summary>
    public void Invite() => text.Raw("+ Ready\r\n"u8);

    public void WriteIdling() => text.Raw("+ Idling\r\n"u8);

    public void WriteChallenge(SaslConversation exchange) => exchange.WriteChallenge("+ "u8, text.Output);
}
