namespace Rockdove.Smtp;

/// <summary>The sender or a recipient: a path, and what the parameters of its command left here.</summary>
public abstract class EnvelopePart
{
    private List<object>? _facts;

    /// <summary>What a parameter left, or null: <c>sender.Get&lt;DeclaredSize&gt;()</c>.</summary>
    public T? Get<T>() where T : class
    {
        foreach (var fact in _facts ?? [])
        {
            if (fact is T found)
                return found;
        }

        return null;
    }

    /// <summary>Leaves a fact here for handlers, in place of one of the same type.</summary>
    public void Set<T>(T fact) where T : class
    {
        _facts ??= new List<object>(2);
        _facts.RemoveAll(static old => old is T);
        _facts.Add(fact);
    }
}
