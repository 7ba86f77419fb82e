"""Random filters in CQL2 text over the fields of `things`: sensible, nonsensical, broken, and hostile.

Every value in them carries a mark, so that a test can look for it in the SQL that they became.
"""

from collections.abc import Callable, Iterator
from random import Random

MARK = "Zqj"
"""In every text; no SQL of ours holds it."""
NUMBER_MARK = "90317"
"""In every number; no SQL of ours holds it."""

INJECTIONS = (
    "'; DROP TABLE feature.things; --",
    "' OR '1'='1",
    '" OR ""="',
    "%s",
    "%(limit)s",
    "%%",
    "{}",
    "{relation}",
    "\\",
    "\\'",
    "''",
    "/* */",
    "$$x$$",
    "\u0000",
    "\u202e",
    "\U0001f600",
    "Đường",
    "ｅ％＼",
    "--",
    ";",
    "E'\\x27'",
    "::text",
    "pg_sleep(9)",
    "NULL",
    "\n",
    "\ud800",
)
GLUE = (
    "(",
    ")",
    ",",
    "'",
    '"',
    " AND ",
    " OR ",
    " NOT ",
    "=",
    "<>",
    "<",
    "%",
    "\\",
    ".",
    "-",
    "^",
    " IS NULL",
    " IN ",
    "\x00",
    "[",
)
LETTERS = ("x", "Đ", r"\%")
OPERATORS = ("=", "<>", "<", "<=", ">", ">=")
SPATIAL = ("INTERSECTS", "EQUALS", "DISJOINT", "TOUCHES", "WITHIN", "OVERLAPS", "CROSSES", "CONTAINS")
TEMPORAL = (
    "AFTER",
    "BEFORE",
    "CONTAINS",
    "DISJOINT",
    "DURING",
    "EQUALS",
    "FINISHEDBY",
    "FINISHES",
    "INTERSECTS",
    "MEETS",
    "METBY",
    "OVERLAPPEDBY",
    "OVERLAPS",
    "STARTEDBY",
    "STARTS",
)


