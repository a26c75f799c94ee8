using Courseware.Kernel.Editing;
using Xunit;

namespace Courseware.Kernel.Tests.Editing;

/// <summary>
/// A session in which a few cells ran: variables, one declared twice, a record, a class, an enum, functions, usings, a library.
/// </summary>
public sealed class WrittenSession : IAsyncLifetime
{
    // A loaded machine is no reason for another answer.
    private readonly SessionHarness _harness = new(patience: TimeSpan.FromMinutes(2));

    internal SessionHarness Harness => _harness;

    public async ValueTask InitializeAsync()
    {
        var library = _harness.Folder.At("bin", "Shapes.dll");
        TestLibrary.Build(library, """
            namespace Shapes
            {
                public enum Colour { Red, Green, Blue }
                public abstract class Shape { public virtual double Area { get; } public Colour Colour { get; set; } [System.Obsolete] public void Old() {} [System.ComponentModel.EditorBrowsable(System.ComponentModel.EditorBrowsableState.Never)] public void Unseen() {} }
                public class Circle : Shape { public Circle(double radius) {} public Circle(double radius, Colour colour) {} public double Radius { get; set; } }
                public class Square : Shape { public Square(double side) {} }
                public class Options { public int Epochs { get; init; } public Shape Loss { get; init; } public double Rate { get; init; } public int Done => 1; }
                public static class ShapeExtensions { public static double Doubled(this Shape shape, double factor = 2) => factor * shape.Area; }
            }
            """);
        File.WriteAllText(_harness.Folder.At("bin", "Shapes.xml"), """
            <?xml version="1.0"?><doc><assembly><name>Shapes</name></assembly><members>
            <member name="T:Shapes.Circle"><summary>All points at one distance from <see cref="P:Shapes.Circle.Radius"/>.</summary></member>
            <member name="M:Shapes.Circle.#ctor(System.Double)"><summary>Draws it.</summary><param name="radius">In <c>metres</c>; more than 0.</param><exception cref="T:System.ArgumentException">The radius is negative.</exception></member>
            <member name="M:Shapes.ShapeExtensions.Doubled(Shapes.Shape,System.Double)"><summary>The area, <paramref name="factor"/> times.</summary><returns>Square metres.</returns></member>
            </members></doc>
            """);
        string[] cells =
        [
            "#r \"bin/Shapes.dll\"\nusing Shapes;\nusing System.Text;",
            "var answer = 42; var text = \"before\"; double[] numbers = [1, 2, 3];",
            "var text = new StringBuilder(\"after\"); Shape shape = new Circle(2); var options = new Options { Epochs = 3 };",
            "record Run(string Name, int[] Losses);\nvar runs = new[] { new Run(\"tiny\", [1]) };\nenum Mode { Fast, Thorough }\nMode mode = Mode.Fast;",
            "/// <summary>Half of it.</summary>\n/// <param name=\"whole\">Any number.</param>\ndouble Half(double whole) => whole / 2;\nint Twice(int number, int times = 2, bool loudly = false) => number * times;",
            "class Model { public int Width { get; set; } public Run Last => throw new Exception(\"a getter ran\"); public void Fit(int epochs) { } public void Fit(int epochs, double rate) { } private int _secret; }\nvar model = new Model();",
            "record Person(string Name, int Age, int[] Scores) { public int Twice => throw new Exception(\"a getter ran\"); }\nvar zoe = new Person(\"Adam\", 3, [1, 2]);\n"
                + "struct Point { public double X, Y; private int _hidden; public Person Of { get; set; } }\nvar point = new Point { X = 1.5, Y = -2, Of = new Person(\"Eve\", 2, null) };\nvar pair = new { First = 1, Second = \"two\" };",
            "Func<int, string, bool> check = (n, s) => true; string @class = \"keyword\";",
        ];
        foreach (var cell in cells)
        {
            var outcome = await _harness.RunAsync(cell);
            Assert.True(outcome.Status == Courseware.Kernel.Sessions.CellStatus.Succeeded, outcome.Outputs.Count > 0
                ? outcome.Trace : cell);
        }
    }

    public ValueTask DisposeAsync()
    {
        _harness.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Completion where <c>|</c> stands.</summary>
    internal Task<CompletionList> CompleteAsync(string marked)
    {
        var position = marked.IndexOf('|', StringComparison.Ordinal);
        return _harness.Editor.CompleteAsync(marked.Remove(position, 1), position, TestContext.Current.CancellationToken);
    }

    /// <summary>The same without Roslyn's recommender, as where it does not answer in time.</summary>
    internal async Task<CompletionList> CompletePlainlyAsync(string marked)
    {
        var position = marked.IndexOf('|', StringComparison.Ordinal);
        var patience = _harness.Editor.CompletionTimeLimit;
        _harness.Editor.CompletionTimeLimit = TimeSpan.Zero;
        try
        {
            return await _harness.Editor.CompleteAsync(marked.Remove(position, 1), position, TestContext.Current.CancellationToken);
        }
        finally
        {
            _harness.Editor.CompletionTimeLimit = patience;
        }
    }

    internal async Task<IReadOnlyDictionary<string, string>?> InspectAsync(string marked, int detail = 0)
    {
        var position = marked.IndexOf('|', StringComparison.Ordinal);
        return await _harness.Editor.InspectAsync(marked.Remove(position, 1), position, detail, TestContext.Current.CancellationToken);
    }
}
