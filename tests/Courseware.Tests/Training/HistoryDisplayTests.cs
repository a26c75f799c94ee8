using Xunit;

namespace Courseware.Tests.Training;

public sealed class HistoryDisplayTests
{
    [Fact]
    public void A_history_is_shown_as_a_table_of_a_few_epochs_with_the_best_and_only_the_columns_that_were_measured()
    {
        var history = Of(100, best: 42, withValidation: true);
        var lines = history.ToMimeBundle()[MimeTypes.Plain].Split('\n');
        Assert.Equal("run: 100 epochs; lowest loss 0.1000 after epoch 42", lines[0]);
        Assert.Equal(["epoch", "running", "loss", "validation", "loss"], lines[1].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        var epochs = lines[3..].Select(line => int.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0], null)).ToArray();
        Assert.Equal([1, 10, 19, 28, 37, 42, 46, 55, 64, 73, 82, 91, 100], epochs);
        Assert.DoesNotContain("NaN", history.ToMimeBundle()[MimeTypes.Html], StringComparison.Ordinal);
    }

    [Fact]
    public void Without_validation_the_column_is_left_out_and_an_empty_history_is_a_line()
    {
        Assert.DoesNotContain("validation", Of(3, best: 2, withValidation: false)
            .ToMimeBundle()[MimeTypes.Plain], StringComparison.Ordinal);
        Assert.StartsWith("empty: 0 epochs", new History("empty").ToMimeBundle()[MimeTypes.Plain], StringComparison.Ordinal);
    }

    [Fact]
    public void One_history_has_a_chart_of_its_own()
    {
        Assert.Equal(new[] { Of(5, 3, true) }.LossCurves("How it went", range: (0, 2), subtitle: "note").ToSvg(), Of(5, 3, true)
            .LossCurves("How it went", range: (0, 2), subtitle: "note").ToSvg());
        Assert.Equal(new[] { Accuracies() }.AccuracyCurves("How it went").ToSvg(), Accuracies().AccuracyCurves("How it went").ToSvg());

        static History Accuracies()
        {
            var history = new History("run");
            for (var epoch = 1; epoch <= 3; epoch++)
                history.Add(new(epoch, 1, double.NaN, 0, 1, epoch / 4.0, 1, epoch / 5.0, 0.01, 0));
            return history;
        }
    }

    private static History Of(int epochs, int best, bool withValidation)
    {
        var history = new History("run");
        for (var epoch = 1; epoch <= epochs; epoch++)
        {
            var loss = epoch == best ? 0.1 : 1.0 / epoch + 0.2;
            history.Add(new(epoch, loss, double.NaN, 0, double.NaN, double.NaN, withValidation ? loss : double.NaN, double.NaN, 0.01, 0));
        }
        return history;
    }
}
