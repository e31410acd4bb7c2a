using System.Globalization;
using System.Net;
using System.Text.Json;
using Rockdove.Wire;

namespace Rockdove.Prober;

/// <summary>Gets an access token and renews it when four fifths of its life are over, or when it was refused.</summary>
internal sealed class OAuthLogin(string user, OAuthGrant grant, HttpClient http, TimeProvider time)
    : ILoginSource, IExpiringLogin, IDisposable
{
    private readonly SemaphoreSlim _renewing = new(1);
    private Secret? _token;
    private long _gotAt;
    private TimeSpan _life;
    private Secret? _rotated;
    private long _expires; // In ticks of UTC; 0 while there is no token.

    public DateTimeOffset? Expires => Volatile.Read(ref _expires) is > 0 and var ticks
        ? new DateTimeOffset(ticks, TimeSpan.Zero)
        : null;

    public async ValueTask<SaslLogin> LoginAsync(bool afterRefusal, CancellationToken cancellationToken)
    {
        await _renewing.WaitAsync(cancellationToken);
        try
        {
            if (_token is null || time.GetElapsedTime(_gotAt) >= _life * RenewAt
                || (afterRefusal && time.GetElapsedTime(_gotAt) >= LeastAge))
                await RenewAsync(cancellationToken);
            return new SaslLogin { UserName = user, Token = _token };
        }
        finally
        {
            _renewing.Release();
        }
    }

    public void Dispose() => _renewing.Dispose();

    private async Task RenewAsync(CancellationToken cancellationToken)
    {
        var askedAt = time.GetTimestamp();
        using var patience = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        TokenAnswer? answer;
        try
        {
            using var form = new FormUrlEncodedContent(await FieldsAsync(both.Token));
            using var request = new HttpRequestMessage(HttpMethod.Post, grant.Endpoint) { Content = form };
            using var response = await http.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, both.Token);
            answer = await ReadAsync(response, both.Token);
        }
        catch (HttpRequestException unreachable)
        {
            throw Unavailable(unreachable.Message, unreachable);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Unavailable($"no answer within {Patience.TotalSeconds:0} seconds");
        }

        if (answer is not { AccessToken: { Length: > 0 } token })
            throw Unavailable("the answer has no access_token");
        _token = new Secret(token);
        _gotAt = askedAt;
        _life = answer.ExpiresIn is > 0 and var seconds ? TimeSpan.FromSeconds(seconds) : UnsaidLife;
        Volatile.Write(ref _expires, (time.GetUtcNow() + (_life - time.GetElapsedTime(askedAt))).UtcTicks);
        if (answer.RefreshToken is { Length: > 0 } rotated)
            _rotated = new Secret(rotated);
    }

    private async Task<List<KeyValuePair<string, string>>> FieldsAsync(CancellationToken cancellationToken)
    {
        var fields = new List<KeyValuePair<string, string>> { new("client_id", grant.ClientId) };
        if (grant.RefreshToken is { } refresh)
        {
            // Some servers give a new refresh token each time, and the one in the file is of no use from then on.
            var given = _rotated ?? await refresh.ReadAsync(cancellationToken);
            fields.Add(new("grant_type", "refresh_token"));
            fields.Add(new("refresh_token", given.RevealText()));
        }
        else
        {
            fields.Add(new("grant_type", "client_credentials"));
        }

        if (grant.ClientSecret is { } secret)
            fields.Add(new("client_secret", (await secret.ReadAsync(cancellationToken)).RevealText()));
        if (grant.Scope is { } scope)
            fields.Add(new("scope", scope));
        return fields;
    }

    private async Task<TokenAnswer?> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var octets = new byte[MostAnswerBytes + 1];
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var length = await body.ReadAtLeastAsync(octets, octets.Length, throwOnEndOfStream: false, cancellationToken);
        if (length > MostAnswerBytes)
            throw Unavailable($"the answer is longer than {MostAnswerBytes} octets");
        TokenAnswer? answer = null;
        try
        {
            answer = JsonSerializer.Deserialize(octets.AsSpan(0, length), OAuthJson.Default.TokenAnswer);
        }
        catch (JsonException) when (response.StatusCode != HttpStatusCode.OK)
        {
            // What stands in a page of error is not shown: it may be anything.
        }
        catch (JsonException noJson)
        {
            throw Unavailable("the answer is no JSON", noJson);
        }

        if (response.StatusCode != HttpStatusCode.OK)
        {
            var code = ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
            // RFC 6749 section 5.2: a word such as invalid_grant, and a sentence for whoever runs the client.
            throw Unavailable(answer?.Error is { } error
                ? $"{code} {Shown(error)}{(answer.ErrorDescription is { } why ? $": {Shown(why)}" : "")}"
                : code);
        }

        return answer;
    }

    private static string Shown(string text)
    {
        var shown = string.Concat(text.Where(c => !char.IsControl(c)));
        return shown.Length > MostShown ? shown[..MostShown] + "..." : shown;
    }

    private LoginUnavailableException Unavailable(string why, Exception? inner = null)
    {
        var text = $"No token for {user} from {grant.Endpoint.Host}: {why}.";
        return inner is null ? new LoginUnavailableException(text) : new LoginUnavailableException(text, inner);
    }

    private const double RenewAt = 0.8;

    private const int MostAnswerBytes = 64 * 1024;

    private const int MostShown = 300;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>expires_in is only recommended (RFC 6749 section 5.1); an hour is what most have.</summary>
    private static readonly TimeSpan UnsaidLife = TimeSpan.FromHours(1);

    /// <summary>A fresh token that is refused is not made better by another one.</summary>
    private static readonly TimeSpan LeastAge = TimeSpan.FromMinutes(1);
}
