namespace Courseware;

/// <summary>The number type of a tensor's elements.</summary>
public enum DType
{
    /// <summary>IEEE single precision: what networks train in.</summary>
    Float32,

    /// <summary>IEEE double precision: what hand calculations run in, so that they agree with a pocket calculator.</summary>
    Float64,
}
