"""The rules of networks as a table for the documentation: `python -m networks.rule_table`."""

from .rules import Rule, all_rules

SEVERITIES = {"error": "lỗi · error", "warning": "cảnh báo · warning", "note": "ghi chú · note"}
CONDITIONS = {
    "nodes": "networks with collections of nodes",
    "radial": "radial networks",
    "flow": "flow {}",
    "sources": "networks that say what a source is",
    "territory": "networks with a territory",
}


def rule_table() -> str:
    """Markdown: one row for each rule."""
    rows = [_row(rule) for rule in all_rules().values()]
    return "\n".join(
        ["| code | quy tắc · rule | mức · severity | what is found | only for |", "|---|---|---|---|---|", *rows]
    )


def _row(rule: Rule) -> str:
    where = [
        CONDITIONS[name].format(" or ".join(wanted) if isinstance(wanted, list) else wanted)
        for name, wanted in rule.where
    ]
    cells = (
        f"`{rule.code}`",
        f"{rule.title_vi} · {rule.title_en}",
        SEVERITIES[rule.severity],
        rule.text_en,
        ", ".join(where),
    )
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    print(rule_table())
