using Rockdove.Dns;
using Rockdove.Mime;
using Rockdove.Storage;

namespace Rockdove.Web;

/// <summary>The checks of a mail, with whatever they may ask.</summary>
internal sealed class MailChecks : IDisposable
{
    private readonly GuardedFetcher? _fetcher;
    private readonly DnsResolver? _resolver;
    private readonly LinkCheck _links;
    private readonly AuthenticationCheck _authentication;
    private readonly SpamdClient? _spam;

    /// <param name="options">What may be asked.</param>
    /// <param name="time">The clock of expiry and of time limits.</param>
    public MailChecks(CatcherCheckOptions options, TimeProvider time)
    {
        _fetcher = options.Network is { } network ? new GuardedFetcher(network) : null;
        _resolver = options.Resolver is { } server ? new DnsResolver(new() { Servers = [server] }) : null;
        _links = new LinkCheck(_fetcher);
        _authentication = new AuthenticationCheck(
            _resolver is null ? null : AskedTextRecords.Of(_resolver), time);
        _spam = options.SpamAssassin is { } spamd ? new SpamdClient(spamd, TimeProvider.System) : null;
    }

    /// <summary>The way into the network; null if it is closed.</summary>
    public GuardedFetcher? Fetcher => _fetcher;

    public bool AsksForSpam => _spam is not null;

    public Task<LinkCheckShape> LinksAsync(MimeMessage mime, bool follows, CancellationToken cancellationToken) =>
        _links.RunAsync(LinkedMail.Read(mime), follows, cancellationToken);

    public Task<AuthenticationCheckShape> AuthenticationAsync(
        MessageRow row, MimeMessage mime, CancellationToken cancellationToken) =>
        _authentication.RunAsync(row, mime, cancellationToken);

    /// <summary>Null if nobody is asked.</summary>
    public Task<SpamCheckShape>? SpamAsync(MimeMessage mime, CancellationToken cancellationToken) =>
        _spam?.ReportAsync(mime.Source, cancellationToken);

    public void Dispose()
    {
        _fetcher?.Dispose();
        _resolver?.Dispose();
    }
}
