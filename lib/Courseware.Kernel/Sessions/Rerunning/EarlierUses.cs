namespace Courseware.Kernel.Sessions;

/// <summary>
/// Finds the variables that a cell asks for before it gives them a value: as in Python, it then means the value that an earlier cell gave
/// them.
/// </summary>
internal static class EarlierUses
{
    /// <summary>The names of these variables.</summary>
    /// <param name="record">The cell that it is, if it was run before.</param>
    public static HashSet<string> Of(CellShape shape, NameTable names, CellRecord? record)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var declaration in shape.Declarations.Where(declaration => declaration.HoldsValue))
        {
            if (!shape.Statements.DeclaredAfter.TryGetValue(declaration.Name, out var count)
                || names.Named(declaration.Name).FirstOrDefault(live => live.Declaration.HoldsValue) is not { } earlier)
            {
                continue;
            }
            // In the same words as before, and the only one that declares it: then the cell means what it meant the first time, which was
            // none.
            if (earlier.Cell == record && record.Shape.Words == shape.Words && !record.AskedFirst.Contains(declaration.Name))
                continue;
            if (IsAsked(earlier, shape.Statements.Places.Take(count).Select(place => place.Identifier.ValueText), names))
                found.Add(declaration.Name);
        }
        return found;
    }

    /// <summary>Whether a cell asks for a variable of its own, by its words, before it gives it a value.</summary>
    public static bool IsDirect(CellShape shape, string name) =>
        shape.Statements.DeclaredAfter.TryGetValue(name, out var count)
        && shape.Statements.Places.Take(count).Any(place => place.Identifier.ValueText == name);

    /// <summary>Of these variables, those that the cell's own statements name.</summary>
    public static List<EarlierValue> Values(CellShape shape, IReadOnlySet<string> asked, Func<Declaration, LiveDeclaration?> before,
        Func<LiveDeclaration, string?> valueOf)
    {
        var values = new List<EarlierValue>();
        foreach (var declaration in shape.Declarations.Where(declaration => declaration is { HoldsValue: true, Member: >= 0 }
            && asked.Contains(declaration.Name)))
        {
            var places = shape.Statements.Places.Take(shape.Statements.DeclaredAfter[declaration.Name])
                .Where(place => place.Identifier.ValueText == declaration.Name && place.SyntaxTree == declaration.Nodes[0].SyntaxTree)
                .ToList();
            if (places.Count > 0 && before(declaration) is { } live && valueOf(live) is { } example)
                values.Add(new EarlierValue(declaration, live, example, places));
        }
        return values;
    }

    // By its name, or by a function, property or lambda that means it.
    private static bool IsAsked(LiveDeclaration earlier, IEnumerable<string> by, NameTable names)
    {
        var open = new Stack<string>(by);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (open.TryPop(out var name))
        {
            if (name == earlier.Name)
                return true;
            if (!seen.Add(name))
                continue;
            foreach (var live in names.Named(name)
                .Where(live => live.Declaration.Kind is DeclarationKind.Method or DeclarationKind.Property || live.Declaration.IsLambda))
            {
                foreach (var asked in live.Declaration.Uses.Asked)
                    open.Push(asked);
            }
        }
        return false;
    }
}
