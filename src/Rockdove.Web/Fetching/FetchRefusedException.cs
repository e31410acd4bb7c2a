namespace Rockdove.Web;

/// <summary>Where a name or a redirect leads is no place to go.</summary>
internal sealed class FetchRefusedException(string reason) : IOException(reason);
