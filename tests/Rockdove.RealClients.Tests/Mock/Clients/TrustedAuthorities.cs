using System.Collections.Concurrent;
using System.Net;
using Rockdove.Mock;

namespace Rockdove.RealClients.Tests;

/// <summary>
/// SmtpClient has one certificate callback for the whole process, so the mocks that are trusted just now share it. Each
/// has an authority of its own, and none vouches for another's certificates.
/// </summary>
internal sealed class TrustedAuthorities : IDisposable
{
    private readonly MockAuthority _authority;

    private TrustedAuthorities(MockAuthority authority) => _authority = authority;

    public static IDisposable Add(MockAuthority authority)
    {
        Trusted.TryAdd(authority, true);
        return new TrustedAuthorities(authority);
    }

    public void Dispose() => Trusted.TryRemove(_authority, out _);

    private static readonly ConcurrentDictionary<MockAuthority, bool> Trusted = new();

#pragma warning disable SYSLIB0014 // ServicePointManager is obsolete, and all that SmtpClient listens to.
    static TrustedAuthorities() => ServicePointManager.ServerCertificateValidationCallback =
        (sender, certificate, chain, errors) =>
            Trusted.Keys.Any(authority => authority.Validate(sender, certificate, chain, errors));
#pragma warning restore SYSLIB0014
}
