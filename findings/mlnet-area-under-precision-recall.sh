#!/usr/bin/env bash
# The area under precision and recall depends on the order of rows with equal scores.
#
# Packages: Microsoft.ML 5.0.1.
# One would guess: rows that the model does not tell apart count alike, in whatever order they come: the average precision is 0.5 here.
# Seen: 1.00 with the positive rows first, 0.31 with them last.
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
double Area(IEnumerable<bool> labels) => context.BinaryClassification.Evaluate(
    context.Data.LoadFromEnumerable(labels.Select(label => new Row { Label = label, Score = 1, Probability = 0.7f, PredictedLabel = true }))).AreaUnderPrecisionRecallCurve;
bool[] labels = [.. Enumerable.Repeat(true, 10), .. Enumerable.Repeat(false, 10)];
Console.WriteLine(FormattableString.Invariant($"positive rows first: {Area(labels):0.00}"));
Console.WriteLine(FormattableString.Invariant($"positive rows last: {Area(labels.Reverse()):0.00}"));

sealed class Row { public bool Label { get; set; } public float Score { get; set; } public float Probability { get; set; } public bool PredictedLabel { get; set; } }
END

cat >expected <<'END'
positive rows first: 1.00
positive rows last: 0.31
END

dotnet build --nologo --verbosity quiet --output bin >build.log || { cat build.log; exit 1; }
dotnet bin/finding.dll | tee seen
diff -u expected seen && echo "As found: 1.00 with the positive rows first, 0.31 with them last."
