using System.Text;

namespace Courseware;

/// <summary>What is said where a solution is asked for that a handout does not have.</summary>
[TypeFormatterSource(typeof(BundleFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Plain])]
internal sealed class SealedSolution(string id) : IDisplayable
{
    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> ToMimeBundle() => MimeBundle.Empty
        .With(MimeTypes.Html, new StringBuilder(ExerciseCard.Open("courseware-hint", "#56b4e9"))
            .Line(InlineMarkup.ToHtml(ToString())).Append("</div>").ToString())
        .With(MimeTypes.Plain, ToString());

    /// <inheritdoc/>
    public override string ToString() =>
        $"The solution of exercise {id} is not in this handout; your instructor has it. `Exercise.Hint(\"{id}\")` helps.";
}
