namespace Courseware;

/// <summary>A function of one number and its derivative, each the textbook line, for every lane type.</summary>
internal interface IDifferentiableRule : IUnaryRule
{
    /// <summary>Does <see cref="Derivative"/> use y? If not, y's memory is free in the backward pass.</summary>
    static virtual bool ReadsOutput => true;

    /// <summary>dy/dx at x, where y is the function's value there (often the cheaper way to write the derivative).</summary>
    V Derivative<V>(V x, V y)
        where V : struct, ILane<V>;
}
