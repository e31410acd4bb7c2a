using System.CommandLine;
using System.CommandLine.Parsing;
using Rockdove.Web;

namespace Rockdove.Cli;

/// <summary>What may be said to <c>rockdove catch</c> about who may use its pages and API, and how.</summary>
internal sealed class CatchHttpOptions
{
    public Option<bool> Public { get; } = new("--public")
    {
        Description = "Listen on every interface wherever no address is given, and say what others can then do.",
    };

    public Option<string?> UsersFile { get; } = new("--ui-auth-file")
    {
        Description = "A file of those who may use --http, as htpasswd writes it: USER:PASSWORD a line, by bcrypt, "
            + "{SHA}, {SSHA} or as it is. Everybody may unless given.",
        HelpName = "FILE",
    };

    public Option<string?> TokensFile { get; } = new("--token-file")
    {
        Description = "A file of tokens for programs, NAME SCOPES TOKEN a line: scopes are read, write and send with "
            + "commas, a token may be sha256: and its hash. Each is shown as Authorization: Bearer TOKEN.",
        HelpName = "FILE",
    };

    public Option<string?> SendersFile { get; } = new("--send-api-auth-file")
    {
        Description = "A file of those who may send by POST /api/v1/send instead of the users of --ui-auth-file.",
        HelpName = "FILE",
    };

    public Option<bool> AnyoneSends { get; } = new("--send-api-auth-accept-any")
    {
        Description = "Let anybody send by POST /api/v1/send, whatever else is asked for.",
    };

    /// <summary>Users as a variable of the environment has them, with spaces between.</summary>
    public Option<string?> Users { get; } = new("--ui-auth") { Hidden = true };

    /// <summary>The same of those who may send.</summary>
    public Option<string?> Senders { get; } = new("--send-api-auth") { Hidden = true };

    public Option<string[]> Origins { get; } = new("--api-cors")
    {
        Description = "Origins such as https://app.example.org whose pages may use the API, or * for all; with commas, "
            + "or repeated.",
        HelpName = "ORIGIN",
    };

    public Option<int> Rate { get; } = new("--http-rate")
    {
        Description = "Requests in a second from one address other than this machine's; more are 429. 0: no limit.",
        HelpName = "COUNT",
        DefaultValueFactory = _ => new CatcherWebOptions().RequestsPerSecond,
    };

    public Option<string?> Cert { get; } = new("--http-cert")
    {
        Description = "A PEM file with the certificate of --http, which then is HTTPS. Read again when it changes.",
        HelpName = "FILE",
    };

    public Option<string?> Key { get; } = new("--http-key")
    {
        Description = "A PEM file with the key of --http-cert, if that has none.",
        HelpName = "FILE",
    };

    public Option<bool> Tls { get; } = new("--http-tls")
    {
        Description = "Speak HTTPS with the certificate of --cert, or the one that is made up.",
    };

    public Option<string> Root { get; } = new("--webroot")
    {
        Description = "The path below which all of --http is, such as /mail, for a proxy that passes on whole paths.",
        HelpName = "PATH",
        CustomParser = ReadRoot,
        DefaultValueFactory = _ => "",
    };

    public Option<bool> Metrics { get; } = new("--metrics")
    {
        Description = "Tell Prometheus at /metrics what goes on.",
    };

    public Option<string> Label { get; } = new("--label")
    {
        Description = "What this catcher is called where several are open.",
        HelpName = "TEXT",
        DefaultValueFactory = _ => "",
    };

    public void AddTo(Command command)
    {
        Option[] all =
        [
            Public, UsersFile, TokensFile, SendersFile, AnyoneSends, Users, Senders, Origins, Rate, Cert, Key, Tls,
            Root, Metrics, Label,
        ];
        foreach (var option in all)
            command.Options.Add(option);
        UsersFile.NotEmpty("a file");
        TokensFile.NotEmpty("a file");
        SendersFile.NotEmpty("a file");
        Cert.NotEmpty("a file");
        Key.NotEmpty("a file");
        Rate.Within(0, 1_000_000);
        Origins.Validators.Add(result =>
        {
            foreach (var origin in result.Tokens.SelectMany(token => Split(token.Value)).Where(each => !IsOrigin(each)))
            {
                result.AddError($"--api-cors '{origin}' is not allowed; allowed are origins such as "
                    + "https://app.example.org or http://localhost:3000, and *");
            }
        });
        command.Validators.Add(result =>
        {
            if (result.GetResult(Key) is not null && result.GetResult(Cert) is null)
                result.AddError("--http-key is given without --http-cert: a key needs its certificate");
            if (result.GetResult(Tls) is { Implicit: false } && result.GetResult(Cert) is not null)
                result.AddError("--http-tls and --http-cert are two certificates for --http; allowed is one of them");
            if (result.GetResult(UsersFile) is not null && result.GetResult(Users) is not null)
                result.AddError("MP_UI_AUTH is there beside --ui-auth-file; allowed is one of them");
            if (result.GetResult(SendersFile) is not null && result.GetResult(Senders) is not null)
                result.AddError("MP_SEND_API_AUTH is there beside --send-api-auth-file; allowed is one of them");
        });
    }

    /// <summary>HTTP is HTTPS.</summary>
    public bool IsTls(ParseResult parsed) => parsed.GetValue(Tls) || parsed.GetValue(Cert) is not null;

    /// <exception cref="UsageException">A file cannot be used.</exception>
    public CatcherAccess ReadAccess(ParseResult parsed) => new()
    {
        Users = Read(parsed, UsersFile, PasswordFile.Parse) ?? ReadVariable(parsed, Users, "MP_UI_AUTH"),
        Tokens = Read(parsed, TokensFile, TokenFile.Parse),
        Senders = Read(parsed, SendersFile, PasswordFile.Parse) ?? ReadVariable(parsed, Senders, "MP_SEND_API_AUTH"),
        AnyoneSends = parsed.GetValue(AnyoneSends),
    };

    public IReadOnlyCollection<string> AllowedOrigins(ParseResult parsed) =>
        [.. (parsed.GetValue(Origins) ?? []).SelectMany(Split)];

    private static string ReadRoot(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        try
        {
            return new CatcherWebOptions { WebRoot = text }.WebRoot;
        }
        catch (ArgumentException)
        {
            result.AddError($"--webroot '{text}' is not allowed; allowed is a path such as /mail, of letters, digits "
                + "and - _ . ~ @, at most 200 characters");
            return "";
        }
    }

    private static IEnumerable<string> Split(string list) =>
        list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static bool IsOrigin(string text) =>
        text == "*"
        || Uri.TryCreate(text, UriKind.Absolute, out var origin)
            && origin.Scheme is "http" or "https"
            && origin is { AbsolutePath: "/", Query: "", Fragment: "", UserInfo: "" };

    internal static T? Read<T>(ParseResult parsed, Option<string?> option, Func<string, T> parse)
        where T : class
    {
        if (parsed.GetValue(option) is not { } path)
            return null;
        try
        {
            return parse(File.ReadAllText(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new UsageException($"{option.Name} '{path}' cannot be used: {error.Message}") { IsOfWorld = true };
        }
    }

    internal static PasswordFile? ReadVariable(ParseResult parsed, Option<string?> option, string variable)
    {
        if (parsed.GetValue(option) is not { } users)
            return null;
        try
        {
            return PasswordFile.Parse(users.Replace(' ', '\n'));
        }
        catch (FormatException error)
        {
            throw new UsageException($"{variable} cannot be used: {error.Message}") { IsOfWorld = true };
        }
    }
}
