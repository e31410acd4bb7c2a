namespace Rockdove.Prober;

/// <summary>Whether a port speaks TLS, and which (RFC 3207, RFC 8996).</summary>
internal sealed class TlsCheck() : Check(CheckNames.Tls)
{
    public override bool IsForServices => true;

    public override async Task<IReadOnlyList<CheckResult>> RunAsync(CheckScope scope)
    {
        var services = await scope.ServicesAsync();
        if (services.Count == 0)
            return [Result(CheckStatus.Untested, scope.Target.ToString(), "There is no server to look at.")];
        return await Task.WhenAll(services.Select(service => LookAtAsync(scope, service)));
    }

    private async Task<CheckResult> LookAtAsync(CheckScope scope, CheckedPort service)
    {
        var sight = await scope.InspectAsync(service);
        var subject = service.ToString();
        var word = service.Protocol == CheckedProtocol.Pop3 ? "STLS" : "STARTTLS";
        switch (sight.Failure)
        {
            case SightFailure.NoLookup or SightFailure.NoAddress:
                return Result(
                    CheckStatus.Error, subject, $"The server cannot be found. {sight.Explanation}",
                    "Look after its name.");
            case SightFailure.Unreachable:
                return Result(
                    CheckStatus.Error, subject, $"The server cannot be reached from here. {sight.Explanation}",
                    service.IsExchange
                        ? "Look whether it runs. Many networks let nobody out to port 25: try from another one."
                        : "Look whether it runs, and what lies between.");
            case SightFailure.NotOpened:
                return Result(
                    CheckStatus.Error, subject, $"The server does not let us get as far as TLS. {sight.Explanation}",
                    "Look into its log; it may have something against this address or name.");
            case SightFailure.NoTls:
                return Result(
                    CheckStatus.Fail, subject, $"The server does not offer {word}: mail goes in clear.",
                    "Give it a certificate, and switch TLS on.");
            case SightFailure.NoHandshake:
                return Result(
                    CheckStatus.Fail, subject, $"The handshake fails. {sight.Explanation}",
                    "Look into the server's log; it may speak nothing newer than TLS 1.1.");
        }

        var what = $"The server speaks {sight.Tls}.";
        if (sight.Outdated.Count > 0)
        {
            var isWeak = sight.Outdated.Any(one => one.Contains("weak", StringComparison.Ordinal));
            return Result(
                isWeak ? CheckStatus.Fail : CheckStatus.Warning, subject,
                $"{what} It also still speaks {List(sight.Outdated)}.",
                "Switch that off (RFC 8996).");
        }

        return sight.IsNewest
            ? Result(CheckStatus.Ok, subject, what)
            : Result(CheckStatus.Notice, subject, $"{what} It does not speak TLS 1.3.", "Let it, where it can.");
    }

    private static string List(IReadOnlyList<string> words) => words.Count == 1
        ? words[0]
        : $"{string.Join(", ", words.SkipLast(1))} and {words[^1]}";
}
