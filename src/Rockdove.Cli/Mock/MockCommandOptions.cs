using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using Rockdove.Mock;

namespace Rockdove.Cli;

/// <summary>What may be said to <c>rockdove mock</c>.</summary>
internal sealed class MockCommandOptions
{
    public GoSmtpMockFlags Flags { get; } = new();

    public Option<string?> Profile { get; } = new("--profile")
    {
        Description = "How to talk: 'rockdove' as the standards say, 'go-smtp-mock' as that does. Unless given, "
            + "a flag of go-smtp-mock's own chooses its manner.",
        HelpName = "NAME",
        CustomParser = result => OneOf(result, "--profile", Rockdove, GoSmtpMock),
    };

    public Option<FileInfo?> Script { get; } = new("--script")
    {
        Description = "A script to follow: rules that begin with '! on', or a conversation to repeat.",
        HelpName = "FILE",
    };

    public Option<string?> Tls { get; } = new("--tls")
    {
        Description = "TLS with a certificate that is made up: 'off', 'offered' or 'required' by STARTTLS, or "
            + "'implicit'. Offered unless given; off in go-smtp-mock's manner.",
        HelpName = "HOW",
        CustomParser = result => OneOf(result, "--tls", "off", "offered", "required", "implicit"),
    };

    public Option<string[]> Auth { get; } = new("--auth")
    {
        Description = "Offer AUTH: 'any' lets everybody in, USER:PASSWORD that one; may be repeated.",
        HelpName = "WHO",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    public Option<IPEndPoint?> Http { get; } = AddressOption.Create(
        "--http", "Where to serve what came: messages, waiting, sessions, the script. Off unless given.");

    public Option<string[]> AllowHost { get; } = new("--allow-host")
    {
        Description = "A host name that may be used for --http, besides localhost and addresses. May be repeated.",
        HelpName = "NAME",
    };

    public SwitchOption Json { get; } = new("--json", "Print addresses and the log as JSON, a line each.");

    public IReadOnlyList<(string Title, IReadOnlyList<Option> Options)> Groups =>
    [
        ("Options", [.. Flags.Shared, Profile, Script, Tls, Auth, Http, AllowHost, Json]),
        .. Flags.Own,
    ];

    public void AddTo(Command command)
    {
        foreach (var option in Groups.SelectMany(group => group.Options))
            command.Options.Add(option);
        command.Validators.Add(Check);
    }

    /// <summary>The command line in our own form; see <see cref="GoFlags"/>.</summary>
    public IReadOnlyList<string> Translate(IReadOnlyList<string> arguments)
    {
        var all = Groups.SelectMany(group => group.Options).ToLookup(option => option is SwitchOption, Bare);
        var repeatable = new HashSet<string> { Bare(Auth), Bare(AllowHost) };
        return GoFlags.Translate(arguments, all[true].ToHashSet(), all[false].ToHashSet(), repeatable);
    }

    public bool IsGoSmtpMock(ParseResult parsed) => parsed.GetValue(Profile) is { } name
        ? name == GoSmtpMock
        : Flags.IsChosen(parsed);

    public MockTls? TlsOf(ParseResult parsed) => parsed.GetValue(Tls) switch
    {
        "off" => MockTls.Off,
        "offered" => MockTls.Offered,
        "required" => MockTls.Required,
        "implicit" => MockTls.Implicit,
        _ => null,
    };

    public MockAuthentication? AuthenticationOf(ParseResult parsed) => parsed.GetValue(Auth) switch
    {
        null or [] => null,
        var who when who.Contains("any") => MockAuthentication.AnyPassword,
        var who => MockAuthentication.Only(who.Select(Account)),
    };

    private void Check(CommandResult result)
    {
        foreach (var who in result.GetResult(Auth)?.Tokens ?? [])
        {
            if (who.Value != "any" && who.Value.IndexOf(':', StringComparison.Ordinal) is var colon
                && (colon <= 0 || colon == who.Value.Length - 1)) // The value may be a password, so it is not shown.
                result.AddError("--auth has a value that is not allowed: it is 'any', or USER:PASSWORD");
        }

        var own = Flags.Own.SelectMany(group => group.Options)
            .FirstOrDefault(option => result.GetResult(option) is { Implicit: false });
        var named = result.GetResult(Profile) is { Tokens: [{ Value: var name }] } ? name : null;
        if (named == Rockdove && own is not null)
            result.AddError($"{own.Name} belongs to go-smtp-mock: leave it out, or say --profile {GoSmtpMock}");
        var isGoSmtpMock = named == GoSmtpMock || (named is null && own is not null);
        if (isGoSmtpMock && result.GetResult(Auth) is { Implicit: false })
            result.AddError($"--auth is not for go-smtp-mock's manner: leave out it or {own?.Name ?? "--profile"}");
    }

    private static (string User, string Password) Account(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return (text[..colon], text[(colon + 1)..]);
    }

    private static string? OneOf(ArgumentResult result, string name, params string[] allowed)
    {
        var text = result.Tokens[0].Value;
        if (allowed.Contains(text))
            return text;
        result.AddError($"{name} '{text}' is not allowed; allowed are {string.Join(", ", allowed)}");
        return null;
    }

    private static string Bare(Option option) => option.Name.TrimStart('-');

    private const string Rockdove = "rockdove";

    private const string GoSmtpMock = "go-smtp-mock";
}
