"""`python -m change_detection.engine before.tif after.tif -o changes.gpkg`: compare two scenes without a server.

Exit codes: 0 done (also when nothing changed), 1 the scenes cannot be compared, 2 wrong usage.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from change_detection.engine.geopackage import write_geopackage
from change_detection.engine.pipeline import MIN_AREA_M2, Detection, detect_changes
from change_detection.engine.registry import DEFAULT_MODEL, load_detector
from change_detection.engine.serving import Backend
from geo_server.core.errors import DomainError


def main(arguments: list[str] | None = None) -> int:
    """Parse, compare, write; returns the exit code."""
    options = _parser().parse_args(arguments)
    try:
        with _work_folder(options.work_folder) as folder:
            detection = _detect(options, folder)
        write_geopackage(
            detection.regions, detection.grid, options.output, before=options.date_before, after=options.date_after
        )
    except DomainError as error:
        print(f"{error.vi}\n{error.en}", file=sys.stderr)
        return 1
    print(json.dumps(_summary(detection, options.output)) if options.json else _sentence(detection, options.output))
    return 0


def _detect(options: argparse.Namespace, folder: Path) -> Detection:
    backend = Backend(options.backend) if options.backend else None
    return detect_changes(
        options.before,
        options.after,
        detector=load_detector(options.model, backend=backend, threads=options.threads),
        folder=folder,
        threshold=options.threshold,
        min_area_m2=options.min_area,
        correct=not options.as_delivered,
        tell=lambda line: print(line, file=sys.stderr),
    )


@contextmanager
def _work_folder(named: Path | None) -> Iterator[Path]:
    """The folder named, which is kept, or one that goes with the process."""
    if named is not None:
        yield named
        return
    with TemporaryDirectory(prefix="changes-") as folder:
        yield Path(folder)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m change_detection.engine", description=__doc__)
    parser.add_argument("before", type=Path, help="the earlier scene, a GeoTIFF in any CRS")
    parser.add_argument("after", type=Path, help="the later scene")
    parser.add_argument("-o", "--output", type=_geopackage, required=True, help="GeoPackage to write")
    parser.add_argument("--model", default=DEFAULT_MODEL, help="a model with a card (default: %(default)s)")
    parser.add_argument("--backend", choices=[backend.value for backend in Backend], help="what computes the network")
    parser.add_argument("--threshold", type=_share, help="probability of change, 0 to 1 (default: the model's own)")
    parser.add_argument("--min-area", type=float, default=MIN_AREA_M2, help="square metres (default: %(default)s)")
    parser.add_argument("--as-delivered", action="store_true", help="do not bring scenes that lie apart together")
    parser.add_argument("--date-before", type=date.fromisoformat, help="acquisition date, YYYY-MM-DD")
    parser.add_argument("--date-after", type=date.fromisoformat, help="acquisition date, YYYY-MM-DD")
    parser.add_argument("--threads", type=int, help="cores to use (default: all)")
    parser.add_argument(
        "--work-folder", type=Path, help="keep what is computed here: a run that was stopped goes on from it"
    )
    parser.add_argument("--json", action="store_true", help="print the summary as JSON")
    return parser


def _geopackage(text: str) -> Path:
    path = Path(text)
    if path.suffix.lower() != ".gpkg":
        raise argparse.ArgumentTypeError(f"{text} does not end in .gpkg")
    if not path.parent.is_dir():
        raise argparse.ArgumentTypeError(f"there is no folder {path.parent}")
    return path


def _share(text: str) -> float:
    value = float(text)
    if not 0.0 < value < 1.0:
        raise argparse.ArgumentTypeError(f"{text} does not lie between 0 and 1")
    return value


def _summary(detection: Detection, output: Path) -> dict[str, object]:
    registration = detection.registration
    return {
        "output": str(output),
        "changes": len(detection.regions),
        "area_m2": round(sum(region.area_m2 for region in detection.regions), 1),
        "gsd_m": round(detection.grid.gsd_m, 3),
        "residual_m": round(registration.residual_m, 3),
        "residual_confidence": round(registration.confidence, 3),
        "found_m": round(registration.found_m, 3),
        "corrected": registration.correction is not None,
        "gate": registration.gate.value,
    }


def _sentence(detection: Detection, output: Path) -> str:
    total = sum(region.area_m2 for region in detection.regions)
    return f"{len(detection.regions)} changed places, {total:.0f} m2, written to {output}"


if __name__ == "__main__":
    sys.exit(main())
