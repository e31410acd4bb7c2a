using System.Net.Security;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Rockdove.Hosting;

/// <summary>A certificate in files that may change: looked at when a handshake begins, at most once a second.</summary>
internal sealed partial class FileCertificate : CertificateSource
{
    private readonly Lock _lock = new();
    private readonly CertificateFiles _files;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private volatile SslStreamCertificateContext _current;
    private CertificateOctets? _seen;
    private string? _complaint;
    private long _lookedAt;

    public FileCertificate(CertificateFiles files, TimeProvider? time, ILogger? log)
    {
        _files = files;
        _time = time ?? TimeProvider.System;
        _log = log ?? NullLogger.Instance;
        _lookedAt = _time.GetTimestamp();
        _seen = files.Read();
        _current = Load(_seen);
    }

    public override SslStreamCertificateContext Current(string? serverName = null)
    {
        // Whoever comes while another one is reading takes the old one: a handshake waits for no disk but its own.
        if (_time.GetElapsedTime(Volatile.Read(ref _lookedAt)) >= BetweenLooks && _lock.TryEnter())
        {
            try
            {
                Look();
            }
            finally
            {
                _lock.Exit();
            }
        }

        return _current;
    }

    private void Look()
    {
        Volatile.Write(ref _lookedAt, _time.GetTimestamp());
        try
        {
            var octets = _files.Read();
            if (octets.IsSameAs(_seen))
                return;
            _seen = octets; // Bad ones are tried once, and again when they change.
            _current = Load(octets);
            _complaint = null;
        }
        catch (CertificateException bad)
        {
            if (_complaint != bad.Message)
                KeptOld(_log, bad.Message);
            _complaint = bad.Message;
        }
    }

    private SslStreamCertificateContext Load(CertificateOctets octets)
    {
        var context = _files.Load(octets);
        var certificate = context.TargetCertificate;
        Loaded(_log, _files, certificate.Subject, certificate.NotAfter.ToUniversalTime());
        return context;
    }

    [LoggerMessage(20, LogLevel.Information, "Certificate {Files}: {Subject}, good until {NotAfter:u}")]
    private static partial void Loaded(ILogger log, CertificateFiles files, string subject, DateTime notAfter);

    [LoggerMessage(21, LogLevel.Error, "{Reason} The one before it stays in use")]
    private static partial void KeptOld(ILogger log, string reason);

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);
}