class Writer:
    """Writes one random filter after another; the same seed writes the same."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)

    def sensible(self, depth: int = 3) -> str:
        """A filter whose parts are of the kinds that CQL2 wants."""
        return self.boolean(depth)

    def nonsensical(self) -> str:
        """Well written, but of any kinds in any places."""
        pick = self.random.choice
        kinds = [self.boolean, self.number, self.text, self.moment, self.geometry]
        left, right = pick(kinds)(2), pick(kinds)(2)
        forms = [
            f"{left} {pick(OPERATORS)} {right}",
            f"{left} LIKE {right}",
            f"{left} IN ({right}, {pick(kinds)(1)})",
            f"{left} BETWEEN {right} AND {pick(kinds)(1)}",
            f"S_{pick(SPATIAL)}({left}, {right})",
            f"T_{pick(TEMPORAL)}({left}, {right})",
            f"{left} + {right} = 1",
            f"{pick(['casei', 'area', 'year', 'drop'])}({left}) = {right}",
            f"A_CONTAINS({left}, ({right}, {left}))",
            f"NOT {left}",
            left,
            f"(({left}) IS NULL)",
            f"-{left} = {right}",
            f"INTERVAL({left}, {right}) = {right}",
            f"BBOX({left}, {right}, 1, 2) = {left}",
        ]
        return pick(forms)

    def broken(self) -> str:
        """A sensible filter with letters lost, doubled, or put in."""
        letters = list(self.sensible(2))
        for _ in range(self.random.randint(1, 4)):
            at = self.random.randrange(len(letters) + 1)
            change = self.random.random()
            if change < 0.4:
                letters[at : at + self.random.randint(1, 3)] = []
            elif change < 0.8:
                letters.insert(at, self.random.choice(GLUE))
            else:
                letters[at:at] = letters[max(0, at - 5) : at]
        return "".join(letters)

    def hostile(self) -> str:
        """An attack inside a value, a name, or all by itself."""
        attack = self.random.choice(INJECTIONS)
        quoted = attack.replace("'", "''")
        forms = [
            f"name = '{MARK}{quoted}'",
            f"name = '{MARK}{attack}'",
            f'"{attack}{MARK}" = 1',
            f"{attack}",
            f"name = {attack}",
            f"name LIKE '{MARK}{quoted}%'",
            f"casei(name) = accenti('{MARK}{quoted}')",
            f"name IN ('{MARK}{quoted}', 'x{MARK}')",
            f"{attack}(name) = 1",
            f"built = DATE('{attack}')",
            f"floors = {NUMBER_MARK}{attack}",
            "(" * self.random.randint(1, 4000),
            "NOT " * self.random.randint(1, 4000) + "listed",
            "(" * 4000 + "listed" + ")" * 4000,
            f"name = '{MARK}" + "\\'" * 3000,
            "-" * self.random.randint(1, 9000) + "floors = 1",
            " AND ".join(["listed"] * self.random.randint(2, 2500)),
            "floors = " + "+".join(["1"] * self.random.randint(2, 5000)),
            "f(" * 2000,
            "S_INTERSECTS(geometry, " * 300,
        ]
        return self.random.choice(forms)

    def boolean(self, depth: int) -> str:
        if depth == 0:
            return self.random.choice(
                ["listed", "TRUE", "name IS NULL", "geometry IS NOT NULL", f"code = {self.text(0)}"]
            )
        one, two = self.boolean(depth - 1), self.boolean(depth - 1)
        pick = self.random.choice
        forms: list[Callable[[], str]] = [
            lambda: f"{one} AND {two}",
            lambda: f"({one}) OR ({two})",
            lambda: f"NOT ({one})",
            lambda: f"{self.number(1)} {pick(OPERATORS)} {self.number(2)}",
            lambda: f"{self.text(1)} {pick(OPERATORS)} {self.text(1)}",
            lambda: f"{self.text(1)} {pick(['', 'NOT '])}LIKE CASEI('%{MARK}_{pick(LETTERS)}%')",
            lambda: f"{self.number(1)} {pick(['', 'NOT '])}BETWEEN {self.number(1)} AND {self.number(1)}",
            lambda: f"{self.text(1)} {pick(['', 'NOT '])}IN ({self.text(0)}, {self.text(1)})",
            lambda: f"{self.moment(1)} IS {pick(['', 'NOT '])}NULL",
            lambda: f"built {pick(OPERATORS)} {self.date()}",
            lambda: f"seen {pick(OPERATORS)} {self.timestamp()}",
            lambda: f"S_{pick(SPATIAL)}({self.geometry(1)}, {self.geometry(1)})",
            lambda: f"T_{pick(TEMPORAL)}({self.span()}, {self.span()})",
        ]
        return pick(forms)()

    def number(self, depth: int) -> str:
        literal = f"{self.random.choice(['', '-'])}{NUMBER_MARK}{self.random.choice(['', '.5', 'e3', 'e-7'])}"
        if depth == 0:
            return self.random.choice(["floors", "height", literal])
        one, two = self.number(depth - 1), self.number(depth - 1)
        sign = self.random.choice(["+", "-", "*", "/", "%", " div ", "^"])
        return self.random.choice(
            [
                f"({one} {sign} {two})",
                f"-({one})",
                f"abs({one})",
                f"round({one})",
                "area(geometry)",
                f"year({self.moment(0)})",
                one,
            ]
        )

    def text(self, depth: int) -> str:
        attack = self.random.choice([text for text in INJECTIONS[:12] if "\\" not in text]).replace("'", "''")
        literal = f"'{MARK}{self.random.choice(['', ' Huệ', attack])}'"
        if depth == 0:
            return self.random.choice(["name", "code", literal])
        return self.random.choice([f"CASEI({self.text(depth - 1)})", f"ACCENTI({self.text(depth - 1)})", self.text(0)])

    def date(self) -> str:
        return (
            f"DATE('20{self.random.randint(10, 30)}-{self.random.randint(1, 12):02}-{self.random.randint(1, 29):02}')"
        )

    def timestamp(self) -> str:
        return f"TIMESTAMP('2026-{self.random.randint(1, 12):02}-01T{self.random.randint(0, 23):02}:00:00Z')"

    def moment(self, depth: int) -> str:
        return self.random.choice(["built", "closed", "seen", self.date(), self.timestamp(), "now()"])

    def span(self) -> str:
        bound = self.random.choice(["built", "'2020-01-01'", "'..'"])
        return self.random.choice(
            [self.moment(0), f"INTERVAL({bound}, closed)", f"INTERVAL({bound}, '2026-12-31T00:00:00Z')"]
        )

    def geometry(self, depth: int) -> str:
        x, y = (f"{base + self.random.random() / 10:.5f}" for base in (106.65, 10.75))
        forms = [
            "geometry",
            f"POINT({x} {y})",
            f"BBOX({x},{y},106.9,10.9)",
            f"LINESTRING({x} {y},106.9 10.9)",
            f"POLYGON(({x} {y},106.9 {y},106.9 10.9,{x} {y}))",
            f"MULTIPOINT(({x} {y}),(106.9 10.9))",
            f"GEOMETRYCOLLECTION(POINT({x} {y}),LINESTRING({x} {y},106.9 10.9))",
            f"GEOMETRYCOLLECTION(POLYGON(({x} {y},106.9 {y},106.9 10.9,{x} {y})),POINT({x} 10.9))",
            f"MULTIPOLYGON((({x} {y},106.9 {y},106.9 10.9,{x} {y})))",
            f"MULTILINESTRING(({x} {y},106.9 10.9))",
        ]
        return self.random.choice(forms)


def filters(count: int, *, seed: int) -> Iterator[str]:
    """So many filters, a third sensible, the rest of every other sort."""
    writer = Writer(seed)
    sorts: list[Callable[[], str]] = [
        writer.sensible,
        writer.nonsensical,
        writer.sensible,
        writer.broken,
        writer.hostile,
        writer.nonsensical,
    ]
    for number in range(count):
        yield sorts[number % len(sorts)]()
