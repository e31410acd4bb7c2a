using System.Runtime.InteropServices;
using Rockdove.Storage;
using SQLitePCL;

namespace Rockdove.Sqlite;

/// <summary>
/// Which SQLite is used: the one of the system if it is newer than the one that comes with us, once for each process.
/// </summary>
public static class SqliteLibrary
{
    private static readonly Lazy<string> Chosen = new(Choose);

    /// <summary>The version and where it comes from, for the log.</summary>
    public static string Description => Chosen.Value;

    private static string Choose()
    {
        var system = OfSystem(out var path);
        if (system != 0)
        {
            NativeLibrary.SetDllImportResolver(
                typeof(SQLite3Provider_e_sqlite3).Assembly,
                (name, _, _) => name == BundledName ? system : IntPtr.Zero);
        }
        try
        {
            raw.SetProvider(new SQLite3Provider_e_sqlite3());
        }
        catch (DllNotFoundException error)
        {
            throw new StoreException(
                $"SQLite is not there: neither the system has it ({string.Join(", ", SystemNames)}, newer than 3.35.5) "
                + $"nor does {BundledName} lie beside the program. Install the one or copy the other.",
                error);
        }
        var version = raw.sqlite3_libversion().utf8_to_string();
        return system != 0 ? $"SQLite {version} ({path})" : $"SQLite {version} (bundled)";
    }

    /// <summary>A handle to the system's library, or zero if there is none or it is older than ours.</summary>
    private static unsafe nint OfSystem(out string path)
    {
        foreach (var candidate in SystemNames)
        {
            path = candidate;
            if (!NativeLibrary.TryLoad(candidate, out var library))
                continue;
            if (NativeLibrary.TryGetExport(library, "sqlite3_libversion_number", out var version)
                && ((delegate* unmanaged[Cdecl]<int>)version)() > BundledVersion)
            {
                return library;
            }
            NativeLibrary.Free(library);
        }
        path = "";
        return 0;
    }

    private const string BundledName = "e_sqlite3";

    /// <summary>3.35.5, in SQLitePCLRaw.lib.e_sqlite3 2.0.6.</summary>
    private const int BundledVersion = 3035005;

    private static readonly string[] SystemNames = OperatingSystem.IsMacOS()
        ? ["/usr/lib/libsqlite3.dylib"]
        : OperatingSystem.IsWindows() ? ["winsqlite3.dll"] : ["libsqlite3.so.0"];
}
