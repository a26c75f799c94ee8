#!/usr/bin/env bash
# xavier_normal_ draws from a uniform distribution.
#
# Packages: TorchSharp 0.107.0, libtorch-cpu-linux-x64 2.10.0.
# One would guess: a normal distribution, as the name says and as kaiming_normal_ does: of a million numbers the largest is about five standard deviations from 0, and the fourth moment is 3.
# Seen: no number beyond √3 standard deviations and a fourth moment of 1.8, those of a uniform distribution. The standard deviation itself is right.
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


foreach (var (name, fill) in new (string, Func<Tensor, Tensor>)[] { ("xavier_normal_", x => nn.init.xavier_normal_(x)), ("kaiming_normal_", x => nn.init.kaiming_normal_(x)) })
{
    random.manual_seed(1);
    var x = fill(empty(1000, 1000));
    x = x / x.std();
    Console.WriteLine(FormattableString.Invariant($"{name}: largest {x.abs().max().item<float>():F0}, fourth moment {x.pow(4).mean().item<float>():F1}"));
}
END

cat >expected <<'END'
xavier_normal_: largest 2, fourth moment 1.8
kaiming_normal_: largest 5, fourth moment 3.0
END

dotnet build --nologo --verbosity quiet --output bin >build.log || { cat build.log; exit 1; }
# On a system with a libstdc++ older than GCC 13's the bridge to libtorch is refused for a version need of which it uses no symbol (torchsharp-libstdcxx.sh):
# the need's flag "weak", one byte of this very version's file, lets it load.
bridge=$(find bin -name libLibTorchSharp.so | head -n 1)
printf '\002' | dd of="$bridge" bs=1 seek=$((0x3fa34)) conv=notrunc status=none
dotnet bin/finding.dll | tee seen
diff -u expected seen && echo "As found: uniform numbers under the name of normal ones."
