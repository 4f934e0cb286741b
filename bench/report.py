"""The table on the screen and the same in `bench.json`."""

import json

COLUMNS = ("workload", "requests/s", "p50 ms", "p95 ms", "CPU ms", "SQL", "ratio", "reach")


def number(value, digits=1):
    return "" if value is None else f"{value:,.{digits}f}"


def row(workload, figures):
    missed = workload.REACH.missed(figures)
    reach = f"NOT reached: {missed}" if missed else "reached" if workload.REACH else ""
    title = f"{workload.TITLE} ({figures.note})" if figures.note else workload.TITLE
    cells = number(figures.rps), number(figures.p50_ms), number(figures.p95_ms), number(figures.cpu_ms)
    return (title, *cells, number(figures.sql, 0), number(figures.ratio, 3), reach)


def table(rows):
    widths = [max(len(line[column]) for line in [COLUMNS, *rows]) for column in range(len(COLUMNS))]
    lines = []
    for line in [COLUMNS, tuple("-" * width for width in widths), *rows]:
        first, *middle, last = [
            cell.ljust(width) if column in (0, len(COLUMNS) - 1) else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ]
        lines.append("  ".join([first, *middle, last]).rstrip())
    return "\n".join(lines)


def write_json(path, measured):
    records = [
        {
            "workload": workload.TITLE,
            "rps": rounded(figures.rps),
            "p50_ms": rounded(figures.p50_ms),
            "p95_ms": rounded(figures.p95_ms),
            "sql": figures.sql,
            "ratio": rounded(figures.ratio, 4),
        }
        for workload, figures in measured
    ]
    path.write_text(json.dumps(records, indent=2) + "\n")


def rounded(value, digits=2):
    return None if value is None else round(value, digits)
