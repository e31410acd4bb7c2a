namespace Rockdove.Smtp;

/// <summary>
/// Where a message goes (RFC 5321 section 4.1.1.3). A source route that came with it is gone (appendix C).
/// </summary>
public readonly record struct ForwardPath(Mailbox Mailbox)
{
    /// <summary>The address as on the wire without brackets.</summary>
    public string Address => Mailbox.Address;

    /// <summary>
    /// True for <c>&lt;postmaster&gt;</c> without a domain, which every server must take (section 4.5.1).
    /// </summary>
    public bool IsPostmaster => Mailbox.Domain.Length == 0;

    /// <summary>With angle brackets.</summary>
    public override string ToString() => $"<{Address}>";
}
