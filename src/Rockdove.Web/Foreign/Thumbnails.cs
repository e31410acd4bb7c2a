using Microsoft.AspNetCore.Http;
using Rockdove.Mime;

namespace Rockdove.Web;

/// <summary>Draws thumbnails of parts, one at a time: each may take a second, and hundreds of MiB.</summary>
internal sealed class Thumbnails : IDisposable
{
    private readonly SemaphoreSlim _place = new(MostAtOnce);
    private readonly Func<ReadOnlyMemory<byte>, ThumbnailSize, byte[]> _draw;
    private readonly TimeProvider _time;

    /// <param name="time">The clock of waiting.</param>
    public Thumbnails(TimeProvider time)
        : this(time, (octets, size) => Thumbnail.Draw(octets.Span, size))
    {
    }

    /// <param name="time">The clock of waiting.</param>
    /// <param name="draw">Draws one.</param>
    internal Thumbnails(TimeProvider time, Func<ReadOnlyMemory<byte>, ThumbnailSize, byte[]> draw)
    {
        _time = time;
        _draw = draw;
    }

    /// <summary>A JPEG.</summary>
    /// <exception cref="ThumbnailException">There is none.</exception>
    public async Task<byte[]> DrawAsync(MimePart part, ThumbnailSize size, CancellationToken cancellationToken)
    {
        await WaitAsync(cancellationToken);
        try
        {
            // Decoded only now, so that what waits takes no memory for it.
            return await Task.Run(() => _draw(part.DecodeBody(), size), cancellationToken);
        }
        catch (Exception error) when (IsWithoutLibrary(error))
        {
            // Not in the runtime's words, which are paths of this machine.
            throw new ThumbnailException(
                "libSkiaSharp cannot be loaded; put the one that came with the program beside it.") { IsOurs = true };
        }
        finally
        {
            _place.Release();
        }
    }

    /// <summary>As parts are answered: in an origin of its own that may do nothing.</summary>
    public static async Task WriteAsync(HttpContext context, byte[] jpeg)
    {
        var headers = context.Response.Headers;
        context.Response.ContentType = "image/jpeg";
        headers.ContentSecurityPolicy = PartAnswer.Policy;
        headers["Referrer-Policy"] = "no-referrer";
        headers.ContentDisposition = "inline";
        context.Response.ContentLength = jpeg.Length;
        await context.Response.Body.WriteAsync(jpeg, context.RequestAborted);
    }

    public void Dispose() => _place.Dispose();

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await _place.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ThumbnailException(
                $"Others were being drawn for {Patience.TotalSeconds} seconds; try again later.") { IsOurs = true };
        }
    }

    /// <summary>It lies beside the program, and was left behind, or is for another system.</summary>
    private static bool IsWithoutLibrary(Exception error) =>
        error.GetBaseException() is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException;

    /// <summary>
    /// 362 MiB at worst, measured with an interlaced PNG of the most pixels. A photo takes 0.1 s, so nobody waits long.
    /// </summary>
    public const int MostAtOnce = 1;

    /// <summary>A page of photos is drawn within it; a browser that waits longer has nobody before it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
}
