namespace Rockdove.Prober;

/// <summary>Rows, columns and cells as they are drawn: of accounts, or of groups where those are too many.</summary>
internal sealed class MatrixGrid
{
    private readonly MatrixTile?[] _tiles;

    private MatrixGrid(IReadOnlyList<MatrixLine> lines, bool isByGroup)
    {
        Lines = lines;
        IsByGroup = isByGroup;
        _tiles = new MatrixTile?[lines.Count * lines.Count];
        Senders = [.. lines.Select(_ => new MatrixTally())];
        Receivers = [.. lines.Select(_ => new MatrixTally())];
    }

    public IReadOnlyList<MatrixLine> Lines { get; }

    public bool IsByGroup { get; }

    public IReadOnlyList<MatrixTally> Senders { get; }

    public IReadOnlyList<MatrixTally> Receivers { get; }

    public MatrixTally All { get; } = new();

    /// <summary>Of every account that is measured; a diagonal is one only where somebody measured it.</summary>
    public IReadOnlyDictionary<TileLook, int> Counts { get; private set; } = new Dictionary<TileLook, int>();

    public IEnumerable<MatrixTile> Tiles => _tiles.OfType<MatrixTile>();

    /// <summary>The cell of a row and a column; null for a diagonal that nobody measures.</summary>
    public MatrixTile? this[int from, int to] => _tiles[(from * Lines.Count) + to];

    /// <exception cref="ArgumentException">Two share a name or a pair, or a cell names no account.</exception>
    public static MatrixGrid Of(MatrixPicture picture)
    {
        var accounts = Ordered(picture.Accounts);
        var groups = accounts.Select(GroupOrDomain).Distinct(StringComparer.Ordinal).ToList();
        var isByGroup = accounts.Count > MaximumAccounts && groups.Count is > 1 and <= MaximumAccounts;
        return isByGroup ? ByGroup(picture, accounts, groups) : ByAccount(picture, accounts);
    }

    private static MatrixGrid ByAccount(MatrixPicture picture, List<MatrixAccount> accounts)
    {
        var grid = new MatrixGrid(
            [.. accounts.Select((account, i) =>
                new MatrixLine(account.Name, account.Group, i > 0 && accounts[i - 1].Group != account.Group))],
            isByGroup: false);
        var cells = grid.Count(picture, accounts, Enumerable.Range(0, accounts.Count).ToArray());
        for (var from = 0; from < accounts.Count; from++)
        {
            for (var to = 0; to < accounts.Count; to++)
            {
                var pair = new ProbePair(accounts[from].Name, accounts[to].Name);
                var cell = cells.GetValueOrDefault(pair);
                if (from != to || cell is not null)
                    grid._tiles[(from * accounts.Count) + to] = MatrixTile.Of(cell, pair);
            }
        }

        grid.Counts = grid.Tiles.CountBy(tile => tile.Look).ToDictionary();
        return grid;
    }

    private static MatrixGrid ByGroup(
        MatrixPicture picture, List<MatrixAccount> accounts, List<string> groups)
    {
        var places = accounts.Select(account => groups.IndexOf(GroupOrDomain(account))).ToArray();
        var members = places.CountBy(place => place).ToDictionary();
        var grid = new MatrixGrid(
            [.. groups.Select((group, i) => new MatrixLine(group, $"{members[i]} accounts", false))], isByGroup: true);
        var cells = grid.Count(picture, accounts, places);
        var placeOf = accounts.Zip(places).ToDictionary(pair => pair.First.Name, pair => pair.Second);
        var tallies = Enumerable.Range(0, groups.Count * groups.Count).Select(_ => new MatrixTally()).ToArray();
        foreach (var cell in cells.Values)
            tallies[(placeOf[cell.Pair.From] * groups.Count) + placeOf[cell.Pair.To]].Add(cell);
        for (var i = 0; i < tallies.Length; i++)
        {
            var pair = new ProbePair(groups[i / groups.Count], groups[i % groups.Count]);
            grid._tiles[i] = MatrixTile.Of(tallies[i], pair);
        }

        grid.Counts = cells.Values.CountBy(TileLook.Of).ToDictionary();
        return grid;
    }

    private Dictionary<ProbePair, MatrixCell> Count(
        MatrixPicture picture, List<MatrixAccount> accounts, int[] places)
    {
        var placeOf = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < accounts.Count; i++)
            if (!placeOf.TryAdd(accounts[i].Name, places[i]))
                throw new ArgumentException($"Two accounts are called {accounts[i].Name}.", nameof(picture));
        var cells = new Dictionary<ProbePair, MatrixCell>();
        foreach (var cell in picture.Cells)
        {
            if (!placeOf.TryGetValue(cell.Pair.From, out var from) || !placeOf.TryGetValue(cell.Pair.To, out var to))
                throw new ArgumentException($"No account for {cell.Pair}.", nameof(picture));
            if (!cells.TryAdd(cell.Pair, cell))
                throw new ArgumentException($"Two cells for {cell.Pair}.", nameof(picture));
            Senders[from].Add(cell);
            Receivers[to].Add(cell);
            All.Add(cell);
        }

        return cells;
    }

    /// <summary>As configured, and each group together, where its first account stands.</summary>
    private static List<MatrixAccount> Ordered(IReadOnlyList<MatrixAccount> accounts)
    {
        var order = new List<string>();
        var keys = accounts.Select((account, i) => account.Group ?? $"\0{i}").ToArray();
        order.AddRange(keys.Distinct(StringComparer.Ordinal));
        return [.. accounts.Zip(keys).OrderBy(pair => order.IndexOf(pair.Second)).Select(pair => pair.First)];
    }

    private static string GroupOrDomain(MatrixAccount account) =>
        account.Group ?? account.Address[(account.Address.LastIndexOf('@') + 1)..];

    /// <summary>More than these are drawn by group.</summary>
    public const int MaximumAccounts = 60;
}

/// <summary>A row, and the column of the same name.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Note">What stands beneath; null for nothing.</param>
/// <param name="BeginsGroup">True when there is a gap before it.</param>
internal sealed record MatrixLine(string Name, string? Note, bool BeginsGroup);
