using Rockdove.Storage;
using Rockdove.Wire;

namespace Rockdove.Daemon.Tests;

/// <summary>What is kept of a password.</summary>
public sealed class PasswordVerifierTests
{
    [Fact]
    public void A_password_is_verified_and_not_kept()
    {
        var verifiers = PasswordVerifiers.Create(new Secret("correct horse"), isRecoverable: false);

        Assert.Equal(2, verifiers.Count);
        new Account { Name = new("ann"), Verifiers = verifiers }.Validate();
        Assert.StartsWith("$scram-sha-256$i=10000$", verifiers[0], StringComparison.Ordinal);
        Assert.StartsWith("$pbkdf2-sha512$i=210000$", verifiers[1], StringComparison.Ordinal);
        Assert.True(PasswordVerifiers.Verify(verifiers, new Secret("correct horse")));
        Assert.False(PasswordVerifiers.Verify(verifiers, new Secret("correct hors")));
        Assert.False(PasswordVerifiers.Verify(verifiers, new Secret("")));
        Assert.False(PasswordVerifiers.Verify([], new Secret("")));
        Assert.Null(PasswordVerifiers.FindRecoverable(verifiers));
    }

    [Fact]
    public void Each_kind_alone_does()
    {
        var all = PasswordVerifiers.Create(new Secret("pässword"), isRecoverable: true);

        Assert.All(all, one => Assert.True(PasswordVerifiers.Verify([one], new Secret("pässword"))));
        Assert.All(all, one => Assert.False(PasswordVerifiers.Verify([one], new Secret("password"))));
        Assert.Equal(new Secret("pässword"), PasswordVerifiers.FindRecoverable(all)!.Password);
        Assert.Equal(Scram.DefaultIterations, PasswordVerifiers.FindScram(all)!.Iterations);
    }

    [Fact]
    public void A_slow_hash_has_the_last_word()
    {
        var slow = PasswordVerifiers.Create(new Secret("new"), isRecoverable: false)[1];
        var old = PasswordVerifiers.Create(new Secret("old"), isRecoverable: true);

        Assert.False(PasswordVerifiers.Verify([slow, old[0], old[2]], new Secret("old")));
    }

    [Theory]
    [InlineData("$pbkdf2-sha512$i=0$c2FsdA$aGFzaA")]
    [InlineData("$pbkdf2-sha512$i=999999999$c2FsdA$aGFzaA")]
    [InlineData("$pbkdf2-sha512$i=1$!$!")]
    [InlineData("$scram-sha-256$i=1$c2FsdA$c3RvcmVk$c2VydmVy")]
    [InlineData("$scram-sha-256$i=4096$$c3RvcmVk$c2VydmVy")]
    [InlineData("$recoverable$!")]
    [InlineData("$argon2id$v=19$m=65536,t=2,p=1$c2FsdA$aGFzaA")]
    public void What_cannot_be_read_lets_nobody_in(string verifier)
    {
        Assert.False(PasswordVerifiers.Verify([verifier], new Secret("x")));
        Assert.Null(PasswordVerifiers.FindScram([verifier]));
        Assert.Null(PasswordVerifiers.FindRecoverable([verifier]));
    }

    [Fact]
    public void A_password_has_a_greatest_length()
    {
        var most = new Secret(new string('x', PasswordVerifiers.MaximumPasswordOctets));

        Assert.NotEmpty(PasswordVerifiers.Create(most, isRecoverable: false));
        Assert.Throws<ArgumentException>(
            () => PasswordVerifiers.Create(new Secret(most.RevealText() + "x"), isRecoverable: false));
        Assert.Throws<ArgumentException>(() => PasswordVerifiers.Create(new Secret(""), isRecoverable: false));
    }
}
