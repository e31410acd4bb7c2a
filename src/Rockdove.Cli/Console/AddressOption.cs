using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using Rockdove.Daemon;

namespace Rockdove.Cli;

/// <summary>
/// Options that say where to listen: <c>127.0.0.1:1025</c>, <c>[::1]:1025</c>, <c>localhost:1025</c>, <c>*:1025</c>
/// or <c>1025</c>.
/// </summary>
internal static class AddressOption
{
    /// <summary>One where HTTP is answered: the address that it prints, with <c>http://</c>, is taken too.</summary>
    public static Option<IPEndPoint?> CreateHttp(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "ADDRESS",
        CustomParser = result => Parse(name, result, isHttp: true),
    };

    public static Option<IPEndPoint?> Create(string name, string description, string? defaultAddress = null)
    {
        var option = new Option<IPEndPoint?>(name)
        {
            Description = description,
            HelpName = "ADDRESS",
            CustomParser = result => Parse(name, result),
        };
        if (defaultAddress is not null)
            option.DefaultValueFactory = _ => IPEndPoint.Parse(defaultAddress);
        return option;
    }

    /// <summary>
    /// One that is off unless it is given, and has an address of its own when it is given without one.
    /// </summary>
    public static Option<IPEndPoint?> CreateOptional(string name, string description, string addressIfGiven) =>
        new(name)
        {
            Description = description,
            HelpName = "ADDRESS",
            Arity = ArgumentArity.ZeroOrOne,
            CustomParser = result => result.Tokens.Count == 0 ? IPEndPoint.Parse(addressIfGiven) : Parse(name, result),
        };

    /// <summary>The option for error messages, and whether its address is the default.</summary>
    public static string Source(ParseResult parsed, Option<IPEndPoint?> option) =>
        parsed.GetResult(option) is { Implicit: false } ? option.Name : $"the default {option.Name}";

    /// <summary>
    /// The address of an option; where none was given, every interface with the port of its default if that is wanted.
    /// </summary>
    public static IPEndPoint? Choose(ParseResult parsed, Option<IPEndPoint?> option, bool isPublic)
    {
        var hasAddress = parsed.GetResult(option) is { Implicit: false, Tokens.Count: > 0 };
        return parsed.GetValue(option) is { } address && isPublic && !hasAddress
            ? new IPEndPoint(IPAddress.IPv6Any, address.Port)
            : parsed.GetValue(option);
    }

    public static bool TryParse(string text, out IPEndPoint? address)
    {
        address = ListenAddress.TryRead(text);
        return address is not null;
    }

    private static IPEndPoint? Parse(string name, ArgumentResult result, bool isHttp = false)
    {
        var text = result.Tokens[0].Value;
        var bare = isHttp && text.StartsWith(Http, StringComparison.OrdinalIgnoreCase)
            ? text[Http.Length..].TrimEnd('/')
            : text;
        if (TryParse(bare, out var address))
            return address;
        result.AddError($"{name} '{text}' is no address to listen on; allowed are 127.0.0.1:1025, [::1]:1025, "
            + "localhost:1025, *:1025 (every interface) and 1025"
            + (isHttp ? ", each with http:// before it or without" : "") + "; port 0 lets the system choose");
        return null;
    }

    private const string Http = "http://";
}
