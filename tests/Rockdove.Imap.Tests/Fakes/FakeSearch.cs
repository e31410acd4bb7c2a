using System.Text;

namespace Rockdove.Imap.Tests;

/// <summary>Looks whether a fake message is meant by a search.</summary>
internal static class FakeSearch
{
    public static bool Matches(FakeMessage message, SearchKey key) => key switch
    {
        AllKey => true,
        AndKey and => and.Keys.All(inner => Matches(message, inner)),
        OrKey or => Matches(message, or.First) || Matches(message, or.Second),
        NotKey not => !Matches(message, not.Key),
        MessagesKey set => set.Messages.Contains(message.Uid),
        FlagKey flag => message.Flags.Has(flag.Flag) == flag.IsSet,
        KeywordKey keyword => message.Flags.HasKeyword(keyword.Keyword) == keyword.IsSet,
        HeaderKey { Field: "SUBJECT" } header => Has(message.Subject, header.Text),
        TextKey text => Has(Encoding.UTF8.GetString(message.Octets.Span), text.Text),
        SizeKey size => size.IsLarger ? message.Octets.Length > size.Octets : message.Octets.Length < size.Octets,
        DateKey date => date.From is not { } from || DateOnly.FromDateTime(message.InternalDate.DateTime) >= from,
        ModSequenceKey modSequence => message.ModSequence >= modSequence.From,
        EmailIdKey email => message.EmailId == email.Id,
        ThreadIdKey thread => message.ThreadId == thread.Id,
        SaveDateSupportedKey => true,
        _ => false,
    };

    private static bool Has(string text, string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);

    /// <summary>As transcripts write it.</summary>
    public static string Describe(SearchKey key) => key switch
    {
        AllKey => "all",
        AndKey and => $"({string.Join(" and ", and.Keys.Select(Describe))})",
        OrKey or => $"({Describe(or.First)} or {Describe(or.Second)})",
        NotKey not => $"not {Describe(not.Key)}",
        MessagesKey set => $"uids {set.Messages}",
        FlagKey flag => (flag.IsSet ? "" : "un") + flag.Flag.ToString().ToLowerInvariant(),
        KeywordKey keyword => (keyword.IsSet ? "keyword " : "unkeyword ") + keyword.Keyword,
        HeaderKey header => $"{header.Field}='{header.Text}'",
        TextKey text => (text.WithHeader ? "text '" : "body '") + text.Text + "'",
        SizeKey size => (size.IsLarger ? "larger " : "smaller ") + size.Octets,
        DateKey date => $"{date.Day} [{date.From:yyyy-MM-dd}, {date.Before:yyyy-MM-dd})",
        AgeKey age => $"{(age.IsOlder ? "older" : "younger")} {age.Seconds}",
        ModSequenceKey modSequence => $"modseq {modSequence.From}",
        EmailIdKey email => $"email {email.Id}",
        ThreadIdKey thread => $"thread {thread.Id}",
        SaveDateSupportedKey => "save dates are known",
        _ => key.ToString(),
    };
}
