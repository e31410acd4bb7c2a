namespace Rockdove.Web;

/// <summary>Looks at the links of a mail, and where the network is switched on also at what they lead to.</summary>
/// <param name="fetcher">Null if nobody is asked.</param>
internal sealed class LinkCheck(GuardedFetcher? fetcher)
{
    /// <param name="mail">The links.</param>
    /// <param name="follows">Whether to go where redirects lead.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<LinkCheckShape> RunAsync(LinkedMail mail, bool follows, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        var asked = 0;
        var running = new List<Task<LinkShape>>();
        foreach (var link in mail.Links)
        {
            var isWeb = Uri.TryCreate(link.Url, UriKind.Absolute, out var uri)
                && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps);
            running.Add(LookAsync(link, mail, isWeb && ++asked <= MostAsked ? uri : null, follows, both.Token));
        }

        var links = await Task.WhenAll(running);
        cancellationToken.ThrowIfCancellationRequested();
        var isCut = mail.IsCut || fetcher is not null && asked > MostAsked;
        return new(fetcher is not null, links.Length, links.Count(IsBroken), isCut, links);
    }

    /// <summary>What a reader would find broken: no answer, an error, or a link that cannot work anywhere.</summary>
    private static bool IsBroken(LinkShape link) =>
        link.Problem is not null || link.Status >= 400
        || link.Faults.Any(fault => fault.Code is not ("clear-text" or "international" or "address" or "deceptive"));

    private async Task<LinkShape> LookAsync(
        MailLink link, LinkedMail mail, Uri? uri, bool follows, CancellationToken cancellationToken)
    {
        var faults = LinkFaults.Find(link, mail);
        if (fetcher is null || uri is null)
            return new(link.Url, link.Text, link.Place, link.Element, null, null, null, faults);
        FetchAnswer answer;
        try
        {
            answer = await fetcher.LookAsync(uri, follows, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            answer = new(uri, 0, $"not asked: all links together may take {Patience.TotalSeconds} s");
        }

        return new(
            link.Url, link.Text, link.Place, link.Element, answer.Status == 0 ? null : answer.Status, answer.Problem,
            answer.Uri == uri ? null : answer.Uri.AbsoluteUri, faults);
    }

    /// <summary>Links of one mail that are gone to. A newsletter has fewer that differ.</summary>
    public const int MostAsked = 100;

    /// <summary>For all links of a mail together: whoever asked still looks at the page then.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
}
