namespace Rockdove.Catcher.Tests;

/// <summary>No test waits for ever: a peer that says nothing fails it after a minute.</summary>
internal static class Limit
{
    public static CancellationToken Token
    {
        get
        {
            var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
            return CancellationTokenSource
                .CreateLinkedTokenSource(patience.Token, TestContext.Current.CancellationToken).Token;
        }
    }
}
