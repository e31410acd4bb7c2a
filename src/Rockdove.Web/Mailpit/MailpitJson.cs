using System.Text.Json.Serialization;

namespace Rockdove.Web;

/// <summary>How the shapes are written and read.</summary>
[JsonSourceGenerationOptions(PropertyNameCaseInsensitive = true)]
[JsonSerializable(typeof(MessageListShape))]
[JsonSerializable(typeof(MessageShape))]
[JsonSerializable(typeof(EnvelopeShape))]
[JsonSerializable(typeof(DeletionShape))]
[JsonSerializable(typeof(ReadStatusShape))]
[JsonSerializable(typeof(TaggingShape))]
[JsonSerializable(typeof(TagRenamingShape))]
[JsonSerializable(typeof(SendShape))]
[JsonSerializable(typeof(ReleaseToShape))]
[JsonSerializable(typeof(SentShape))]
[JsonSerializable(typeof(SendErrorShape))]
[JsonSerializable(typeof(InfoShape))]
[JsonSerializable(typeof(WebUiShape))]
[JsonSerializable(typeof(MailpitLinkCheckShape))]
[JsonSerializable(typeof(MailpitHtmlCheckShape))]
[JsonSerializable(typeof(MailpitSpamShape))]
[JsonSerializable(typeof(NewEventShape))]
[JsonSerializable(typeof(UpdateEventShape))]
[JsonSerializable(typeof(BareEventShape))]
[JsonSerializable(typeof(StatsEventShape))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(Dictionary<string, List<string>>))]
internal sealed partial class MailpitJson : JsonSerializerContext;
