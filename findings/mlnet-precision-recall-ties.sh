#!/usr/bin/env bash
# The area under the precision–recall curve depends on the order of rows with one score.
#
# Packages: Microsoft.ML 5.0.1.
# One would guess: one value for any order, as rows of equal score cannot be told apart (the average precision is the share of positives, 0.5).
# Seen: 1 where the positives come first, 0.29 where they come last. The area under the ROC curve of the same rows is 0.5 in any order.
#
# Installs these packages into a temporary folder and runs them alone. Prints what was seen; ends with 1 once that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

cat >finding.csproj <<'END'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
    <RuntimeIdentifier>linux-x64</RuntimeIdentifier>
    <SelfContained>false</SelfContained>
    <InvariantGlobalization>true</InvariantGlobalization>
    <NuGetAudit>false</NuGetAudit>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Microsoft.ML" Version="5.0.1" />
  </ItemGroup>
</Project>
END

cat >Program.cs <<'END'
using Microsoft.ML;

var context = new MLContext(1);
foreach (var labels in new bool[][] { [true, true, false, false], [true, false, true, false], [false, false, true, true] })
{
    var view = context.Data.LoadFromEnumerable(labels.Select(label => new Row { Label = label }));
    var metrics = context.BinaryClassification.EvaluateNonCalibrated(view);
    Console.WriteLine(FormattableString.Invariant(
        $"{string.Join(" ", labels.Select(label => label ? "+" : "-"))}: precision-recall {metrics.AreaUnderPrecisionRecallCurve:F4}, ROC {metrics.AreaUnderRocCurve:F4}"));
}

class Row
{
    public bool Label { get; set; }
    public float Score { get; set; } = 0.5f;
    public bool PredictedLabel { get; set; } = true;
}
END

cat >expected <<'END'
+ + - -: precision-recall 1.0000, ROC 0.5000
+ - + -: precision-recall 0.7917, ROC 0.5000
- - + +: precision-recall 0.2917, ROC 0.5000
END

dotnet build --nologo --verbosity quiet --output bin >build.log || { cat build.log; exit 1; }
dotnet bin/finding.dll | tee seen
diff -u expected seen && echo "As found: 1, 0.79 or 0.29 for four rows of one score."
