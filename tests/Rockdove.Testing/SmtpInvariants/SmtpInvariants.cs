namespace Rockdove.Testing;

/// <summary>What is true of the SMTP server engine for every input; for the fuzzer and for property tests.</summary>
public static class SmtpInvariants
{
    /// <summary>
    /// Runs a case octet by octet with books kept, whole, and cut at random, and compares.
    /// </summary>
    /// <returns>What the server wrote.</returns>
    /// <exception cref="InvariantBrokenException">One of them does not hold. The message says which.</exception>
    public static byte[] Check(SmtpCase @case)
    {
        var setup = new SmtpSetup(@case.SetupSeed);
        var octets = Run(setup, @case, ByteCutter.Each, accounts: true, "octet by octet");
        var whole = Run(setup, @case, ByteCutter.Whole, accounts: false, "whole");
        Compare(whole, octets, "whole, where octet by octet");
        var random = new Random(@case.AnswerSeed);
        var cut = Run(setup, @case, move => ByteCutter.Random(move, random), accounts: false, "cut at random");
        Compare(cut, octets, "cut at random, where octet by octet");
        var bound = FreeBytes + (long)@case.Length * BytesForEachOctet;
        if (whole.AllocatedBytes > bound)
        {
            throw new InvariantBrokenException(
                $"The engine allocated {whole.AllocatedBytes} bytes for {@case.Length} octets; {bound} would do.");
        }

        return whole.Replies.Octets;
    }

    private static SmtpTrace Run(
        SmtpSetup setup, SmtpCase @case, Func<ReadOnlyMemory<byte>, IEnumerable<ReadOnlyMemory<byte>>> cut,
        bool accounts, string how)
    {
        try
        {
            return new SmtpRun(setup, @case, cut, accounts).Run();
        }
        catch (InvariantBrokenException broken)
        {
            throw new InvariantBrokenException($"{how}: {broken.Message}", broken);
        }
        catch (Exception bug)
        {
            throw new InvariantBrokenException($"{how}: the engine threw {bug}", bug);
        }
    }

    private static void Compare(SmtpTrace trace, SmtpTrace other, string how)
    {
        if (trace.DifferenceFrom(other) is { } difference)
            throw new InvariantBrokenException($"{how}: {difference}");
    }

    /// <summary>What one connection may cost without saying anything: line buffers, tables made on first use.</summary>
    private const long FreeBytes = 256 * 1024;

    /// <summary>The dearest octets are those of AUTH, of which a dozen begin an exchange.</summary>
    private const int BytesForEachOctet = 512;
}
