using System.Net;
using Microsoft.AspNetCore.Http;

namespace Rockdove.Web;

/// <summary>So many requests a second from each address; from this machine as many as it likes.</summary>
internal sealed class RateGuard(double perSecond, TimeProvider time)
{
    private readonly AddressBuckets _requests = new(Math.Max(1, perSecond * SecondsAtOnce), perSecond, time);

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Connection.RemoteIpAddress is not { } address || IPAddress.IsLoopback(address))
            return next(context);
        var wait = _requests.Take(address);
        return wait > TimeSpan.Zero
            ? GuardAnswers.SlowDownAsync(context, wait, "Too many requests came from your address: see --http-rate.")
            : next(context);
    }

    /// <summary>A page loads many things at once, and a suite begins with a burst.</summary>
    public const int SecondsAtOnce = 4;
}
