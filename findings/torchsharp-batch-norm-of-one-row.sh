#!/usr/bin/env bash
# Batch normalisation takes a batch of one row and makes its running variance NaN.
#
# Packages: TorchSharp 0.107.0, libtorch-cpu-linux-x64 2.10.0.
# One would guess: an error, as in PyTorch ("Expected more than 1 value per channel when training").
# Seen: no error; from then on running_var is NaN, and so is every prediction.
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
    <PackageReference Include="TorchSharp" Version="0.107.0" />
    <PackageReference Include="libtorch-cpu-linux-x64" Version="2.10.0" />
  </ItemGroup>
</Project>
END

cat >Program.cs <<'END'
using TorchSharp;
using static TorchSharp.torch;

var norm = nn.BatchNorm1d(2);
norm.train();
norm.forward(tensor(new float[] { 1, 2 }, new long[] { 1, 2 }));
Console.WriteLine($"running_var: {string.Join(" ", norm.running_var.data<float>())}");
norm.eval();
Console.WriteLine($"a prediction: {string.Join(" ", norm.forward(ones(1, 2)).data<float>())}");
END

cat >expected <<'END'
running_var: NaN NaN
a prediction: NaN NaN
END

dotnet build --nologo --verbosity quiet --output bin >build.log || { cat build.log; exit 1; }
# On a system with a libstdc++ older than GCC 13's the bridge to libtorch is refused for a version need of which it uses no symbol (torchsharp-libstdcxx.sh):
# the need's flag "weak", one byte of this very version's file, lets it load.
bridge=$(find bin -name libLibTorchSharp.so | head -n 1)
printf '\002' | dd of="$bridge" bs=1 seek=$((0x3fa34)) conv=notrunc status=none
dotnet bin/finding.dll | tee seen
diff -u expected seen && echo "As found: no error; from then on running_var is NaN, and so is every prediction."
