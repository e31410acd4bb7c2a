using Microsoft.AspNetCore.Http;
using Rockdove.Mime;

namespace Rockdove.Web;

/// <summary>The tree of parts that a message is made of.</summary>
internal static class MailStructure
{
    public static async Task ShowAsync(HttpContext context, MailScope scope)
    {
        _ = new MailQuery(context, withConditions: false);
        var name = (string)context.Request.RouteValues["id"]!;
        var row = await scope.FindAsync(name, context.RequestAborted);
        var mime = await scope.ReadAsync(row, context.RequestAborted) ?? throw RefusalException.NoMessage(name);
        var left = MostParts;
        await MailAnswers.WriteAsync(context, Shape(mime.Root, ref left), MailJson.Default.StructureShape);
    }

    private static StructureShape Shape(MimePart part, ref int left)
    {
        var children = new List<StructureShape>();
        foreach (var child in part.Children)
        {
            if (left-- <= 0)
                break;
            children.Add(Shape(child, ref left));
        }

        return new()
        {
            Id = part.Id,
            ContentType = part.ContentType.MediaType,
            Charset = part.ContentType.Charset,
            Encoding = EncodingName(part.TransferEncoding),
            Disposition = part.Disposition?.Kind,
            FileName = PartContent.FileName(part),
            ContentId = part.ContentId,
            Size = part.IsMultipart ? part.RawBody.Length : part.DecodeBody().Length,
            Parts = children,
        };
    }

    private static string EncodingName(TransferEncoding encoding) => encoding switch
    {
        TransferEncoding.QuotedPrintable => "quoted-printable",
        TransferEncoding.Base64 => "base64",
        TransferEncoding.EightBit => "8bit",
        TransferEncoding.Binary => "binary",
        TransferEncoding.UuEncode => "x-uuencode",
        TransferEncoding.SevenBit => "7bit",
        _ => "unknown",
    };

    /// <summary>Parts in one answer; nobody looks through more.</summary>
    public const int MostParts = 1000;
}
