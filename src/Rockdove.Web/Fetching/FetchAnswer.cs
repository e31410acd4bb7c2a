namespace Rockdove.Web;

/// <summary>What came of going somewhere.</summary>
/// <param name="Uri">Where it ended, after redirects that were followed.</param>
/// <param name="Status">Of HTTP; 0 if there was no answer.</param>
/// <param name="Problem">Why there was none; null if there was.</param>
internal sealed record FetchAnswer(Uri Uri, int Status, string? Problem)
{
    /// <summary>True if we did not go, or not on, because of where it leads.</summary>
    public bool IsRefused { get; init; }

    /// <summary>As the server says it; empty if it does not.</summary>
    public string ContentType { get; init; } = "";

    /// <summary>The first octets of the body, as many as were asked for.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>There is more of the body.</summary>
    public bool IsCut { get; init; }
}
