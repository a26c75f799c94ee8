#!/usr/bin/env bash
# A parameter group without a rate of its own does not take that of its optimizer.
#
# Packages: TorchSharp 0.107.0, libtorch-cpu-linux-x64 2.10.0.
# One would guess: the optimizer's rate, 0.5, as in PyTorch: a weight of 1 with the gradient 2 becomes 0.
# Seen: 0.998: the group is trained at a rate of 0.001, so it hardly learns and nothing says why.
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
using TorchSharp.Modules;
using static TorchSharp.torch;


foreach (var inGroup in new[] { false, true })
{
    var weight = new Parameter(tensor(1f));
    var optimizer = inGroup ? optim.SGD([new SGD.ParamGroup([weight])], 0.5) : optim.SGD([weight], 0.5);
    (weight * 2).backward();
    optimizer.step();
    Console.WriteLine(FormattableString.Invariant($"{(inGroup ? "in a group" : "alone")}: {weight.item<float>():F3}"));
}
END

cat >expected <<'END'
alone: 0.000
in a group: 0.998
END

dotnet build --nologo --verbosity quiet --output bin >build.log || { cat build.log; exit 1; }
# On a system with a libstdc++ older than GCC 13's the bridge to libtorch is refused for a version need of which it uses no symbol (torchsharp-libstdcxx.sh):
# the need's flag "weak", one byte of this very version's file, lets it load.
bridge=$(find bin -name libLibTorchSharp.so | head -n 1)
printf '\002' | dd of="$bridge" bs=1 seek=$((0x3fa34)) conv=notrunc status=none
dotnet bin/finding.dll | tee seen
diff -u expected seen && echo "As found: a rate of 0.001 instead of 0.5."
