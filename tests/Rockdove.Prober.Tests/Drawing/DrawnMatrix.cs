using System.Buffers;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Rockdove.Prober.Tests;

/// <summary>A matrix that was drawn, as somebody else reads it.</summary>
internal sealed class DrawnMatrix
{
    private DrawnMatrix(byte[] octets)
    {
        Octets = octets;
        Text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(octets);
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
        using var reader = XmlReader.Create(new MemoryStream(octets), settings);
        Root = XDocument.Load(reader).Root!;
    }

    public byte[] Octets { get; }

    public string Text { get; }

    public XElement Root { get; }

    public IEnumerable<XElement> All(string name) => Root.Descendants(Svg + name);

    /// <summary>The cells, by their titles.</summary>
    public XElement Cell(ProbePair pair)
    {
        var way = $"{pair.From} → {pair.To}: ";
        return All("title").Single(title => title.Value.StartsWith(way, StringComparison.Ordinal)).Parent!;
    }

    public static DrawnMatrix Of(MatrixPicture picture, SvgMatrixOptions? options = null)
    {
        var output = new ArrayBufferWriter<byte>();
        SvgMatrix.Render(picture, options ?? new SvgMatrixOptions(), output);
        return new DrawnMatrix(output.WrittenSpan.ToArray());
    }

    public static DrawnMatrix Classic(MatrixPicture picture)
    {
        var output = new ArrayBufferWriter<byte>();
        ClassicSvg.Render(picture, output);
        return new DrawnMatrix(output.WrittenSpan.ToArray());
    }

    public static XNamespace Svg { get; } = "http://www.w3.org/2000/svg";
}
