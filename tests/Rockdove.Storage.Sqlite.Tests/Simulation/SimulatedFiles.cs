namespace Rockdove.Storage.Sqlite.Tests;

/// <summary>
/// A disk that forgets what was not synced, and whose power can be cut at any operation. After the cut it can be
/// started again in each of several states that a real disk could be in.
/// </summary>
internal sealed class SimulatedFiles : IFileLayer
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SimulatedNode> _seen = [];
    private readonly Dictionary<string, SimulatedNode> _synced = [];
    private bool _isOff;

    /// <summary>Operations so far.</summary>
    public int Operations { get; private set; }

    /// <summary>The operation that no longer happens.</summary>
    public int CutAt { get; set; } = int.MaxValue;

    /// <summary>Octets left on the volume; more than enough, and room to give some back.</summary>
    public long Free { get; set; } = long.MaxValue / 2;

    /// <summary>Every sync from now on reports an error, and writes nothing.</summary>
    public bool SyncsFail { get; set; }

    public IFile Create(string path) => Do(() =>
    {
        if (_seen.ContainsKey(NameOf(path)))
            throw new IOException($"{path} exists.");
        var node = _seen[NameOf(path)] = new();
        return new Handle(this, node);
    });

    public IFile Open(string path, bool forWriting)
    {
        lock (_gate)
            return new Handle(this, _seen.GetValueOrDefault(NameOf(path)) ?? throw new FileNotFoundException(path));
    }

    public bool Exists(string path)
    {
        lock (_gate)
            return _seen.ContainsKey(NameOf(path));
    }

    public IReadOnlyList<string> List(string folder)
    {
        lock (_gate)
            return [.. _seen.Keys.Where(name => IsIn(name, folder)).Select(Path.GetFileName)!];
    }

    public void CreateFolder(string path)
    {
    }

    public void Rename(string from, string to) => Do(() =>
    {
        _seen.Remove(NameOf(from), out var node);
        return _seen[NameOf(to)] = node!;
    });

    public void Delete(string path) => Do(() => _seen.Remove(NameOf(path)));

    public void SyncFolder(string path) => Do(() =>
    {
        FailIfTold();
        foreach (var gone in _synced.Keys.Except(_seen.Keys).Where(name => IsIn(name, path)).ToList())
            _synced.Remove(gone);
        foreach (var (name, node) in _seen.Where(each => IsIn(each.Key, path)))
            _synced[name] = node;
        return 0;
    });

    public long FreeBytes(string folder) => Free;

    /// <summary>
    /// The disks that may be found when the power is back: names and writes that were not synced are all there, none
    /// there, each alone there, each alone missing, the last one torn, or mere room for it with zeros in it.
    /// </summary>
    public IEnumerable<SimulatedFiles> AfterCut()
    {
        foreach (var names in new[] { _synced, _seen, Both() })
        {
            var writes = names.Values.Max(node => (int?)node.Unsynced.Count) ?? 0;
            yield return With(names, (_, _) => Fate.Lost);
            if (writes == 0)
                continue;
            yield return With(names, (_, _) => Fate.Kept);
            yield return With(names, (node, i) => i == node.Unsynced.Count - 1 ? Fate.Torn : Fate.Kept);
            yield return With(names, (node, i) => i == node.Unsynced.Count - 1 ? Fate.Zeros : Fate.Kept);
            for (var one = 0; writes > 1 && one < writes; one++)
            {
                var chosen = one;
                yield return With(names, (_, i) => i == chosen ? Fate.Kept : Fate.Lost);
                yield return With(names, (_, i) => i == chosen ? Fate.Lost : Fate.Kept);
            }
        }
    }

    /// <summary>Old and new names together: a rename or a removal of which only half has arrived.</summary>
    private Dictionary<string, SimulatedNode> Both()
    {
        var both = new Dictionary<string, SimulatedNode>(_seen);
        foreach (var (name, node) in _synced)
            both.TryAdd(name, node);
        return both;
    }

    private static SimulatedFiles With(
        Dictionary<string, SimulatedNode> names, Func<SimulatedNode, int, Fate> fate)
    {
        var files = new SimulatedFiles();
        foreach (var (name, node) in names)
        {
            var content = node.Synced;
            for (var i = 0; i < node.Unsynced.Count; i++)
            {
                var (offset, written) = node.Unsynced[i];
                content = fate(node, i) switch
                {
                    Fate.Kept => SimulatedNode.Applied(content, offset, written),
                    Fate.Torn => SimulatedNode.Applied(content, offset, written?[..(written.Length / 2)] ?? []),
                    Fate.Zeros => SimulatedNode.Applied(content, offset, new byte[written?.Length ?? 0]),
                    _ => content,
                };
            }
            files._seen[name] = files._synced[name] = new() { Seen = content, Synced = content };
        }
        return files;
    }

    private T Do<T>(Func<T> operation)
    {
        lock (_gate)
        {
            _isOff |= ++Operations >= CutAt;
            return _isOff ? throw new PowerCutException() : operation();
        }
    }

    private void FailIfTold()
    {
        if (SyncsFail)
            throw new IOException("Input/output error");
    }

    /// <summary>Folder and file without what is above them: the disk may be put into another machine.</summary>
    private static string NameOf(string path) =>
        Path.Combine(Path.GetFileName(Path.GetDirectoryName(path)!), Path.GetFileName(path));

    private static bool IsIn(string name, string folder) => Path.GetDirectoryName(name) == Path.GetFileName(folder);

    private enum Fate
    {
        Lost,
        Kept,
        Torn,
        Zeros,
    }

    private sealed class Handle(SimulatedFiles files, SimulatedNode node) : IFile
    {
        public long Bytes => node.Seen.Length;

        public int Read(Span<byte> into, long offset)
        {
            var content = node.Seen;
            var count = (int)Math.Clamp(content.Length - offset, 0, into.Length);
            content.AsSpan((int)Math.Min(offset, content.Length), count).CopyTo(into);
            return count;
        }

        public void Write(IReadOnlyList<ReadOnlyMemory<byte>> slices, long offset)
        {
            foreach (var slice in slices)
            {
                Write(slice.Span, offset);
                offset += slice.Length;
            }
        }

        public void Write(ReadOnlySpan<byte> content, long offset)
        {
            var copy = content.ToArray();
            files.Do(() =>
            {
                var grown = Math.Max(offset + copy.Length - node.Seen.Length, 0);
                if (grown > files.Free)
                {
                    // As a disk does: as much as there is room for, and then the error.
                    node.Write(offset, copy[..(int)(copy.Length - grown + files.Free)]);
                    files.Free = 0;
                    throw new DiskFullException("No space left on device");
                }
                files.Free -= grown;
                node.Write(offset, copy);
                return 0;
            });
        }

        public void Truncate(long bytes) => files.Do(() =>
        {
            files.Free += node.Seen.Length - bytes;
            node.Write(bytes, null);
            return 0;
        });

        public void Sync() => files.Do(() =>
        {
            files.FailIfTold();
            node.Sync();
            return 0;
        });

        public void Dispose()
        {
        }
    }
}
