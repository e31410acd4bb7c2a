using System.Text;

namespace Rockdove.RealClients.Tests;

/// <summary>A message as the server kept it, with its envelope.</summary>
internal sealed record CaughtMail(
    byte[] Octets,
    string From,
    IReadOnlyList<string> To,
    string? Helo,
    string? Tls,
    string? User)
{
    public string Text => Encoding.Latin1.GetString(Octets);

    /// <summary>What stands after the first empty line.</summary>
    public string Body => Text[(Text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];

    /// <summary>Fails unless the very octets and the envelope arrived.</summary>
    public CaughtMail Is(TestMail mail)
    {
        Assert.Equal(Encoding.Latin1.GetString(mail.Octets), Text);
        Assert.Equal(mail.From, From);
        Assert.Equal([mail.To], To);
        return this;
    }

    public override string ToString() => $"{Octets.Length} octets from {From} to {string.Join(", ", To)}";
}
