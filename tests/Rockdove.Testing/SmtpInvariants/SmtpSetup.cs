using System.Net;
using Rockdove.Smtp;
using Rockdove.Wire;

namespace Rockdove.Testing;

/// <summary>A server's configuration that a seed has drawn: any extensions, any leniencies, small limits.</summary>
public sealed class SmtpSetup
{
    private readonly bool _isTrusted;
    private readonly bool _isSecure;
    private readonly bool _hasCertificate;

    public SmtpSetup(int seed)
    {
        var random = new Random(seed);
        var isPlain = random.Next(4) == 0; // Much of what there is to find is in the configuration that people use.
        _isTrusted = random.Next(3) == 0;
        _isSecure = random.Next(6) == 0;
        _hasCertificate = random.Next(6) == 0;
        Protocol = new SmtpProtocol(new SmtpProtocolOptions
        {
            HostName = "mx.test",
            IsLmtp = random.Next(5) == 0,
            KeepsNul = random.Next(3) > 0,
            BareNewlines = isPlain ? BareNewlines.Refuse : (BareNewlines)random.Next((int)BareNewlines.Binary),
            RequiresTls = random.Next(12) == 0,
            RequiresAuthentication = random.Next(12) == 0,
            AsksEveryCommand = random.Next(5) == 0,
            Leniencies = isPlain ? SmtpLeniencies.None : (SmtpLeniencies)(random.Next(1 << 13) & random.Next(1 << 13)),
            Limits = isPlain ? new SmtpLimits { Mistakes = 50 } : DrawLimits(random),
            Extensions = DrawExtensions(random),
            Texts = DrawTexts(random),
        });
    }

    public SmtpProtocol Protocol { get; }

    public SmtpServerEngine NewEngine() => new(
        Protocol,
        new SmtpSession(IPAddress.Parse("192.0.2.7"), 4025)
        {
            IsTrustedPeer = _isTrusted,
            IsSecure = _isSecure,
            CertificateIdentity = _hasCertificate ? "certified" : null,
        });

    public override string ToString()
    {
        var options = Protocol.Options;
        var extensions = string.Join(' ', options.Extensions.Select(extension => extension.Keyword));
        return $"{options with { Extensions = [] }} with {extensions}; "
            + $"trusted {_isTrusted}, secure {_isSecure}, certificate {_hasCertificate}";
    }

    private static SmtpLimits DrawLimits(Random random) => new()
    {
        CommandLineBytes = 512 + random.Next(2) * random.Next(600),
        SaslLineBytes = 512 + random.Next(2) * random.Next(600),
        DiscardedLineBytes = random.Next(2) * random.Next(2000),
        MessageBytes = random.Next(3) switch { 0 => 0, 1 => 1 + random.Next(100), _ => 100_000 },
        DiscardedMessageBytes = random.Next(2) * random.Next(3000),
        ContentLineBytes = 1000,
        Recipients = 1 + random.Next(4),
        Transactions = random.Next(3),
        Mistakes = 1 + random.Next(20),
        MistakesBeforeDelay = random.Next(10),
        FailedAuthentications = 1 + random.Next(3),
    };

    /// <summary>The words of another server; the extensions are drawn apart.</summary>
    private static SmtpTexts DrawTexts(Random random) => random.Next(4) > 0
        ? SmtpTexts.None
        : SmtpProfiles.All[random.Next(SmtpProfiles.All.Count)].Texts with { Keywords = null };

    private static List<SmtpExtension> DrawExtensions(Random random)
    {
        List<SmtpExtension> extensions = [];
        Consider(new Pipelining());
        Consider(new Size());
        var hasEightBit = Consider(new EightBitMime());
        if (hasEightBit)
            Consider(new SmtpUtf8());
        Consider(new EnhancedStatusCodes());
        var hasChunks = Consider(new Chunking());
        if (hasEightBit && hasChunks)
            Consider(new BinaryMime());
        Consider(new DeliveryStatus());
        Consider(new Limits());
        if (Consider(new StartTls()))
            Consider(new RequireTls());
        Consider(new XClient());
        Consider(new Auth(SaslMechanisms.All)
        {
            AllowsSecretsInClear = random.Next(4) > 0,
            AllowsDelegation = random.Next(2) == 0,
            FillRandom = static octets => octets.Clear(),
        });
        return extensions;

        bool Consider(SmtpExtension extension)
        {
            if (random.Next(3) == 0)
                return false;
            extensions.Add(extension);
            return true;
        }
    }
}
