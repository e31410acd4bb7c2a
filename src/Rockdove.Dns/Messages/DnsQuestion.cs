namespace Rockdove.Dns;

/// <summary>What is asked, in the class IN.</summary>
/// <param name="Name">About whom.</param>
/// <param name="Type">What.</param>
public readonly record struct DnsQuestion(DnsName Name, DnsType Type)
{
    public override string ToString() => $"{Name} {Type.ToString().ToUpperInvariant()}";
}
