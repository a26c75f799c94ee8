namespace Courseware.Benchmarks;

/// <summary>What the library says of itself (its engine, its data) goes to the error output: the other one holds JSON lines alone.</summary>
internal static class Aside
{
    public static T Of<T>(Func<T> act)
    {
        var output = Console.Out;
        Console.SetOut(Console.Error);
        try
        {
            return act();
        }
        finally
        {
            Console.SetOut(output);
        }
    }
}
