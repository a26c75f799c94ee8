namespace Courseware.Host.Formulas;

/// <summary>TeX's classes of atoms (Knuth, The TeXbook, chapter 17): the neighbours' classes decide the space between two atoms.</summary>
internal enum AtomClass
{
    Ordinary,
    LargeOperator,
    Binary,
    Relation,
    Opening,
    Closing,
    Punctuation,
    Inner,

    /// <summary>A space that the author wrote: no atom, and invisible to its neighbours.</summary>
    Space,
}
