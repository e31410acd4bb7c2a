using System.Reflection;

namespace Rockdove.Storage.Contract;

/// <summary>Whether a store runs all of the contract: a part that nobody derives proves nothing.</summary>
public static class ContractCoverage
{
    /// <summary>The parts of the contract of mail stores that this assembly does not run with that harness.</summary>
    public static IReadOnlyList<string> Missing<THarness>(Assembly tests)
        where THarness : IStoreHarness, new()
    {
        var parts = typeof(ContractCoverage).Assembly.GetTypes().Where(type =>
            type is { IsAbstract: true, BaseType.IsGenericType: true }
            && type.BaseType.GetGenericTypeDefinition() == typeof(MailStoreContract<>));
        return [.. parts
            .Where(part => !tests.GetTypes().Any(type =>
                !type.IsAbstract && type.BaseType == part.MakeGenericType(typeof(THarness))))
            .Select(part => part.Name)
            .Order(StringComparer.Ordinal)];
    }
}
