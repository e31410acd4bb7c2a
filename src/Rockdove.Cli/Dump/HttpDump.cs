using System.Net;
using System.Text.Json;
using Rockdove.Mailboxes;

namespace Rockdove.Cli;

/// <summary>
/// Copies all messages of a running catcher, ours or Mailpit, into a folder: a file <c>ID.eml</c> each.
/// </summary>
/// <param name="http">Asks it; its base address is where it is.</param>
internal sealed class HttpDump(HttpClient http)
{
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <summary>Told after each message.</summary>
    public Action<TransferProgress>? Progress { get; init; }

    /// <summary>Told of what is left out.</summary>
    public Action<TransferProblem>? Problem { get; init; }

    /// <summary>
    /// Goes through the list once. Mail that comes meanwhile moves the rest on, and what was seen is not taken twice.
    /// </summary>
    /// <exception cref="HttpRequestException">It does not answer, or not with what a catcher says.</exception>
    public async Task<TransferProgress> RunAsync(string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var done = new TransferProgress(1, 0, 0, 0, 0);
        for (var start = 0L; ; start += PageSize)
        {
            var (total, ids) = await ListAsync(start, cancellationToken);
            if (ids.Count == 0)
                return done;
            foreach (var id in ids.Where(_seen.Add))
            {
                done = done with { ExpectedMessages = total };
                var bytes = await TakeAsync(id, folder, cancellationToken);
                done = bytes < 0
                    ? done with { Problems = done.Problems + 1 }
                    : done with { Messages = done.Messages + 1, Bytes = done.Bytes + bytes };
                Progress?.Invoke(done);
            }
        }
    }

    private async Task<(long Total, IReadOnlyList<string> Ids)> ListAsync(
        long start, CancellationToken cancellationToken)
    {
        using var answer = await http.GetAsync(
            $"api/v1/messages?start={start}&limit={PageSize}", cancellationToken);
        answer.EnsureSuccessStatusCode();
        try
        {
            using var list = JsonDocument.Parse(await answer.Content.ReadAsStreamAsync(cancellationToken));
            return (
                list.RootElement.GetProperty("total").GetInt64(),
                [.. list.RootElement.GetProperty("messages").EnumerateArray()
                    .Select(each => each.GetProperty("ID").GetString() ?? "")]);
        }
        catch (Exception error)
            when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new HttpRequestException("what answers there is no catcher with Mailpit's API", error);
        }
    }

    /// <returns>How many octets it has; -1 if it is left out.</returns>
    private async Task<long> TakeAsync(string id, string folder, CancellationToken cancellationToken)
    {
        if (id.Length is 0 or > LongestId || !id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            Problem?.Invoke(new TransferProblem(id, "its id cannot be the name of a file"));
            return -1;
        }

        using var answer = await http.GetAsync(
            $"api/v1/message/{id}/raw", HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (answer.StatusCode != HttpStatusCode.OK)
        {
            Problem?.Invoke(new TransferProblem(id, $"it is not told: {(int)answer.StatusCode}"));
            return -1;
        }

        await using var file = new FileStream(Path.Combine(folder, $"{id}.eml"), FileMode.CreateNew);
        await answer.Content.CopyToAsync(file, cancellationToken);
        return file.Length;
    }

    private const int PageSize = 500;

    /// <summary>Characters; those of catchers have 22 or so.</summary>
    private const int LongestId = 100;
}
