namespace Rockdove.Pop3;

/// <summary>IMPLEMENTATION (RFC 2449 section 6.9): which program this is. Its version is nobody's business.</summary>
public sealed class Implementation(string name = "Rockdove") : Pop3Extension
{
    private readonly string _line = name.Length > 0 && !name.AsSpan().ContainsAnyExceptInRange(' ', '~')
        ? $"IMPLEMENTATION {name}"
        : throw new ArgumentException($"Implementation '{name}' is not printable ASCII.", nameof(name));

    public override string Tag => "IMPLEMENTATION";

    public override string Announce(Pop3Session session, Pop3Protocol protocol) => _line;
}
