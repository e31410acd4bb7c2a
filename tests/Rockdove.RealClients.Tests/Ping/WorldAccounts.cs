namespace Rockdove.RealClients.Tests;

/// <summary>Where somebody sends or receives: a door of a server, and how it is entered.</summary>
/// <param name="Server">Whose it is: <see cref="WorldAccounts.Debian"/> or a domain of <c>rockdove serve</c>.</param>
/// <param name="Door">What the server calls it.</param>
/// <param name="Security">As the configuration has it.</param>
/// <param name="Protocol">What is spoken there.</param>
internal sealed record WorldDoor(string Server, string Door, string Security, string Protocol = "smtp")
{
    /// <summary>What is offered is there, in this world, so only who wants none has none.</summary>
    public bool IsEncrypted => Security != "none";
}

/// <summary>Somebody whom the prober sends mail from and to.</summary>
/// <param name="Name">By what the configuration calls them.</param>
/// <param name="Address">Their address.</param>
/// <param name="Mechanism">The one that they log in with, on both sides.</param>
/// <param name="Send">Where they send.</param>
/// <param name="Receive">Where they receive.</param>
internal sealed record WorldAccount(
    string Name, string Address, string Mechanism, WorldDoor Send, WorldDoor Receive)
{
    public string User => Address.Split('@')[0];

    public string Domain => Address.Split('@')[1];

    /// <summary>Everybody has another one, so that each can be looked for where it must not be.</summary>
    public string Password => $"{Name} keeps 4 secrets";

    /// <summary>One who sends by <c>rockdove serve</c>, which delivers to its own people alone.</summary>
    public bool StaysAtHome => Send.Server != WorldAccounts.Debian;
}

/// <summary>
/// The people of three domains: every mode of security for sending, IMAP and POP3, and every mechanism.
/// </summary>
internal static class WorldAccounts
{
    public const string Debian = "deb.test";
    public const string Rock = "rock.test";
    public const string Dove = "dove.test";

    public static IReadOnlyList<WorldAccount> All { get; } =
    [
        new("deb-tls", "ann@deb.test", "PLAIN", new(Debian, "465", "tls"), new(Debian, "imaps", "tls", "imap")),
        new("deb-starttls", "bob@deb.test", "LOGIN",
            new(Debian, "587", "starttls"), new(Debian, "pop3", "starttls", "pop3")),
        new("deb-clear", "cid@deb.test", "CRAM-MD5",
            new(Debian, "25", "none"), new(Debian, "imap", "none", "imap")),
        new("deb-offered", "dan@deb.test", "SCRAM-SHA-256",
            new(Debian, "25", "starttls-if-offered"), new(Debian, "pop3s", "tls", "pop3")),
        new("rock-starttls", "eva@rock.test", "SCRAM-SHA-256",
            new(Debian, "587", "starttls"), new(Rock, "imap", "starttls", "imap")),
        new("rock-tls", "fay@rock.test", "PLAIN", new(Debian, "465", "tls"), new(Rock, "pop3s", "tls", "pop3")),
        new("dove-clear", "gus@dove.test", "LOGIN",
            new(Debian, "25", "none"), new(Dove, "imap-clear", "none", "imap")),
        new("dove-starttls", "hal@dove.test", "CRAM-MD5",
            new(Debian, "25", "starttls-if-offered"), new(Dove, "pop3", "starttls", "pop3")),
        new("home-tls", "ida@rock.test", "LOGIN",
            new(Rock, "submissions", "tls"), new(Rock, "imaps", "tls", "imap")),
        new("home-starttls", "joe@rock.test", "CRAM-MD5",
            new(Rock, "submission", "starttls"), new(Rock, "pop3-clear", "none", "pop3")),
    ];

    /// <summary>Who writes to whom: all to all, but for those whose server relays nothing.</summary>
    public static IReadOnlyList<(WorldAccount From, WorldAccount To)> Pairs { get; } =
    [
        .. from one in All
           from other in All
           where one != other && (!one.StaysAtHome || one.Domain == other.Domain)
           select (one, other),
    ];
}
