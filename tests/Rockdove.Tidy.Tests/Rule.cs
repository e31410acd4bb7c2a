namespace Rockdove.Tidy.Tests;

/// <summary>One habit of this repository that a machine can check.</summary>
/// <remarks>
/// A rule carries the examples that make it fire and the ones that must not: a check that has never been seen to fail
/// checks nothing. <see cref="RuleTests"/> runs all three: the repository, the bad examples, the good ones.
/// </remarks>
internal abstract class Rule
{
    public string Name => GetType().Name;

    public abstract IEnumerable<Finding> Check(Tree tree);

    /// <summary>Each must give at least one finding.</summary>
    public abstract IEnumerable<Tree> Bad { get; }

    /// <summary>Each must give none: what the rule could easily mistake for a fault.</summary>
    public abstract IEnumerable<Tree> Good { get; }

    protected static Tree One(string path, string text) => Tree.Of((path, text));
}

/// <summary>A place where a rule is not kept, and a sentence that says what to do about it.</summary>
/// <param name="Path">The file, from the root of the repository.</param>
/// <param name="Line">From one; zero when it is the file as a whole.</param>
/// <param name="Says">What is wrong and what to do.</param>
internal sealed record Finding(string Path, int Line, string Says)
{
    public override string ToString() => Line == 0 ? $"{Path}: {Says}" : $"{Path}:{Line}: {Says}";
}
