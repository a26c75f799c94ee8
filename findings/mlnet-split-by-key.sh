#!/usr/bin/env bash
# A split by a key with few values leaves the test set empty.
#
# Packages: Microsoft.ML 5.0.1.
# One would guess: about a fifth of the groups, at least one, in the test set for a test fraction of 0.2; or an error where that cannot be.
# Seen: all rows of two, three and four groups in the training set, and a test set of none: a group's side is decided by the hash of its value alone. A metric of the empty set is where one notices it.
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
using Microsoft.ML.Data;

var context = new MLContext(1);
foreach (var groups in new[] { 2, 3, 4, 20 })
{
    var rows = Enumerable.Range(0, 100).Select(i => new Row { Group = $"{i % groups}", Value = i });
    var split = context.Data.TrainTestSplit(context.Data.LoadFromEnumerable(rows), testFraction: 0.2, samplingKeyColumnName: "Group");
    int Count(IDataView view) => view.GetColumn<float>("Value").Count();
    Console.WriteLine($"{groups} groups: {Count(split.TrainSet)} rows to train, {Count(split.TestSet)} to test");
}

class Row
{
    public string Group { get; set; } = "";
    public float Value { get; set; }
}
END

cat >expected <<'END'
2 groups: 100 rows to train, 0 to test
3 groups: 100 rows to train, 0 to test
4 groups: 100 rows to train, 0 to test
20 groups: 75 rows to train, 25 to test
END

dotnet build --nologo --verbosity quiet --output bin >build.log || { cat build.log; exit 1; }
dotnet bin/finding.dll | tee seen
diff -u expected seen && echo "As found: no test row for two, three and four groups."
