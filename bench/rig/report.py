"""Turns figures into Markdown tables and a verdict."""
from .load import COLUMNS, CPU_COLUMN, CPU_TARGET
from .rounds import IDLE, PEAK, START, cpu_of


def print_tables(results):
    """Medians for the reference (the first contender), median ratios to it for the others, all with their spread."""
    names, units = [column.name for column in COLUMNS], [column.unit for column in COLUMNS]
    print_table("throughput", results, names, units, [IDLE, PEAK, START])
    print()
    print_table("server CPU", results, [cpu_of(column) for column in COLUMNS], [" us"] * len(COLUMNS), [])


def print_table(title, results, measures, units, plain):
    reference = results.names[0]
    print(f"| {title} | " + " | ".join([column.name for column in COLUMNS] + plain) + " |")
    print("|---" * (1 + len(measures) + len(plain)) + "|")
    for name in results.names:
        cells = [absolute(results, name, measure, unit) if name == reference else ratio(results, name, measure)
                 for measure, unit in zip(measures, units)]
        cells += [f"{results.median(name, measure):.0f}" for measure in plain]
        print(f"| {name} | " + " | ".join(cells) + " |")


def absolute(results, name, measure, unit):
    figures = results.figures[name][measure]
    return f"{results.median(name, measure):,.0f}{unit} ({min(figures):,.0f}..{max(figures):,.0f})"


def ratio(results, name, measure):
    ratios = results.ratios(name, measure)
    return f"{results.ratio(name, measure):.2f} ({min(ratios):.2f}..{max(ratios):.2f})"


def print_verdict(results, name):
    """Says for each promise whether it was kept, and returns the columns that have collapsed."""
    collapsed = []
    for column in COLUMNS:
        reached = results.ratio(name, column.name)
        print(f"{column.name}: {reached:.2f} of {results.names[0]}, promised >= {column.target}: "
              f"{'kept' if reached >= column.target else 'MISSED'}")
        if reached < column.target / COLLAPSE:
            collapsed.append(column.name)
    cost = results.ratio(name, cpu_of(next(column for column in COLUMNS if column.name == CPU_COLUMN)))
    print(f"server CPU a message: {cost:.2f} of {results.names[0]}'s, promised <= {CPU_TARGET}: "
          f"{'kept' if cost <= CPU_TARGET else 'MISSED'}")
    return collapsed


# A busy machine halves a ratio now and then; replies that wait for delayed acknowledgements divide it by a hundred.
# Only the second is a reason to fail a run.
COLLAPSE = 5
