namespace Rockdove.Hosting;

/// <summary>Who said a line.</summary>
public enum Speaker : byte
{
    Client,
    Server,
}
