#!/usr/bin/env bash
# Rows whose score is NaN are left out of the figures of a regression, without a word.
#
# Packages: Microsoft.ML 5.0.1.
# One would guess: an error, or NaN for the mean squared error.
# Seen: an R² of 1 and an error of 0 for a model that has no answer for two of four rows. No message reaches the context's log.
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
var told = 0;
context.Log += (_, message) => told += message.Kind >= Microsoft.ML.Runtime.ChannelMessageKind.Warning ? 1 : 0;
float[] scores = [1, float.NaN, 3, float.NaN];
var metrics = context.Regression.Evaluate(context.Data.LoadFromEnumerable(scores.Select((score, i) => new Row { Label = i + 1, Score = score })));
Console.WriteLine(FormattableString.Invariant($"mean squared error {metrics.MeanSquaredError}, R2 {metrics.RSquared}, warnings {told}"));

class Row
{
    public float Label { get; set; }
    public float Score { get; set; }
}
END

cat >expected <<'END'
mean squared error 0, R2 1, warnings 0
END

dotnet build --nologo --verbosity quiet --output bin >build.log || { cat build.log; exit 1; }
dotnet bin/finding.dll | tee seen
diff -u expected seen && echo "As found: a perfect model that answers half of the rows."
