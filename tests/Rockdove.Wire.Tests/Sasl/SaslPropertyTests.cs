using System.Buffers;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Rockdove.Wire.Tests;

/// <summary>Whatever the peer sends, the answer is a status, and nobody gets in by accident.</summary>
public sealed class SaslPropertyTests
{
    [Fact]
    public void No_octets_make_a_server_throw_or_let_a_stranger_in() =>
        Check.One(Configuration, Prop.ForAll<byte[][]>(turns => SaslMechanisms.All.All(mechanism => Survives(
            mechanism, turns))));

    [Fact]
    public void No_damage_to_a_right_message_makes_a_server_throw() =>
        Check.One(Configuration, Prop.ForAll<NonNegativeInt, byte, NonNegativeInt>((at, octet, how) =>
            Messages.All(pair => Survives(
                SaslMechanisms.Find(pair.Mechanism)!,
                pair.Turns.Select(turn => Damage(Encoding.UTF8.GetBytes(turn), at.Get, octet, how.Get)).ToArray()))));

    [Fact]
    public void No_octets_make_a_client_throw_or_believe_the_server() =>
        Check.One(Configuration, Prop.ForAll<byte[][]>(turns => SaslMechanisms.All.All(mechanism =>
            !ClientBelieves(mechanism.Name, turns))));

    [Fact]
    public void No_damage_to_a_right_challenge_makes_a_client_throw_or_believe_the_server() =>
        Check.One(Configuration, Prop.ForAll<NonNegativeInt, byte, NonNegativeInt>((at, octet, how) =>
            !ClientBelieves(
                "SCRAM-SHA-256",
                [
                    [],
                    Damage(Encoding.ASCII.GetBytes("r=AAAAAAAAAAAAAAAAAAAAAAAAx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"),
                        at.Get, octet, how.Get),
                    Damage(Encoding.ASCII.GetBytes("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="),
                        at.Get, octet, how.Get),
                ])));

    [Fact]
    public void Preparing_twice_is_preparing_once() =>
        Check.One(Configuration.WithMaxTest(500), Prop.ForAll<string>(text =>
            text is null
            || !SaslPrep.TryPrepare(text, out var once)
            || (SaslPrep.TryPrepare(once, out var twice) && once == twice)));

    // Every call that a careless protocol could make, in every order: the exchange itself must refuse.
    private static bool Survives(SaslMechanism mechanism, byte[][] turns)
    {
        var server = mechanism.Begin(SaslTurns.Context);
        var challenge = new ArrayBufferWriter<byte>();
        var mayAccept = false;
        foreach (var turn in turns)
        {
            var status = server.Next(turn ?? [], challenge);
            if (status == SaslStatus.NeedsSecret)
                status = server.Provide(null, challenge);
            mayAccept |= status == SaslStatus.Decide;
            if (status == SaslStatus.Decide && server.Credentials is null)
                return false;
        }

        var end = server.Accept(challenge);
        return mayAccept ? end == SaslStatus.Succeeded || turns.Length > 1 : end == SaslStatus.Failed;
    }

    private static bool ClientBelieves(string mechanism, byte[][] turns)
    {
        var client = SaslClientSelector.Create(mechanism, new SaslLogin
        {
            UserName = "tim",
            Password = new Secret("secret"),
            Token = new Secret("abc"),
            FillRandom = SaslTurns.Fixed(0),
        });
        var response = new ArrayBufferWriter<byte>();
        foreach (var turn in turns)
            client.Next(turn ?? [], response);
        return client.ServerIsProved || (mechanism == "SCRAM-SHA-256" && client.IsComplete);
    }

    private static byte[] Damage(byte[] message, int at, byte octet, int how)
    {
        if (message.Length == 0)
            return [octet];
        at %= message.Length;
        return (how % 4) switch
        {
            0 => [.. message[..at], octet, .. message[(at + 1)..]],
            1 => [.. message[..at], octet, .. message[at..]],
            2 => [.. message[..at], .. message[(at + 1)..]],
            _ => message[..at],
        };
    }

    private static readonly Config Configuration = Config.QuickThrowOnFailure.WithMaxTest(200);

    private static readonly (string Mechanism, string[] Turns)[] Messages =
    [
        ("PLAIN", ["\0tim\0tanst\u00E4\u00E4f"]),
        ("LOGIN", ["", "tim", "tanst\u00E4\u00E4f"]),
        ("CRAM-MD5", ["", "tim b913a602c7eda7a495b4e6e7334d3890"]),
        ("SCRAM-SHA-256",
        [
            "n,a=x,n=us=2Cer,r=abc,x=y",
            "c=bixhPXgs,r=abcAAAAAAAAAAAAAAAAAAAAAAAA,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
        ]),
        ("OAUTHBEARER", ["n,a=tim,\u0001host=mx\u0001port=25\u0001auth=Bearer abc\u0001\u0001"]),
        ("XOAUTH2", ["user=tim\u0001auth=Bearer abc\u0001\u0001"]),
        ("EXTERNAL", ["t\u00EFm"]),
        ("ANONYMOUS", ["trace \u00EF"]),
    ];
}
