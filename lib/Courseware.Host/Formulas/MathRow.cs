using System.Text;

namespace Courseware.Host.Formulas;

/// <summary>Writes a list of atoms as MathML, with the spaces that TeX would set.</summary>
internal static class MathRow
{
    private const string ThinSpace = "<mspace width=\"0.1667em\"/>";

    /// <summary>The binary operators to which MathML's own dictionary gives a binary operator's space.</summary>
    private const string DictionaryBinaries = "+−×⋅±∓÷∗∘⊙⊗⊕∪∩∧∨";

    /// <summary>The atoms as siblings, without an element around them.</summary>
    /// <param name="atoms">The atoms in order.</param>
    /// <param name="inScript">In a sub- or superscript, where TeX sets no space around operators.</param>
    public static string Write(IReadOnlyList<MathAtom> atoms, bool inScript)
    {
        var classes = Resolve(atoms);
        var first = Neighbour(atoms, -1, +1);
        var last = Neighbour(atoms, atoms.Count, -1);
        var xml = new StringBuilder();
        for (var i = 0; i < atoms.Count; i++)
        {
            var atom = atoms[i];
            var previous = Neighbour(atoms, i, -1);
            if (atom.IsFunction && previous >= 0 && !atoms[previous].IsFunction
                && classes[previous] is AtomClass.Ordinary or AtomClass.Closing or AtomClass.Inner && i - previous == 1)
            {
                xml.Append(ThinSpace);
            }

            xml.Append(atom.IsOperator ? Operator(InPlace(atom, classes[i], inScript, edge: i == first || i == last)) : atom.Xml);
            var next = Neighbour(atoms, i, +1);
            if (atom.IsFunction && next >= 0
                && classes[next] is AtomClass.Ordinary or AtomClass.LargeOperator or AtomClass.Inner or AtomClass.Opening)
            {
                xml.Append("<mo>&#x2061;</mo>");
                if (classes[next] != AtomClass.Opening && !atoms[next].Xml.StartsWith("<mrow><mo form=\"prefix\"", StringComparison.Ordinal)
                    && next - i == 1)
                {
                    xml.Append(ThinSpace);
                }
            }
        }
        return xml.ToString();
    }

    /// <summary>The atoms as exactly one element.</summary>
    public static string WriteOne(IReadOnlyList<MathAtom> atoms, bool inScript)
    {
        var xml = Write(atoms, inScript);
        return atoms.Count == 1 ? xml : "<mrow>" + xml + "</mrow>";
    }

    /// <summary>A plus or minus without a left operand is unary: Knuth's rules 5 and 6, appendix G.</summary>
    private static AtomClass[] Resolve(IReadOnlyList<MathAtom> atoms)
    {
        var classes = atoms.Select(a => a.Class).ToArray();
        for (var i = 0; i < classes.Length; i++)
        {
            if (classes[i] != AtomClass.Binary) continue;
            var previous = Neighbour(atoms, i, -1);
            var next = Neighbour(atoms, i, +1);
            var noLeft = previous < 0 || classes[previous] is AtomClass.Binary or AtomClass.Relation or AtomClass.Opening
                or AtomClass.Punctuation or AtomClass.LargeOperator;
            var noRight = next < 0 || classes[next] is AtomClass.Relation or AtomClass.Closing or AtomClass.Punctuation;
            if (noLeft || noRight) classes[i] = AtomClass.Ordinary;
        }
        return classes;
    }

    private static int Neighbour(IReadOnlyList<MathAtom> atoms, int from, int step)
    {
        for (var i = from + step; i >= 0 && i < atoms.Count; i += step)
            if (atoms[i].Class != AtomClass.Space) return i;
        return -1;
    }

    /// <summary>The finished <c>mo</c> element.</summary>
    public static string Operator(MathAtom atom)
    {
        var form = atom.Form == null ? "" : $" form=\"{atom.Form}\"";
        var space = atom.Space == null ? "" : $" lspace=\"{atom.Space}\" rspace=\"{atom.Space}\"";
        return $"<mo{form}{atom.Attributes}{space}>{atom.Xml}</mo>";
    }

    private static MathAtom InPlace(MathAtom atom, AtomClass resolved, bool inScript, bool edge)
    {
        if (atom.Class is not (AtomClass.Binary or AtomClass.Relation)) return atom;
        if (resolved == AtomClass.Ordinary) return atom with { Form = "prefix", Space = "0" };
        return atom with
        {
            // At the edge of its row a browser reads an operator as a sign: a row of an aligned table begins with its =.
            Form = atom.Form ?? (edge ? "infix" : null),
            Space = inScript ? "0"
                : atom.Space ?? (resolved == AtomClass.Binary && !DictionaryBinaries.Contains(atom.Xml, StringComparison.Ordinal)
                    ? "0.2222em" : null),
        };
    }
}
