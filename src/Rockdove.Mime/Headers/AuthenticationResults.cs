namespace Rockdove.Mime;

/// <summary>What a server found out about a message's authentication (RFC 8601).</summary>
/// <param name="ServerId">Who found it out. Believe it only from a server of your own (section 5).</param>
/// <param name="Version">Of the field's grammar; 1 unless it says otherwise.</param>
/// <param name="Results">Empty when nothing was tried (<c>none</c>).</param>
public sealed record AuthenticationResults(string ServerId, int Version, IReadOnlyList<AuthenticationResult> Results)
{
    /// <summary>
    /// Reads an Authentication-Results value, unfolded. Null when it does not follow the grammar of section 2.2: what
    /// is half understood must not be believed.
    /// </summary>
    public static AuthenticationResults? Read(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new AuthenticationResultsReader(HeaderText.Safe(value)).Read();
    }
}

/// <summary>The result of one method.</summary>
/// <param name="Method">In lower case, such as <c>dkim</c>.</param>
/// <param name="MethodVersion">1 unless it says otherwise.</param>
/// <param name="Result">In lower case, such as <c>pass</c>.</param>
/// <param name="Reason">For people; null if none is given.</param>
/// <param name="Properties">What the result is about, in its order.</param>
public sealed record AuthenticationResult(
    string Method, int MethodVersion, string Result, string? Reason, IReadOnlyList<AuthenticationProperty> Properties);

/// <summary>A property such as <c>header.d=example.org</c>.</summary>
/// <param name="Kind">In lower case: <c>smtp</c>, <c>header</c>, <c>body</c>, <c>policy</c> or newer.</param>
/// <param name="Name">In lower case.</param>
/// <param name="Value">As written, without quotes.</param>
public readonly record struct AuthenticationProperty(string Kind, string Name, string Value);
