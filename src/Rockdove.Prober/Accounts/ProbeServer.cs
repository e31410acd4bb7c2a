namespace Rockdove.Prober;

/// <summary>A server as an account reaches it.</summary>
/// <param name="Host">Its name or address.</param>
/// <param name="Port">Its port.</param>
/// <param name="Security">How the connection is protected.</param>
public sealed record ProbeServer(string Host, int Port, MailSecurity Security)
{
    /// <summary>The name that the certificate must hold; null for <see cref="Host"/>.</summary>
    public string? TlsName { get; init; }

    /// <summary>Believes whoever answers. For servers of one's own with a certificate that nobody has signed.</summary>
    public bool AcceptsAnyCertificate { get; init; }

    /// <summary>Sends passwords over a connection that anyone may read.</summary>
    public bool AllowsPlaintextLogin { get; init; }

    public override string ToString() => $"{Host}:{Port}";
}
