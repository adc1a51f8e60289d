#!/usr/bin/env bash
# The main job from a fresh clone: sets up, builds, and distils DeepNN into LightNN. Arguments go to the sample (--help lists them).
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
bash "$root/.ci/setup.sh"

sample="$root/samples/CifarDistillation/CifarDistillation.csproj"
dotnet build "$sample" -c Release --nologo -v q

# Real images if there are any: --data wins, then KDGEN_DATA, then an excerpt beside the checkout, else the sample draws its own.
arguments=("$@")
case " $* " in
    *" --data "* | *" --data="*) ;;
    *)
        data=${KDGEN_DATA:-$root/../shared/data/cifar-10}
        if [ -n "${KDGEN_DATA:-}" ] || [ -d "$data" ]; then
            arguments+=(--data "$data")
        fi
        ;;
esac
# Likewise a trained teacher, which spares the hasty training of one. It knows photographs: drawn images need a teacher of their own.
case " ${arguments[*]-} " in
    *" --teacher "* | *" --teacher="*) ;;
    *" --data "* | *" --data="*)
        teacher=${KDGEN_TEACHER:-$root/../shared/data/deepnn-cifar10.pth}
        if [ -n "${KDGEN_TEACHER:-}" ] || [ -f "$teacher" ]; then
            arguments+=(--teacher "$teacher")
        fi
        ;;
esac
exec dotnet "$root/samples/CifarDistillation/bin/Release/net10.0/CifarDistillation.dll" ${arguments[@]+"${arguments[@]}"}
