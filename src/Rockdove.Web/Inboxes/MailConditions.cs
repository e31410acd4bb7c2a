using System.Globalization;
using Rockdove.Mime;
using Rockdove.Storage;

namespace Rockdove.Web;

/// <summary>What a message must fit, one condition after the other, so that each that fails can be told.</summary>
internal sealed class MailConditions
{
    private readonly List<MailCondition> _all = [];

    /// <summary>All of them hold.</summary>
    public SearchQuery Query => _all.Count == 0
        ? SearchQuery.All
        : SearchQuery.And([.. _all.Select(condition => condition.Query)]);

    public bool IsEmpty => _all.Count == 0;

    /// <exception cref="RefusalException">One of them makes no sense.</exception>
    public static async ValueTask<MailConditions> ReadAsync(
        ConditionsShape shape, MailScope scope, CancellationToken cancellationToken)
    {
        var conditions = new MailConditions();
        conditions.Add("from", shape.From, static text => SearchQuery.Address(Senders, text));
        conditions.Add("to", shape.To, static text => SearchQuery.Address(Recipients, text));
        conditions.Add("subject", shape.Subject, static text => SearchQuery.InField("Subject", text));
        conditions.Add("text", shape.Text, static text => SearchQuery.InBody(text));
        if (shape.Header is { Count: > MostHeaders })
            throw RefusalException.BadRequest($"header is given {MostHeaders} times at most.");
        foreach (var field in shape.Header ?? [])
            conditions.Add("header", field ?? "", Field);
        if (shape.Attachment is { } wanted)
        {
            var has = SearchQuery.HasAttachment();
            conditions._all.Add(new("attachment", wanted ? "true" : "false", wanted ? has : SearchQuery.Not(has)));
        }

        if (shape.ReceivedAfter is { } moment)
        {
            conditions._all.Add(new(
                "receivedAfter",
                moment.ToString("O", CultureInfo.InvariantCulture),
                SearchQuery.Moments(SearchDate.Internal, JustAfter(moment.ToUniversalTime()), null)));
        }

        if (shape.After is { } after)
        {
            var row = await scope.FindAsync(after, cancellationToken);
            var next = new Uid(Math.Max(row.Uid.Value + 1, 1)); // UIDs do not reach the last one (PlacementRules).
            conditions._all.Add(new("after", after, SearchQuery.Uids(UidSet.Of(next, Uid.Last))));
        }

        return conditions;
    }

    /// <summary>Those that do not hold for a message.</summary>
    public IReadOnlyList<MailDifferenceShape> Missed(MessageRow row, SearchText text, MimeMessage mime) =>
    [
        .. _all
            .Where(condition => SearchEvaluator.Holds(condition.Query, row, text) != true)
            .Select(condition => new MailDifferenceShape(
                condition.Name, condition.Wanted, Cut(Found(condition, row, mime)))),
    ];

    private static string? Found(MailCondition condition, MessageRow row, MimeMessage mime) => condition.Name switch
    {
        "from" => string.Join(", ", mime.From.Select(one => one.Address).Append(row.Envelope?.ReversePath).Distinct()),
        "to" => string.Join(
            ", ",
            mime.To.Concat(mime.Cc).Select(one => one.Address).Concat(row.Envelope?.ForwardPaths ?? []).Distinct()),
        "subject" => mime.Subject,
        "header" => mime.Headers.Find(FieldName(condition.Wanted))?.Decoded,
        "attachment" => mime.Attachments.Count > 0 ? "true" : "false",
        "receivedAfter" => row.InternalDate.ToString("O", CultureInfo.InvariantCulture),
        _ => null,
    };

    private static DateTimeOffset JustAfter(DateTimeOffset moment) =>
        moment < DateTimeOffset.MaxValue ? moment.AddTicks(1) : moment;

    private static string? Cut(string? text) =>
        text is { Length: > LongestFound } ? text[..LongestFound] + "…" : text;

    private void Add(string name, string? text, Func<string, SearchQuery> query)
    {
        if (text is null)
            return;
        if (string.IsNullOrWhiteSpace(text) || text.Length > SearchQuery.MaximumTextLength)
            throw RefusalException.BadRequest($"{name} has 1 to {SearchQuery.MaximumTextLength} characters.");
        _all.Add(new(name, text, query(text)));
    }

    /// <summary><c>Name</c>, or <c>Name: text</c>, which is somewhere in the field.</summary>
    private static SearchQuery Field(string field)
    {
        var name = FieldName(field);
        if (name.Length == 0)
            throw RefusalException.BadRequest("header is 'Name' or 'Name: text'.");
        return SearchQuery.InField(name, field.Contains(':') ? field[(field.IndexOf(':') + 1)..].Trim() : "");
    }

    private static string FieldName(string field) => field.Split(':', 2)[0].Trim();

    private const AddressPlaces Senders =
        AddressPlaces.From | AddressPlaces.Sender | AddressPlaces.ReplyTo | AddressPlaces.EnvelopeSender;

    private const AddressPlaces Recipients =
        AddressPlaces.To | AddressPlaces.Cc | AddressPlaces.Bcc | AddressPlaces.EnvelopeRecipient;

    /// <summary>Fields in one question: more than any test has looked at.</summary>
    public const int MostHeaders = 20;

    private const int LongestFound = 500;
}

/// <summary>One condition, as it was asked for.</summary>
internal sealed record MailCondition(string Name, string Wanted, SearchQuery Query);
