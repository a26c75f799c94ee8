namespace Courseware;

/// <summary>
/// As what a data set's classes reach ML.NET: its trainers for many classes want a key, those for two a boolean, those for numbers a
/// number.
/// </summary>
public enum LabelForm
{
    /// <summary>A key if the rows have classes, else a number if they have one target value; otherwise there is no label column.</summary>
    Automatic,

    /// <summary>Class c as the key c + 1 (0 is ML.NET's missing key), with the classes' names.</summary>
    Key,

    /// <summary>Of two classes: whether it is class 1.</summary>
    Boolean,

    /// <summary>The single target value, or the class as a number.</summary>
    Number,
}
