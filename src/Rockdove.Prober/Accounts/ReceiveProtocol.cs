namespace Rockdove.Prober;

/// <summary>How an account looks for mail.</summary>
public enum ReceiveProtocol : byte
{
    Imap,
    Pop3,
}
