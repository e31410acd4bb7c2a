using System.Net;

namespace Rockdove.Web;

/// <summary>A place where a catcher takes or gives mail, so that a page can say where to send some.</summary>
/// <param name="Name">What is spoken there: <c>smtp</c>, <c>imap</c>.</param>
/// <param name="Address">Where, with the real port.</param>
public sealed record CatcherListener(string Name, IPEndPoint Address);
