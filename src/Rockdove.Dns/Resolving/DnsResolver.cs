using System.Net;
using System.Net.Sockets;

namespace Rockdove.Dns;

/// <summary>
/// A stub resolver: asks resolvers that ask others (RFC 1034 section 5.3.1), over UDP and TCP, and follows aliases.
/// What they answer, and that they do not, is a value. Thread-safe.
/// </summary>
public sealed class DnsResolver : IDisposable
{
    private readonly DnsResolverOptions _options;
    private readonly DnsTransport _transport;
    private readonly DnsCache _cache;
    private readonly SemaphoreSlim _inFlight;

    public DnsResolver(DnsResolverOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _transport = new DnsTransport(options);
        _cache = new DnsCache(options.KeptAnswers, options.LongestKept, options.Time);
        _inFlight = new SemaphoreSlim(options.MaximumInFlight);
    }

    /// <summary>Whom it asks.</summary>
    public IReadOnlyList<IPEndPoint> Servers => _options.Servers;

    /// <summary>Asks for the records of a name.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled; that the servers take too long is an answer.
    /// </exception>
    public async Task<DnsAnswer> QueryAsync(DnsName name, DnsType type, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name);
        var question = new DnsQuestion(name, type);
        if (_cache.TryFind(question, out var kept))
            return kept;
        await _inFlight.WaitAsync(cancellationToken);
        try
        {
            var answer = await FollowAsync(question, cancellationToken);
            _cache.Keep(answer);
            return answer;
        }
        finally
        {
            _inFlight.Release();
        }
    }

    /// <summary>Asks for both kinds of addresses of a name.</summary>
    /// <returns>The answer for A and that for AAAA.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<(DnsAnswer V4, DnsAnswer V6)> AddressesAsync(DnsName name, CancellationToken cancellationToken)
    {
        var v4 = QueryAsync(name, DnsType.A, cancellationToken);
        var v6 = QueryAsync(name, DnsType.Aaaa, cancellationToken);
        await Task.WhenAll(v4, v6);
        return (await v4, await v6);
    }

    public void Dispose() => _inFlight.Dispose();

    /// <summary>A server tells of all aliases that it knows the ends of; where it stops, it is asked on.</summary>
    private async Task<DnsAnswer> FollowAsync(DnsQuestion question, CancellationToken cancellationToken)
    {
        var aliases = new List<CnameRecord>();
        var seen = new HashSet<DnsName> { question.Name };
        var isAuthentic = true;
        var lifetime = TimeSpan.MaxValue;
        var current = question.Name;
        while (true)
        {
            var asked = current;
            var (message, failure) = await AskServersAsync(question with { Name = asked }, cancellationToken);
            if (message is null)
                return failure! with { Question = question, Aliases = aliases };
            isAuthentic &= message.Message.IsAuthentic;
            DnsRecord[] records;
            while (true)
            {
                records = [.. message.Message.Answers.Where(one => one.Type == question.Type && one.Name == current)];
                if (records.Length > 0
                    || message.Message.Answers.OfType<CnameRecord>().FirstOrDefault(one => one.Name == current)
                        is not { } alias)
                    break;
                aliases.Add(alias);
                lifetime = Shorter(lifetime, alias.TimeToLive);
                if (!seen.Add(alias.Target))
                    return Broken(question, aliases, message, "The aliases lead in a circle.");
                if (aliases.Count > _options.MaximumAliases)
                {
                    return Broken(
                        question, aliases, message, $"There are more than {_options.MaximumAliases} aliases in a row.");
                }

                current = alias.Target;
            }

            var soa = message.Message.Authorities.OfType<SoaRecord>().FirstOrDefault();
            var code = message.Message.ResponseCode;
            if (records.Length == 0 && current != asked && code == DnsResponseCode.NoError && soa is null)
                continue;
            foreach (var record in records)
                lifetime = Shorter(lifetime, record.TimeToLive);
            if (records.Length == 0)
                lifetime = Shorter(lifetime, NegativeLifetime(soa));
            return new DnsAnswer
            {
                Question = question,
                Outcome = records.Length > 0 ? DnsOutcome.Found
                    : code == DnsResponseCode.NameError ? DnsOutcome.NoName
                    : DnsOutcome.NoData,
                Records = records,
                Aliases = aliases,
                IsAuthentic = isAuthentic,
                TimeToLive = lifetime,
                ResponseCode = code,
                Server = message.Server,
                Explanation = message.Message.Extension?.Explanation,
            };
        }
    }

    /// <summary>Asks one server after another, as often as is allowed; the first answer counts.</summary>
    private async Task<(Received? Message, DnsAnswer? Failure)> AskServersAsync(
        DnsQuestion question, CancellationToken cancellationToken)
    {
        DnsAnswer? failure = null;
        for (var attempt = 0; attempt < _options.Attempts; attempt++)
        {
            foreach (var server in _options.Servers)
            {
                var (message, problem) = await AskServerAsync(server, question, cancellationToken);
                if (message is not null)
                    return (message, null);

                // What a server said weighs more than that another one is silent.
                if (failure is null || problem!.ResponseCode is not null || failure.ResponseCode is null)
                    failure = problem;
            }
        }

        return (null, failure);
    }

    private async Task<(Received? Message, DnsAnswer? Failure)> AskServerAsync(
        IPEndPoint server, DnsQuestion question, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(_options.Patience, _options.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            var message = await _transport.AskAsync(server, question, isExtended: true, both.Token);
            if (message.ResponseCode is DnsResponseCode.FormatError or DnsResponseCode.NotImplemented
                or DnsResponseCode.BadVersion)
                message = await _transport.AskAsync(server, question, isExtended: false, both.Token); // RFC 6891 7.
            if (message.ResponseCode is DnsResponseCode.NoError or DnsResponseCode.NameError)
                return (new Received(message, server), null);
            var reason = message.Extension?.Explanation is { } why ? $" ({why})" : "";
            return (null, Failed(DnsOutcome.ServerFailed, $"{server} says {Word(message.ResponseCode)}{reason}.")
                with { ResponseCode = message.ResponseCode, Server = server });
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, Failed(DnsOutcome.TimedOut, $"{server} did not answer in time."));
        }
        catch (SocketException unreachable)
        {
            return (null, Failed(DnsOutcome.Unreachable, $"{server} cannot be reached: {unreachable.Message}."));
        }
        catch (InvalidDataException broken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return (null, Failed(DnsOutcome.Broken, $"{server}: {broken.Message}") with { Server = server });
        }

        DnsAnswer Failed(DnsOutcome outcome, string explanation) =>
            new() { Question = question, Outcome = outcome, Explanation = explanation };
    }

    private static DnsAnswer Broken(
        DnsQuestion question, List<CnameRecord> aliases, Received received, string explanation) =>
        new()
        {
            Question = question,
            Outcome = DnsOutcome.Broken,
            Aliases = aliases,
            Explanation = explanation,
            ResponseCode = received.Message.ResponseCode,
            Server = received.Server,
        };

    private static string Word(DnsResponseCode code) => code switch
    {
        DnsResponseCode.FormatError => "FORMERR",
        DnsResponseCode.ServerFailure => "SERVFAIL",
        DnsResponseCode.NotImplemented => "NOTIMP",
        DnsResponseCode.Refused => "REFUSED",
        _ => $"RCODE {(int)code}",
    };

    /// <summary>
    /// How long it holds that something is not there (RFC 2308 section 5); without an SOA not at all.
    /// </summary>
    private static TimeSpan NegativeLifetime(SoaRecord? soa) =>
        soa is null ? TimeSpan.Zero : Shorter(soa.Minimum, soa.TimeToLive);

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private sealed record Received(DnsMessage Message, IPEndPoint Server);
}
