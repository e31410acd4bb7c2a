namespace Rockdove.Smtp;

/// <summary>Where errors go: a mailbox, or nowhere for <c>&lt;&gt;</c> (RFC 5321 sections 4.1.1.2 and 4.5.5).</summary>
public readonly record struct ReversePath
{
    private readonly Mailbox _mailbox;

    public ReversePath(Mailbox mailbox) => _mailbox = mailbox;

    /// <summary>The null reverse-path, <c>&lt;&gt;</c>: never answer this message with a bounce.</summary>
    public static ReversePath Null => default;

    public bool IsNull => _mailbox.Address.Length == 0;

    /// <summary>The mailbox; empty when <see cref="IsNull"/>.</summary>
    public Mailbox Mailbox => _mailbox;

    /// <summary>The address as on the wire without brackets; empty when <see cref="IsNull"/>.</summary>
    public string Address => _mailbox.Address;

    /// <summary>With angle brackets.</summary>
    public override string ToString() => $"<{Address}>";
}
