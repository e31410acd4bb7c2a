using System.Runtime.CompilerServices;

namespace Rockdove.Mock;

/// <summary>The rules of a server, in the order in which they are asked: the first that matches acts.</summary>
public sealed class MockRules
{
    private readonly List<MockRule> _rules;

    internal MockRules(IEnumerable<MockRule> rules) => _rules = [.. rules];

    internal IReadOnlyList<MockRule> All => _rules;

    /// <summary>
    /// Begins a rule, which comes after those that are there:
    /// <c>rules.When(MockMoment.Recipient, "bob@*").Reply(550, "5.1.1", "No such user")</c>.
    /// </summary>
    /// <param name="moment">When.</param>
    /// <param name="pattern">
    /// What the text of the moment must be, in any case: <c>*</c> is any run of characters, <c>?</c> any one, and
    /// <c>\</c> takes the next one as it is. The whole text, so <c>""</c> is the null reverse-path.
    /// </param>
    /// <param name="file">Where the rule stands; the compiler knows.</param>
    /// <param name="line">Where the rule stands; the compiler knows.</param>
    public MockRule When(
        MockMoment moment, string pattern = "*", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Add(new MockRule(moment, pattern, null, $"{Path.GetFileName(file)}:{line}"));

    /// <summary>Begins a rule with a condition of its own. It may be asked by several sessions at once.</summary>
    /// <param name="moment">When.</param>
    /// <param name="condition">Whether the rule is for this time. What it throws is answered with 451.</param>
    /// <param name="file">Where the rule stands; the compiler knows.</param>
    /// <param name="line">Where the rule stands; the compiler knows.</param>
    public MockRule When(
        MockMoment moment, Func<MockEvent, bool> condition, [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) =>
        Add(new MockRule(moment, "*", condition, $"{Path.GetFileName(file)}:{line}"));

    /// <summary>Takes the rules of a script.</summary>
    /// <exception cref="MockScriptException">The script is a conversation: only a new server can repeat
    /// one.</exception>
    public MockRules Follow(MockScript script)
    {
        if (script.Conversation is { } conversation)
            throw new MockScriptException([$"{conversation.Path}: a conversation is no rule; start a server with it."]);
        _rules.AddRange(script.Rules);
        return this;
    }

    /// <summary>Drops all the rules that are there. What they have counted is forgotten with them.</summary>
    public MockRules Forget()
    {
        _rules.Clear();
        return this;
    }

    internal void Take(IReadOnlyList<MockRule> rules) => _rules.AddRange(rules);

    private MockRule Add(MockRule rule)
    {
        _rules.Add(rule);
        return rule;
    }
}
