namespace Rockdove.Outbox;

/// <summary>What goes out, and so who takes it there. The numbers are kept in files.</summary>
public enum OutboxKind : byte
{
    /// <summary>A message, by SMTP.</summary>
    Mail = 0,

    /// <summary>A notice, by HTTP.</summary>
    Webhook = 1,
}
