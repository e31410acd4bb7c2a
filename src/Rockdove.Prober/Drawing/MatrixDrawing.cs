namespace Rockdove.Prober;

/// <summary>A picture that is being drawn: what all its parts need.</summary>
/// <param name="Svg">Where it is written.</param>
/// <param name="Grid">What is drawn.</param>
/// <param name="Layout">Where.</param>
/// <param name="P">What every id and class begins with.</param>
internal sealed record MatrixDrawing(SvgMarkup Svg, MatrixGrid Grid, MatrixLayout Layout, string P);
