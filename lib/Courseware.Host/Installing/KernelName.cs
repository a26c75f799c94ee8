using System.Text.RegularExpressions;

namespace Courseware.Host.Installing;

/// <summary>A kernelspec's name, which is also its folder's.</summary>
internal static partial class KernelName
{
    /// <summary>The name in the metadata of the course's notebooks.</summary>
    public const string Default = "courseware-csharp";

    /// <summary>The name as Jupyter keeps it: in lower case.</summary>
    /// <exception cref="InvalidDataException">It has characters that Jupyter does not allow in a kernel's name.</exception>
    public static string Parse(string name)
    {
        // Jupyter's pattern would let "." and ".." through, which are folders of their own.
        if (!Allowed().IsMatch(name) || name.All(c => c == '.'))
            throw new InvalidDataException($"A kernel's name has letters a–z, digits, '-', '_' and '.' only, and '{name}' does not follow that rule. Choose another --name.");
        return name.ToLowerInvariant();
    }

    [GeneratedRegex(@"\A[A-Za-z0-9._-]+\z")]
    private static partial Regex Allowed();
}
