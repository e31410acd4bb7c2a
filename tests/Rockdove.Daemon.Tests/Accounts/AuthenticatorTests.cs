using Rockdove.Storage;
using Rockdove.Wire;

namespace Rockdove.Daemon.Tests;

public sealed class AuthenticatorTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The clock is not asked: what is counted is the work, which is the same for everybody.</summary>
    [Theory]
    [InlineData("ann", "right", true)]
    [InlineData("ann", "wrong", false)]
    [InlineData("ann@example.org", "wrong", false)]
    [InlineData("ann", "", false)]
    [InlineData("ann", "\u0007", false)]
    [InlineData("nobody", "wrong", false)]
    [InlineData("nobody@example.org", "wrong", false)]
    [InlineData("@example.org", "wrong", false)]
    [InlineData("", "wrong", false)]
    [InlineData("\u0001", "wrong", false)]
    [InlineData("closed", "right", false)]
    [InlineData("configured@example.org", "right", true)]
    [InlineData("configured@example.org", "wrong", false)]
    public async Task Whoever_it_is_one_password_costs_one_slow_hash(string name, string password, bool isRight)
    {
        var rounds = new List<int>();
        using var authenticator = new Authenticator(await DirectoryAsync(), (secret, salt, iterations) =>
        {
            rounds.Add(iterations);
            return PasswordVerifiers.Slow(secret, salt, 1 + (iterations - PasswordVerifiers.HashIterations));
        });

        var account = await authenticator.LogInAsync(
            new Credentials("PLAIN", CredentialKind.Password, name, Secret: new Secret(password)), Token);

        Assert.Equal(isRight, account is not null);
        Assert.Equal([PasswordVerifiers.HashIterations], rounds);
    }

    [Fact]
    public async Task So_does_one_that_is_too_long()
    {
        var rounds = new List<int>();
        using var authenticator = new Authenticator(await DirectoryAsync(), (_, _, iterations) =>
        {
            rounds.Add(iterations);
            return [];
        });

        var tooLong = new Secret(new string('x', PasswordVerifiers.MaximumPasswordOctets + 1));
        Assert.Null(await authenticator.LogInAsync(
            new Credentials("PLAIN", CredentialKind.Password, "ann", Secret: tooLong), Token));
        Assert.Equal([PasswordVerifiers.HashIterations], rounds);
    }

    /// <summary>Two accounts, whose hashes say that they had the usual rounds, and one of the settings.</summary>
    private static async Task<Func<AccountDirectory>> DirectoryAsync()
    {
        var accounts = new MemoryAccountStore();
        await accounts.AddDomainAsync(new("example.org"), Token);
        foreach (var (name, isEnabled) in new[] { ("ann", true), ("closed", false) })
        {
            await accounts.CreateAsync(
                new Account
                {
                    Name = new(name),
                    IsEnabled = isEnabled,
                    Verifiers =
                    [
                        .. PasswordVerifiers.Create(new Secret("right"), isRecoverable: false, hashIterations: 1)
                            .Select(one => one.Replace(
                                "$i=1$", $"$i={PasswordVerifiers.HashIterations}$", StringComparison.Ordinal)),
                    ],
                    Addresses = [MailAddress.TryRead($"{name}@example.org")!.Value],
                },
                Token);
        }

        var settings = new DaemonSettings
        {
            Domains = ["example.org"],
            Accounts = new Dictionary<string, Secret> { ["configured@example.org"] = new("right") },
        };
        var directory = new AccountDirectory(accounts, settings);
        return () => directory;
    }
}
