"""Turns figures into a Markdown table and a verdict."""
from .load import COLUMNS, CPU_COLUMN, CPU_TARGET
from .rounds import IDLE, PEAK, START, cpu_of


def print_table(results, columns=None):
    """Medians for the reference (the first contender), median ratios to it for the others, all with their spread."""
    columns = columns or COLUMNS
    costs = [cpu_of(column) for column in columns if column.name in (CPU_COLUMN, "pipelined")]
    rates = [column.name for column in columns]
    print("| | " + " | ".join(rates + costs + [IDLE, PEAK, START]) + " |")
    print("|---" * (len(rates) + len(costs) + 4) + "|")
    for name in results.names:
        reference = name == results.names[0]
        cells = [rate_cell(results, name, column, reference) for column in columns]
        cells += [cost_cell(results, name, measure, reference) for measure in costs]
        cells += [f"{results.median(name, measure):.0f}" for measure in (IDLE, PEAK, START)]
        print(f"| {name} | " + " | ".join(cells) + " |")


def rate_cell(results, name, column, reference):
    own = results.figures[name][column.name]
    if reference:
        return f"{results.median(name, column.name):,.0f}{column.unit} ({min(own):,.0f}..{max(own):,.0f})"
    return with_spread(results, name, column.name)


def cost_cell(results, name, measure, reference):
    microseconds = f"{results.median(name, measure):.1f}"
    return microseconds if reference else f"{microseconds} = {with_spread(results, name, measure)}"


def with_spread(results, name, measure):
    ratios = results.ratios(name, measure)
    return f"{results.ratio(name, measure):.2f} ({min(ratios):.2f}..{max(ratios):.2f})"


def print_verdict(results, name, columns=None):
    """Says for each promise whether it was kept, and returns the columns that have collapsed."""
    columns = columns or COLUMNS
    collapsed = []
    for column in columns:
        ratio = results.ratio(name, column.name)
        print(f"{column.name}: {ratio:.2f} of {results.names[0]}, promised >= {column.target}: "
              f"{'kept' if ratio >= column.target else 'MISSED'}")
        if ratio < column.target / COLLAPSE:
            collapsed.append(column.name)
    cost = results.ratio(name, cpu_of(next(column for column in columns if column.name == CPU_COLUMN)))
    print(f"server CPU a message: {cost:.2f} of {results.names[0]}'s, promised <= {CPU_TARGET}: "
          f"{'kept' if cost <= CPU_TARGET else 'MISSED'}")
    return collapsed


# A busy machine halves a ratio now and then; replies that wait for delayed acknowledgements divide it by a hundred.
# Only the second is a reason to fail a run.
COLLAPSE = 5
