using System.Security.Cryptography;

namespace Rockdove.Wire;

/// <summary>SCRAM-SHA-256 (RFC 5802, RFC 7677) without channel binding: each side proves itself to the other.</summary>
/// <remarks>
/// <para>We never offer -PLUS, so a client's <c>y</c> is true and <c>p=</c> is a mistake.</para>
/// <para>An account that does not exist, or whose stored secret cannot serve, goes to the end with a made-up salt that
/// stays the same for that name. For that to convince, real accounts must look alike: the count below, a salt of
/// <see cref="Scram.SaltOctets"/>, and one kind of <see cref="StoredSecret"/> for all.</para>
/// <para>Every failure after the first message is told as <c>e=other-error</c>, which RFC 5802 section 7 allows: a
/// wrong proof and a right proof that the host refuses look the same.</para>
/// </remarks>
public sealed class ScramSha256Mechanism : SaslMechanism
{
    // Keys for a ClearSecret take milliseconds to derive, and a verifier none. So that the time does not tell known
    // names from unknown ones, a decoy costs what the last real account cost. A torn or stale read does no harm.
    private volatile bool _derivesKeys = true;

    /// <param name="iterations">
    /// The count for accounts with a <see cref="ClearSecret"/> and for those that do not exist. Give it the count that
    /// your verifiers have.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">Outside <see cref="Scram.MinIterations"/> to
    /// <see cref="Scram.MaxIterations"/>.</exception>
    public ScramSha256Mechanism(int iterations = Scram.DefaultIterations) : base(SaslMechanisms.ScramSha256)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(iterations, Scram.MinIterations);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(iterations, Scram.MaxIterations);
        Iterations = iterations;
    }

    public int Iterations { get; }

    public override bool RevealsSecret => false;

    public override ISaslServer Begin(SaslContext context) => new ScramSha256Exchange(this, context);

    /// <summary>The verifier to go on with, and whether a proof against it may succeed.</summary>
    internal ScramVerifier Resolve(StoredSecret? secret, string identity, SaslContext context, out bool isReal)
    {
        // Made even for those who have one, since a decoy takes the time for it.
        var salt = MakeSalt(identity, context);
        isReal = true;
        if (secret is ScramVerifier stored && Scram.IsUsable(stored))
        {
            _derivesKeys = false;
            return stored;
        }

        if (secret is ClearSecret clear
            && Scram.TryCreateVerifier(clear.Password, salt, Iterations, out var derived))
        {
            _derivesKeys = true;
            return derived;
        }

        isReal = false;
        return MakeDecoy(salt);
    }

    private ScramVerifier MakeDecoy(byte[] salt)
    {
        if (_derivesKeys && Scram.TryCreateVerifier(DecoyPassword, salt, Iterations, out var derived))
            return derived;
        return new ScramVerifier(
            Scram.HashName, salt, Iterations, new byte[Scram.KeyOctets], new byte[Scram.KeyOctets]);
    }

    private static byte[] MakeSalt(string identity, SaslContext context)
    {
        var code = HMACSHA256.HashData(context.SaltKey.Span, System.Text.Encoding.UTF8.GetBytes(identity));
        return code[..Scram.SaltOctets];
    }

    private static readonly Secret DecoyPassword = new("decoy");
}
