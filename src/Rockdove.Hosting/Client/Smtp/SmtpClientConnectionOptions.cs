using Rockdove.Smtp;

namespace Rockdove.Hosting;

/// <summary>What an SMTP connection says, beside how it gets there.</summary>
public sealed record SmtpClientConnectionOptions : ClientConnectionOptions
{
    /// <summary>What is said. <see cref="SmtpClientOptions.IsSecure"/> is filled in.</summary>
    public required SmtpClientOptions Session { get; init; }
}
