using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using Rockdove.Wire;

namespace Rockdove.Pop3;

/// <summary>
/// APOP (RFC 1939 section 7): a digest of the greeting's timestamp and the password. MD5 is broken for this, and the
/// server must know the password itself; so it is in no ready-made list. It has no capability: the timestamp in the
/// greeting announces it.
/// </summary>
public sealed class Apop : Pop3Extension
{
    /// <summary>Where timestamps get their uniqueness from; tests make it repeatable.</summary>
    public Action<Span<byte>> FillRandom { get; init; } = RandomNumberGenerator.Fill;

    public override string Tag => "APOP";

    public override IReadOnlyList<Pop3Verb> Verbs { get; } = [new Verb()];

    /// <summary>Nothing: RFC 2449 has no such capability.</summary>
    public override string? Announce(Pop3Session session, Pop3Protocol protocol) => null;

    // The RFC wants a msg-id that never repeats. We have no clock here, and 128 random bits are better.
    internal string MakeChallenge(string hostName)
    {
        Span<byte> random = stackalloc byte[16];
        FillRandom(random);
        var left = BinaryPrimitives.ReadUInt64BigEndian(random);
        var right = BinaryPrimitives.ReadUInt64BigEndian(random[8..]);
        return string.Create(CultureInfo.InvariantCulture, $"<{left}.{right}@{hostName}>");
    }

    /// <summary><c>"APOP" SP name SP digest</c>; the last space separates them.</summary>
    private sealed class Verb() : Pop3Verb("APOP", Pop3Phase.Authorization)
    {
        public override void Run(Pop3ServerEngine engine, ReadOnlySpan<byte> argument)
        {
            var space = argument.LastIndexOf((byte)' ');
            engine.Session.UserName = null;
            if (argument.IsEmpty)
                engine.Reply(Pop3Replies.ArgumentNeeded);
            else if (space < 1 || !ApopAttempt.TryReadDigest(argument[(space + 1)..], out var digest))
                engine.Reply(Pop3Replies.BadArgument);
            else if (!User.IsReadable(engine, argument) || !SaslPrep.TryPrepare(argument[..space], out string? name))
                engine.Reply(Pop3Replies.BadArgument);
            else
                engine.Authenticate(new ApopAttempt(name, engine.Session.Challenge!, digest));
        }
    }
}
