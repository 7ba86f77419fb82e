"""Which manholes overflow when a given rain falls on a drainage network as it stands."""

import math
from datetime import datetime, timedelta

from geo_server.core.subject import Subject
from geo_server.core.watch import Watch

from .child import ask_engine
from .collections import node_collection
from .exporting import current_sections
from .kinds import Flooded, Flooding
from .rain import Rain
from .swmm_text import Sections, option, text_of, with_options

SERIES = "DESIGN_RAIN"
INCH_MM = 25.4
AFTERWARDS = timedelta(hours=1)
"""The run goes on so long after the rain."""
LEAST_VOLUME_M3 = 0.001


def run_flooding(subject: Subject, network_id: str, *, rain: Rain, watch: Watch | None = None) -> Flooding:
    """Run SWMM over the network as the collections hold it now, with this rain at every gauge.

    Raises:
        UnknownNetwork, OnlyThoseWhoSeeAll, NoModel, EngineFailed.
    """
    sections, nodes = current_sections(subject, network_id)
    answer = ask_engine("swmm", {"text": text_of(under_rain(sections, rain))}, watch=watch)
    found = answer["nodes"]
    flooded = [
        Flooded(
            fid=node.fid,
            volume_m3=found[node.code]["flooding_m3"],
            hours=found[node.code]["flooding_h"],
            peak_l_s=found[node.code]["peak_l_s"],
            depth_m=found[node.code]["depth_m"],
        )
        for node in nodes
        if node.code in found and found[node.code]["flooding_m3"] >= LEAST_VOLUME_M3
    ]
    return Flooding(
        network=network_id,
        nodes=node_collection(network_id),
        flooded=tuple(sorted(flooded, key=lambda node: (-node.volume_m3, node.fid))),
        routing_error_percent=answer["routing_error_percent"],
        rain_mm=round(rain.depth_mm, 3),
    )


def under_rain(sections: Sections, rain: Rain) -> Sections:
    """The input with every gauge reading this rain, from its start date to an hour after the rain."""
    start = _start_of(sections)
    end = start + timedelta(minutes=rain.minutes) + AFTERWARDS
    metric = option(sections, "FLOW_UNITS", "CFS").upper() in ("CMS", "LPS", "MLD")
    unit = 1.0 if metric else INCH_MM
    moments = [start + timedelta(minutes=rain.interval_min * step) for step in range(len(rain.intensities_mm_h) + 1)]
    values = [*rain.intensities_mm_h, 0.0]
    series = [
        [SERIES, f"{moment:%m/%d/%Y}", f"{moment:%H:%M:%S}", f"{rate / unit:.6g}"]
        for moment, rate in zip(moments, values, strict=True)
    ]
    minutes = math.ceil(rain.interval_min)
    interval = f"{minutes // 60}:{minutes % 60:02d}"
    gauges = [
        [row[0], "INTENSITY", interval, row[3] if len(row) > 3 else "1.0", "TIMESERIES", SERIES]
        for row in sections.get("RAINGAGES", ())
    ]
    timed = with_options(
        sections,
        START_DATE=f"{start:%m/%d/%Y}", START_TIME=f"{start:%H:%M:%S}",
        REPORT_START_DATE=f"{start:%m/%d/%Y}", REPORT_START_TIME=f"{start:%H:%M:%S}",
        END_DATE=f"{end:%m/%d/%Y}", END_TIME=f"{end:%H:%M:%S}",
    )  # fmt: skip
    return timed | {"RAINGAGES": gauges, "TIMESERIES": [*sections.get("TIMESERIES", ()), *series]}


def _start_of(sections: Sections) -> datetime:
    day, clock = option(sections, "START_DATE", "01/01/2001"), option(sections, "START_TIME", "00:00:00")
    try:
        return datetime.strptime(f"{day} {clock}", "%m/%d/%Y %H:%M:%S")
    except ValueError:
        return datetime(2001, 1, 1)
