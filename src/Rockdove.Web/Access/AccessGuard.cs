using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Rockdove.Web;

/// <summary>
/// Asks who somebody is, where that was asked for: basic authentication (RFC 7617) and bearer tokens (RFC 6750).
/// </summary>
internal sealed class AccessGuard(CatcherAccess access, TimeProvider time)
{
    private readonly AddressBuckets _failures = new(FailuresAtOnce, FailuresAMinute / 60.0, time);

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var isSending = IsSendApi(context.Request);
        if (IsProbe(context.Request) || IsOpen(isSending))
            return next(context);
        var said = (string?)context.Request.Headers.Authorization;
        if (string.IsNullOrEmpty(said))
            return AskAsync(context, isSending, "Say who you are: see --ui-auth-file and --token-file.");
        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        if (_failures.Wait(address) is var wait && wait > TimeSpan.Zero)
            return GuardAnswers.SlowDownAsync(context, wait, "Too many wrong passwords came from your address.");
        if (Scopes(said, isSending) is not { } scopes)
        {
            _failures.Take(address);
            return AskAsync(context, isSending, "That is nobody who may come in.");
        }

        var needed = Needed(context.Request, isSending);
        return scopes.HasFlag(needed)
            ? next(context)
            : GuardAnswers.RefuseAsync(
                context, 403, "Not allowed", $"This token does not have {Name(needed)} among its scopes.");
    }

    private bool IsOpen(bool isSending)
    {
        if (!isSending)
            return !access.ProtectsMail;
        return access.AnyoneSends || access.Senders is null && !access.ProtectsMail;
    }

    /// <summary>What they may do who say this; null if they are nobody.</summary>
    private AccessScopes? Scopes(string said, bool isSending)
    {
        var space = said.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0)
            return null;
        var (scheme, value) = (said[..space], said[(space + 1)..].Trim());
        if (scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase))
            return access.Tokens?.Find(value);
        if (!scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase) || ReadPair(value) is not var (user, password))
            return null;
        var users = isSending && access.Senders is { } senders ? senders : access.Users;
        return users?.Accepts(user, password) == true ? Everything : null;
    }

    private static (string User, string Password)? ReadPair(string base64)
    {
        var octets = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, octets, out var length))
            return null;
        var pair = Encoding.UTF8.GetString(octets, 0, length);
        var colon = pair.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : (pair[..colon], pair[(colon + 1)..]);
    }

    private Task AskAsync(HttpContext context, bool isSending, string detail)
    {
        var challenges = new List<string>();
        if (access.Users is not null || isSending && access.Senders is not null)
            challenges.Add("""Basic realm="Rockdove", charset="UTF-8" """.TrimEnd());
        if (access.Tokens is not null)
            challenges.Add("""Bearer realm="Rockdove" """.TrimEnd());
        context.Response.Headers.WWWAuthenticate = challenges.ToArray();
        return GuardAnswers.RefuseAsync(context, StatusCodes.Status401Unauthorized, "Who are you?", detail);
    }

    private static AccessScopes Needed(HttpRequest request, bool isSending)
    {
        if (isSending || IsPost(request) && Ends(request, "/release"))
            return AccessScopes.Send;
        // An assertion asks; its question is too long for an address.
        return RequestGuard.IsReading(request.Method) || IsPost(request) && Ends(request, "/assert")
            ? AccessScopes.Read
            : AccessScopes.Write;
    }

    private static string Name(AccessScopes scope) => scope switch
    {
        AccessScopes.Read => "read",
        AccessScopes.Write => "write",
        _ => "send",
    };

    private static bool IsPost(HttpRequest request) => HttpMethods.IsPost(request.Method);

    private static bool Ends(HttpRequest request, string end) =>
        request.Path.Value!.TrimEnd('/').EndsWith(end, StringComparison.OrdinalIgnoreCase);

    private static bool IsSendApi(HttpRequest request) => IsAt(request, "/api/v1/send");

    private static bool IsProbe(HttpRequest request) => IsAt(request, "/livez") || IsAt(request, "/readyz");

    // Routes are found in any case, and with a slash behind them.
    private static bool IsAt(HttpRequest request, string path) =>
        request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase, out var rest)
        && rest.Value is null or "" or "/";

    private const AccessScopes Everything = AccessScopes.Read | AccessScopes.Write | AccessScopes.Send;

    /// <summary>Wrong passwords of one address before it has to wait: somebody who types, and a script with a
    /// mistake.</summary>
    public const int FailuresAtOnce = 20;

    /// <summary>And so many in each minute after that.</summary>
    public const int FailuresAMinute = 20;
}
