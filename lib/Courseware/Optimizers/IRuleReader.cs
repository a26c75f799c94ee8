namespace Courseware;

/// <summary>Takes an optimizer's rule to read it, where training takes it to run it.</summary>
internal interface IRuleReader
{
    /// <summary>The whole rule, weight decay included.</summary>
    void Read<TRule>(TRule rule) where TRule : struct, IUpdateRule;
}
