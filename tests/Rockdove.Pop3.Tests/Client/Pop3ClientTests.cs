using System.Buffers;
using System.Text;
using Rockdove.Wire;

namespace Rockdove.Pop3.Tests;

/// <summary>The client against servers that do not do as they should, or know little.</summary>
public class Pop3ClientTests
{
    [Theory]
    [InlineData("-ERR [SYS/TEMP] no\r\n", Pop3ClientFailureCause.Refused)]
    [InlineData("220 ESMTP\r\n", Pop3ClientFailureCause.ProtocolViolation)]
    [InlineData("+OKAY\r\n", Pop3ClientFailureCause.ProtocolViolation)]
    [InlineData("+OK hello\n", Pop3ClientFailureCause.ProtocolViolation)]
    [InlineData("+OK\r\n-ERR\r\n", Pop3ClientFailureCause.TlsUnavailable)]
    [InlineData("+OK\r\n+OK\r\nUSER\r\n.\r\n", Pop3ClientFailureCause.TlsUnavailable)]
    [InlineData("+OK\r\n+OK\r\nSTLS\r\n.\r\n-ERR no\r\n", Pop3ClientFailureCause.Refused)]
    [InlineData("+OK\r\n+OK\r\nSTLS\r\n.\r\n+OK\r\n+OK\r\n", Pop3ClientFailureCause.InjectedBeforeTls)]
    public void A_session_that_cannot_be_opened_fails(string server, Pop3ClientFailureCause cause)
    {
        var client = new Pop3ClientEngine(new Pop3ClientOptions { Login = Ann });
        Assert.Equal((Pop3ClientStepKind.Failed, 0L), (Hear(client, server, out var said), client.Listing.Count));
        Assert.Equal(cause, client.Failure!.Cause);
        Assert.DoesNotContain("secret", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("+OK\r\n+OK\r\nUSER\r\nSASL PLAIN\r\n.\r\n", false, Pop3ClientFailureCause.NoWayToLogIn, null)]
    [InlineData("+OK\r\n+OK\r\nTOP\r\n.\r\n", true, Pop3ClientFailureCause.NoWayToLogIn, null)]
    [InlineData("+OK\r\n-ERR\r\n+OK\r\n-ERR no\r\n", true, Pop3ClientFailureCause.Refused, "USER ann")]
    [InlineData("+OK\r\n-ERR\r\n-ERR no\r\n", true, Pop3ClientFailureCause.Refused, "USER ann")]
    [InlineData("+OK <a@b>\r\n-ERR\r\n-ERR\r\n", false, Pop3ClientFailureCause.Refused,
        "APOP ann 5875219ef9d1e1ff4d24471ba0f0869c")]
    [InlineData("+OK <ab>\r\n-ERR\r\n", false, Pop3ClientFailureCause.NoWayToLogIn, null)]
    [InlineData("+OK\r\n+OK\r\nSASL SCRAM-SHA-256\r\n.\r\n+OK\r\n", false,
        Pop3ClientFailureCause.ServerNotAuthenticated, "AUTH SCRAM-SHA-256")]
    [InlineData("+OK\r\n+OK\r\nSASL CRAM-MD5\r\n.\r\n+ !!!\r\n-ERR\r\n", false,
        Pop3ClientFailureCause.ServerNotAuthenticated, "*")]
    public void A_login_that_cannot_be_made_fails(
        string server, bool inClear, Pop3ClientFailureCause cause, string? saidLine)
    {
        var client = new Pop3ClientEngine(new Pop3ClientOptions
        {
            Login = Ann,
            Tls = Pop3ClientTls.IfOffered,
            RevealSecretsInClear = inClear,
            AllowsApop = true,
        });
        Assert.Equal(Pop3ClientStepKind.Failed, Hear(client, server, out var said));
        Assert.Equal(cause, client.Failure!.Cause);
        Assert.False(client.IsLoggedIn);
        if (saidLine is not null)
            Assert.Contains(saidLine + "\r\n", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Limits_hold_at_the_limit_and_past_it()
    {
        var limits = new Pop3ResponseLimits { LineBytes = 64, Lines = 2, MessageBytes = 10 };
        Assert.Null(After(limits, client => client.Noop(), $"+OK {new string('x', 58)}\r\n"));
        Assert.Contains("64 octets", After(limits, client => client.Noop(), $"+OK {new string('x', 59)}\r\n")!);
        Assert.Null(After(limits, client => client.List(), "+OK\r\n1 1\r\n2 2\r\n.\r\n"));
        Assert.Contains("2 lines", After(limits, client => client.List(), "+OK\r\n1 1\r\n2 2\r\n3 3\r\n.\r\n")!);
        Assert.Null(After(limits, client => client.Retrieve(1), "+OK\r\n12345678\r\n.\r\n"));
        Assert.Contains("10 octets", After(limits, client => client.Retrieve(1), "+OK\r\n123456789\r\n.\r\n")!);
    }

    [Theory]
    [InlineData("+OK\r\n1\r\n.\r\n")]
    [InlineData("+OK\r\n0 5\r\n.\r\n")]
    [InlineData("+OK\r\nx y\r\n.\r\n")]
    [InlineData("+OK\r\n1 \r\n.\r\n")]
    [InlineData("+OK\r\n99999999999 5\r\n.\r\n")]
    [InlineData("+OK\r\n1 5\r\n.\r\n+OK\r\n")]
    public void A_listing_that_is_none_fails(string answer) =>
        Assert.NotNull(After(new Pop3ResponseLimits(), client => client.List(), answer));

    [Fact]
    public void Nobody_answers()
    {
        var client = new Pop3ClientEngine(new Pop3ClientOptions());
        Assert.Equal(Pop3ClientStepKind.NeedInput, Hear(client, "", out _));
        client.Signal(Signal.TimedOut);
        Assert.Equal(Pop3ClientFailureCause.TimedOut, client.Failure!.Cause);
        Assert.Throws<InvalidOperationException>(client.Noop);
        Assert.Throws<InvalidOperationException>(() => client.TlsFailed("x"));
    }

    [Fact]
    public void A_server_that_goes_before_it_answers_quit_has_deleted_nothing_for_sure()
    {
        var client = Ready(new Pop3ResponseLimits());
        client.Quit();
        Hear(client, "", out var said);
        client.Signal(Signal.PeerClosed);
        Assert.Equal("QUIT\r\n", said);
        Assert.Equal(Pop3ClientFailureCause.PeerClosed, client.Failure!.Cause);
    }

    [Theory]
    [InlineData("a\r\nDELE 1", "x")]
    [InlineData("a", "x\r\nDELE 1")]
    [InlineData("a\0", "x")]
    public void A_login_of_two_lines_is_refused(string name, string password) =>
        Assert.Throws<ArgumentException>(() => new Pop3ClientEngine(new Pop3ClientOptions
        {
            Login = new SaslLogin { UserName = name, Password = new Secret(password) },
        }));

    private static string? After(Pop3ResponseLimits limits, Action<Pop3ClientEngine> command, string answer)
    {
        var client = Ready(limits);
        command(client);
        Hear(client, answer, out _);
        return client.Failure?.Explanation;
    }

    private static Pop3ClientEngine Ready(Pop3ResponseLimits limits)
    {
        var client = new Pop3ClientEngine(new Pop3ClientOptions { Tls = Pop3ClientTls.Never, Limits = limits });
        Assert.Equal(Pop3ClientStepKind.Ready, Hear(client, "+OK\r\n-ERR\r\n", out _));
        return client;
    }

    /// <summary>The client hears this line by line, as long as it listens.</summary>
    private static Pop3ClientStepKind Hear(Pop3ClientEngine client, string text, out string said)
    {
        var output = new ArrayBufferWriter<byte>();
        var kind = Advance(client, [], output);
        var injected = text.EndsWith("+OK\r\n+OK\r\n", StringComparison.Ordinal);
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line + "\n").ToList();
        if (injected)
        {
            lines[^2] += lines[^1];
            lines.RemoveAt(lines.Count - 1);
        }

        foreach (var line in lines)
            kind = Advance(client, Encoding.Latin1.GetBytes(line), output);
        said = Encoding.UTF8.GetString(output.WrittenSpan);
        return kind;
    }

    private static Pop3ClientStepKind Advance(Pop3ClientEngine client, byte[] octets, IBufferWriter<byte> output)
    {
        var reader = new SequenceReader<byte>(new ReadOnlySequence<byte>(octets));
        Pop3ClientStepKind kind;
        do
        {
            kind = client.Advance(ref reader, output).Kind;
        }
        while (kind == Pop3ClientStepKind.Content);
        return kind;
    }

    private static readonly SaslLogin Ann = new() { UserName = "ann", Password = new Secret("secret") };
}
