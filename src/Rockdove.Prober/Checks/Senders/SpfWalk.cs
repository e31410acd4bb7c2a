using Rockdove.Dns;

namespace Rockdove.Prober;

/// <summary>
/// Reads the SPF of a domain with all that it includes, and counts what a receiver has to ask DNS for. What depends on
/// a mail is counted and not followed.
/// </summary>
internal sealed class SpfWalk(CheckScope scope)
{
    private readonly List<string> _evidence = [];
    private readonly List<DnsName> _path = [];

    /// <summary>Questions of a receiver, as RFC 7208 section 4.6.4 counts them.</summary>
    public int Lookups { get; private set; }

    /// <summary>Questions to which there is nothing.</summary>
    public int VoidLookups { get; private set; }

    /// <summary>Some of it was not followed, since it depends on the mail.</summary>
    public bool HasMacros { get; private set; }

    public bool HasPtr { get; private set; }

    /// <summary>What a receiver takes for an error (permerror); null for nothing.</summary>
    public string? Mistake { get; private set; }

    /// <summary>What nobody knows; null for nothing.</summary>
    public string? Unknown { get; private set; }

    /// <summary>The records, those that are included behind those that include them.</summary>
    public IReadOnlyList<string> Evidence => _evidence;

    /// <summary>Follows the terms of a record.</summary>
    /// <returns>The qualifier of the <c>all</c> that decides in the end; null for none.</returns>
    public async Task<char?> FollowAsync(DnsName domain, string text)
    {
        _evidence.Add($"{new string(' ', _path.Count * 2)}{domain}: {text}");
        _path.Add(domain);
        try
        {
            var terms = Read(domain, text);
            foreach (var term in terms)
            {
                if (!term.IsModifier && term.Name == "all")
                    return term.Qualifier;
                if (!term.IsModifier && term.NeedsLookup)
                    await LookUpAsync(domain, term);
                if (Mistake is not null || Unknown is not null)
                    return null;
            }

            return terms.FirstOrDefault(term => term is { IsModifier: true, Name: "redirect" }) is { } redirect
                ? await FollowIntoAsync(domain, redirect)
                : null;
        }
        finally
        {
            _path.RemoveAt(_path.Count - 1);
        }
    }

    private List<SpfTerm> Read(DnsName domain, string text)
    {
        var terms = new List<SpfTerm>();
        if (text.Any(one => one is < ' ' or > '~'))
            Mistake ??= $"The record of {domain} holds what is not ASCII.";
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1))
        {
            if (SpfTerm.TryRead(word, out var term, out var problem))
                terms.Add(term);
            else
                Mistake ??= $"In the record of {domain}: {problem}";
        }

        foreach (var name in (string[])["redirect", "exp"])
        {
            if (terms.Count(term => term.IsModifier && term.Name == name) > 1)
                Mistake ??= $"In the record of {domain}: {name} is there twice.";
        }

        return Mistake is null ? terms : [];
    }

    private async Task LookUpAsync(DnsName domain, SpfTerm term)
    {
        if (term.Name == "include")
        {
            await FollowIntoAsync(domain, term);
            return;
        }

        if (!Count())
            return;
        HasPtr |= term.Name == "ptr";
        if (term.HasMacro || term.Name == "ptr")
        {
            HasMacros |= term.HasMacro;
            return; // What is asked depends on the mail.
        }

        if (Target(domain, term) is not { } target)
            return;
        if (term.Name == "mx")
        {
            await LookUpExchangersAsync(target, term);
            return;
        }

        // An address of either kind will do: a receiver asks for the one that the client has.
        var v4 = await AskAsync(target, DnsType.A);
        if (v4?.Outcome != DnsOutcome.Found && term.Name == "a" && Unknown is null)
            v4 = await AskAsync(target, DnsType.Aaaa);
        if (v4 is not null && v4.Outcome != DnsOutcome.Found)
            VoidLookups++;
    }

    private async Task LookUpExchangersAsync(DnsName target, SpfTerm term)
    {
        if (await AskAsync(target, DnsType.Mx) is not { } answer)
            return;
        if (answer.Outcome != DnsOutcome.Found)
            VoidLookups++;
        else if (answer.Records.Count > MaximumNames)
            Mistake = $"'{term.Text}' leads to {answer.Records.Count} mail servers, and {MaximumNames} are allowed.";
    }

    private async Task<char?> FollowIntoAsync(DnsName domain, SpfTerm term)
    {
        if (!Count())
            return null;
        if (term.HasMacro)
        {
            HasMacros = true;
            return '?';
        }

        if (Target(domain, term) is not { } target)
            return null;
        if (_path.Contains(target))
        {
            Mistake = $"'{term.Text}' leads back to {target}: a circle.";
            return null;
        }

        if (await AskAsync(target, DnsType.Txt) is not { } answer)
            return null;
        var records = TextRecords.Of(answer, SpfCheck.Version, " ");
        if (records.Count != 1)
        {
            var count = records.Count == 0 ? "no SPF record" : $"{records.Count} SPF records";
            Mistake = $"'{term.Text}' leads to {target}, which has {count}.";
            return null;
        }

        return await FollowAsync(target, records[0]);
    }

    private async Task<DnsAnswer?> AskAsync(DnsName name, DnsType type)
    {
        var answer = await scope.AskAsync(name, type);
        if (!answer.IsFailure)
            return answer;
        Unknown = $"{name} cannot be looked up. {answer.Explanation}";
        return null;
    }

    private DnsName? Target(DnsName domain, SpfTerm term)
    {
        if (term.Value is null)
            return domain;
        if (DnsName.TryParse(term.Value, out var target))
            return target;
        Mistake = $"'{term.Text}' names no domain.";
        return null;
    }

    /// <summary>Counts one more; false when there are so many that nobody wants to know how many.</summary>
    private bool Count()
    {
        if (Lookups == MaximumCounted)
            return false;
        Lookups++;
        return true;
    }

    /// <summary>RFC 7208 section 4.6.4: more hosts than this are an error.</summary>
    private const int MaximumNames = 10;

    /// <summary>
    /// Ten are allowed. Who has more wants to know how many, up to where it does not matter any more.
    /// </summary>
    internal const int MaximumCounted = 30;
}
