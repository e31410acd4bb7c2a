using System.Globalization;

namespace Rockdove.Hosting;

/// <summary>One key of a configuration section, and what its value does.</summary>
/// <param name="Key">The key below the section; case does not matter.</param>
/// <param name="Allowed">What the value may be, for the message when it is not.</param>
/// <param name="TrySet">Sets it, or adds it to a list; false when the value is not allowed.</param>
/// <param name="Clear">For a list: empties it before the first value. Null for a single value.</param>
internal sealed record Setting<T>(string Key, string Allowed, Func<T, string, bool> TrySet, Action<T>? Clear = null)
{
    /// <summary>It is applied before the others, which can then change what it sets.</summary>
    public bool ComesFirst { get; init; }

    /// <summary>A text that is not empty.</summary>
    public static Setting<T> Text(string key, Action<T, string> set) => new(key, "any text", (target, value) =>
    {
        set(target, value);
        return value.Length > 0;
    });

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public static Setting<T> Switch(string key, Action<T, bool> set) => new(key, "true or false", (target, value) =>
    {
        if (!bool.TryParse(value, out var isOn))
            return false;
        set(target, isOn);
        return true;
    });

    /// <summary>A whole number within bounds.</summary>
    public static Setting<T> Number(string key, long least, long most, Action<T, long> set) => new(
        key,
        most == long.MaxValue ? $"a whole number of at least {least}" : $"a whole number from {least} to {most}",
        (target, value) =>
        {
            if (!long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                || number < least || number > most)
                return false;
            set(target, number);
            return true;
        });

    /// <summary>A number of seconds, perhaps with a fraction; the key says that it is seconds.</summary>
    public static Setting<T> Seconds(string key, Action<T, TimeSpan> set) => new(
        key,
        $"a number of seconds, more than 0 and at most {MostSeconds}",
        (target, value) =>
        {
            if (!decimal.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
                || seconds <= 0 || seconds > MostSeconds)
                return false;
            set(target, TimeSpan.FromSeconds((double)seconds));
            return true;
        });

    /// <summary>One of the names of an enum.</summary>
    public static Setting<T> Choice<TEnum>(string key, Action<T, TEnum> set) where TEnum : struct, Enum => new(
        key, Names<TEnum>(), (target, value) => TryName(value, out TEnum choice) && Do(() => set(target, choice)));

    /// <summary>A list of names of a flags enum.</summary>
    public static Setting<T> Flags<TEnum>(string key, Action<T> clear, Action<T, TEnum> add)
        where TEnum : struct, Enum => new(
            key,
            Names<TEnum>(),
            (target, value) => TryName(value, out TEnum flag) && Do(() => add(target, flag)),
            clear);

    private static bool TryName<TEnum>(string value, out TEnum choice) where TEnum : struct, Enum =>
        Enum.TryParse(value, ignoreCase: true, out choice) && Enum.IsDefined(choice) && char.IsLetter(value[0]);

    private static string Names<TEnum>() where TEnum : struct, Enum =>
        "one of " + string.Join(", ", Enum.GetNames<TEnum>());

    private static bool Do(Action action)
    {
        action();
        return true;
    }

    /// <summary>A month: longer is a mistake in the unit.</summary>
    private const long MostSeconds = 31 * 24 * 60 * 60;
}
