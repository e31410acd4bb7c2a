using System.Globalization;

namespace Rockdove.Storage.Sqlite;

/// <summary>
/// The files that bodies lie in. Appending is for the writer's thread alone; opening and adopting are for everybody.
/// </summary>
/// <remarks>
/// Segments are only ever appended to. What no row refers to is rubbish, not damage; it goes when the segment does.
/// </remarks>
internal sealed class SegmentFolder(IFileLayer files, string folder, long segmentBytes) : IDisposable
{
    private IFile? _active;
    private long _activeNumber, _end, _lastNumber;

    /// <summary>Finds the segments, and drops from the newest what a crash left torn.</summary>
    /// <param name="rows">The segments that messages refer to.</param>
    /// <param name="report">Told what was dropped and what is missing.</param>
    public void Recover(IReadOnlyList<SegmentRow> rows, Action<StoreNotice> report)
    {
        files.CreateFolder(folder);
        foreach (var name in files.List(folder))
            if (TryParse(name, out var number))
                _lastNumber = Math.Max(_lastNumber, number);
        SegmentRow newest = default;
        foreach (var row in rows)
        {
            _lastNumber = Math.Max(_lastNumber, row.Number);
            if (!files.Exists(PathOf(row.Number)))
                report(new(
                    StoreNoticeKind.Damaged, $"{PathOf(row.Number)} is missing: the messages in it cannot be read."));
            else if (row.IsShared && row.Number > newest.Number)
                newest = row;
        }
        if (newest.Number > 0)
            Resume(newest, report);
    }

    /// <summary>Writes records one behind the other and says where each lies. They are safe after a sync.</summary>
    /// <exception cref="DiskFullException">Nothing was appended.</exception>
    public BodyPlace[] Append(IReadOnlyList<ReadOnlyMemory<byte>> records)
    {
        var total = 0L;
        foreach (var record in records)
            total += record.Length;
        if (_active is null || _end > 0 && _end + total > segmentBytes)
            Roll();
        try
        {
            _active!.Write(records, _end);
        }
        catch (DiskFullException)
        {
            _active!.Truncate(_end);
            throw;
        }

        var places = new BodyPlace[records.Count];
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = new(_activeNumber, _end, records[i].Length - RecordHeader.Bytes);
            _end = places[i].End;
        }
        return places;
    }

    public void Sync() => _active?.Sync();

    /// <summary>Takes back the appends from a place on, which no row came to refer to.</summary>
    public void TakeBack(BodyPlace first)
    {
        if (first.Segment == _activeNumber)
            _end = Math.Min(_end, first.Offset);
    }

    /// <summary>
    /// Appends no more to the active segment, so that it can go with what is in it. Not worth it for a small one, since
    /// the next body then needs a new segment.
    /// </summary>
    /// <returns>False for a small one.</returns>
    public bool TryLeave(long number)
    {
        if (!IsActive(number) || _end < segmentBytes / SmallShare)
            return false;
        EndActive();
        return true;
    }

    /// <summary>Makes a synced file with one record a segment of its own, and returns its number.</summary>
    public long Adopt(string path)
    {
        var number = Interlocked.Increment(ref _lastNumber);
        files.Rename(path, PathOf(number));
        files.SyncFolder(folder);
        return number;
    }

    /// <exception cref="FileNotFoundException">There is no such segment, perhaps no longer.</exception>
    public IFile Open(long number) => files.Open(PathOf(number), forWriting: false);

    public void Delete(long number)
    {
        if (files.Exists(PathOf(number)))
            files.Delete(PathOf(number));
    }

    /// <summary>The numbers of the segments that are there, whether or not anybody refers to them.</summary>
    public IEnumerable<long> List()
    {
        foreach (var name in files.List(folder))
            if (TryParse(name, out var number))
                yield return number;
    }

    /// <summary>The next body begins a new segment.</summary>
    public void EndActive()
    {
        _active?.Dispose();
        _active = null;
        Volatile.Write(ref _activeNumber, 0);
    }

    public bool IsActive(long number) => number == Volatile.Read(ref _activeNumber);

    public string PathOf(long number) => PathIn(folder, number);

    public static string PathIn(string folder, long number) =>
        Path.Combine(folder, number.ToString("D8", CultureInfo.InvariantCulture) + Extension);

    public void Dispose() => _active?.Dispose();

    /// <summary>Its file and its name are safe before the first body is in it.</summary>
    private void Roll()
    {
        var number = Interlocked.Increment(ref _lastNumber);
        var file = files.Create(PathOf(number));
        try
        {
            file.Sync();
            files.SyncFolder(folder);
        }
        catch
        {
            file.Dispose();
            throw;
        }
        _active?.Dispose();
        (_active, _end) = (file, 0);
        Volatile.Write(ref _activeNumber, number);
    }

    /// <summary>
    /// Goes on in a segment behind its last whole record. Behind the committed ones there may be whole ones that no row
    /// refers to; they stay, for the rows may be an older copy than the bodies.
    /// </summary>
    private void Resume(SegmentRow row, Action<StoreNotice> report)
    {
        var file = files.Open(PathOf(row.Number), forWriting: true);
        var bytes = file.Bytes;
        if (bytes < row.Bytes)
        {
            report(new(
                StoreNoticeKind.Damaged,
                $"{PathOf(row.Number)} has {bytes} bytes and should have {row.Bytes}: messages behind cannot be "
                + "read. It is left as it is, and new mail goes to another segment."));
            file.Dispose();
            return;
        }

        var end = row.Bytes;
        while (end < bytes && RecordReader.TryVerify(file, end, out var header))
            end += RecordHeader.Bytes + header.Length;
        if (end < bytes)
        {
            report(new(
                StoreNoticeKind.Recovered,
                $"{PathOf(row.Number)} had {bytes - end} bytes of an unfinished record at offset {end}: dropped."));
            file.Truncate(end);
            file.Sync();
        }
        (_active, _activeNumber, _end) = (file, row.Number, end);
    }

    private static bool TryParse(string name, out long number)
    {
        number = 0;
        return name.EndsWith(Extension, StringComparison.Ordinal)
            && long.TryParse(
                name.AsSpan(..^Extension.Length), NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>A segment filled to less than this part is small.</summary>
    private const int SmallShare = 64;

    private const string Extension = ".seg";
}
