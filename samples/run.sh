#!/usr/bin/env bash
# The samples from a fresh clone: sets up, builds and runs them in their short forms. "run.sh NAME ..." runs one of them with the arguments behind its name, "run.sh --option ..." CifarDistillation (--help lists the options).
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
bash "$root/.ci/setup.sh"

case "${1-}" in
    "") samples=(CifarDistillation ContrastiveMlp) ;;
    -*) samples=(CifarDistillation) ;;
    *) samples=("$1") && shift ;;
esac

for sample in "${samples[@]}"; do
    project="$root/samples/$sample/$sample.csproj"
    [ -f "$project" ] || { echo "there is no sample $sample: CifarDistillation or ContrastiveMlp" >&2; exit 2; }
    dotnet build "$project" -c Release --nologo -v q
    arguments=("$@")

    if [ "$sample" = CifarDistillation ]; then
        # Real images if there are any: --data wins, then KDGEN_DATA, then an excerpt beside the checkout, else the sample draws its own.
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
    fi

    echo "== $sample"
    dotnet "$root/samples/$sample/bin/Release/net10.0/$sample.dll" ${arguments[@]+"${arguments[@]}"}
done
