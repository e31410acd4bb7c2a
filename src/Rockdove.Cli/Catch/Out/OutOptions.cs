using System.CommandLine;
using Rockdove.Catcher;
using Rockdove.Outbox;
using Rockdove.Wire;

namespace Rockdove.Cli;

/// <summary>What may be said to <c>rockdove catch</c> of what leaves it.</summary>
internal sealed class OutOptions
{
    public Option<string[]> Route { get; } = new("--route")
    {
        Description = "A server that may be sent what was caught, such as up=smtp://ann@mail.example.org:587?"
            + "security=starttls&password-file=pw.txt. The first is used where none is named. May be repeated. Without "
            + "it nothing is released.",
        HelpName = "NAME=URL",
    };

    public Option<string[]> ReleaseAllow { get; } = new("--release-allow")
    {
        Description = "Who may get mail that goes out: an address, a domain, .DOMAIN with all below it, or /REGEX/. "
            + "May be repeated. Anybody unless given.",
        HelpName = "PATTERN",
    };

    public Option<string[]> ReleaseBlock { get; } = new("--release-block")
    {
        Description = "Who never gets mail that goes out, written like --release-allow. May be repeated.",
        HelpName = "PATTERN",
    };

    public Option<bool> ReleaseAll { get; } = new("--release-all")
    {
        Description = "Send each message on to its recipients by itself.",
    };

    public Option<string?> ReleaseMatching { get; } = new("--release-matching")
    {
        Description = "Send each message on by itself to those of its recipients in which this is found.",
        HelpName = "REGEX",
    };

    public Option<string[]> ForwardTo { get; } = new("--forward-to")
    {
        Description = "Send each message to this address as well. May be repeated.",
        HelpName = "ADDRESS",
    };

    public Option<bool> ClearOutbox { get; } = new("--clear-outbox")
    {
        Description = "Forget at the start what still waits to go out.",
    };

    public Option<string[]> Webhook { get; } = new("--webhook")
    {
        Description = "Post a short notice of each message as JSON to this URL. May be repeated. Signed if "
            + $"{SecretVariable} is set.",
        HelpName = "URL",
    };

    public Option<string?> WebhookUrl { get; } = new("--webhook-url")
    {
        Description = "The same in the shape of Mailpit.",
        HelpName = "URL",
    };

    public Option<string?> Webhooks { get; } = new("--webhooks")
    {
        Description = "A JSON file with webhooks that have filters, keys or more to tell: see docs/mail-out.md.",
        HelpName = "FILE",
    };

    public void AddTo(Command command)
    {
        Option[] all =
        [
            Route, ReleaseAllow, ReleaseBlock, ReleaseAll, ReleaseMatching, ForwardTo, ClearOutbox, Webhook,
            WebhookUrl, Webhooks,
        ];
        foreach (var option in all)
            command.Options.Add(option);
        Webhooks.NotEmpty("a file");
    }

    /// <exception cref="UsageException">Something makes no sense, or a secret is not there.</exception>
    public MailOutOptions Read(ParseResult parsed, string hostName, bool isKept)
    {
        var options = new MailOutOptions
        {
            Routes = [.. (parsed.GetValue(Route) ?? []).Select(RouteText.Read)],
            Rules = new RecipientRules(Patterns(parsed, ReleaseAllow), Patterns(parsed, ReleaseBlock)),
            ReleasesAll = parsed.GetValue(ReleaseAll),
            ReleasesMatching = parsed.GetValue(ReleaseMatching) is { } regex
                ? Pattern(ReleaseMatching.Name, regex, RecipientPattern.OfRegex)
                : null,
            ForwardsTo = parsed.GetValue(ForwardTo) ?? [],
            Webhooks = [.. Hooks(parsed)],
            HostName = hostName,
            // On a disk there is room for what a server that is away for a day would leave.
            Queue = isKept ? new() { MostBytes = BytesOnDisk } : new(),
        };
        if (options.Webhooks.Count > MostWebhooks)
            throw new UsageException($"there are {options.Webhooks.Count} webhooks; allowed are {MostWebhooks}");
        try
        {
            options.Validate();
        }
        catch (ArgumentException wrong)
        {
            throw new UsageException(
                wrong.Message + (options.Routes.Count == 0 ? "; give --route NAME=smtp://HOST:PORT" : ""));
        }

        return options;
    }

    private IEnumerable<CatcherWebhook> Hooks(ParseResult parsed)
    {
        var secret = Environment.GetEnvironmentVariable(SecretVariable) is { Length: > 0 } text
            ? new Secret(text)
            : null;
        var urls = parsed.GetValue(Webhook) ?? [];
        for (var i = 0; i < urls.Length; i++)
        {
            yield return WebhookFile.Of(
                Webhook.Name, i == 0 ? "webhook" : $"webhook-{i + 1}", urls[i], WebhookBody.Summary, secret);
        }

        if (parsed.GetValue(WebhookUrl) is { } url)
            yield return WebhookFile.Of(WebhookUrl.Name, "mailpit", url, WebhookBody.Mailpit, secret);
        if (parsed.GetValue(Webhooks) is not { } file)
            yield break;
        foreach (var hook in UsageException.OfWorld(() => WebhookFile.Read(file)))
            yield return hook;
    }

    private static List<RecipientPattern> Patterns(ParseResult parsed, Option<string[]> option) =>
        [.. (parsed.GetValue(option) ?? []).Select(text => Pattern(option.Name, text, RecipientPattern.Parse))];

    private static RecipientPattern Pattern(string option, string text, Func<string, RecipientPattern> read)
    {
        try
        {
            return read(text);
        }
        catch (ArgumentException wrong)
        {
            throw new UsageException($"{option} '{text}' is not allowed: {wrong.Message}");
        }
    }

    private const string SecretVariable = "ROCKDOVE_WEBHOOK_SECRET";

    /// <summary>Each is asked about each message.</summary>
    private const int MostWebhooks = 20;

    private const long BytesOnDisk = 2L * 1024 * 1024 * 1024;
}
