using Rockdove.Dns;

namespace Rockdove.Prober;

/// <summary>Whether it is said who may issue certificates (RFC 8659).</summary>
internal sealed class CaaCheck() : Check(CheckNames.Caa)
{
    public override bool IsForServices => true;

    public override async Task<IReadOnlyList<CheckResult>> RunAsync(CheckScope scope)
    {
        if (scope.Target.Name is not { } target)
            return [];
        for (var name = target; !name.IsRoot; name = name.Parent!)
        {
            var answer = await scope.AskAsync(name, DnsType.Caa);
            if (answer.IsFailure)
            {
                return [Result(
                    CheckStatus.Error, target.ToString(),
                    $"Nobody knows who may issue certificates. {answer.Explanation}",
                    "Look after the name servers: without an answer, authorities do not issue (RFC 8659 section 3).")];
            }

            if (answer.Outcome != DnsOutcome.Found)
                continue;
            var at = name == target ? "" : $" at {name}";
            return [Result(
                CheckStatus.Ok, target.ToString(), $"It is said who may issue certificates{at}.", null,
                [.. answer.Of<CaaRecord>().Select(one => $"{one.Tag} \"{one.Value}\"")])];
        }

        return [Result(
            CheckStatus.Notice, target.ToString(), "Any authority may issue certificates.",
            "Name yours in a CAA record.")];
    }
}
