"""What damaged and overlong texts cost, and what is invented in them: python benchmarks/damaged.py [--words 5000].

A session report of invented names is generated and damaged in each way (all from one seed). Every text is annotated in
a process of its own: seconds of processor time, peak memory, and what was found beside the undamaged text.
*Kept* is the share of the entities, relations and statements of the clean text that are still found; *invented* is
what has nothing like it in the clean text: an entity none of whose forms is at least four fifths alike a form there,
a relation or a statement whose ends (speaker) were not found so in the clean text.
"""

from __future__ import annotations

import argparse
import difflib
import json
import random
import re
import subprocess
import sys
from collections.abc import Callable
from typing import Any

NAMES = ("Ana Ruiz", "Bo Lind", "Cai Moro", "Dina Falk", "Eli Sand", "Fee Horn", "Gus Ahl", "Hana Brook", "Ivo Kern")
BODIES = ("Harbour Watch Network", "Port Union", "Coast Office", "Ministry of Rivers", "Institute for Salt Roads",
          "Lake Commission", "Customs Research Centre", "Federation of Pilots")  # fmt: skip
STATES = ("Chile", "Malta", "Ghana", "Norway", "Peru", "Kenya", "Japan", "Mexico", "Togo")
SENTENCES = (
    "{person}, from the {body}, said that {state} needed more officers at its borders.",
    "The representative of {state} stressed that technical assistance should be requested in time.",
    "On behalf of the {body}, {person} noted that article {n} of the Convention had been applied in {n} cases.",
    "The panellist from the {body} recommended that States collect data on {n} routes.",
    "{state} and {other} welcomed the report of the {body}.",
    "The meeting was attended by {n} participants from the {body} and from {state}.",
    "Sacks of salt stood on the quay, and nobody had counted them for {n} years.",
    "{person} explained how the {body} trains pilots in {state}.",
)
FOREIGN = (
    "La representante de {state} dijo que hacían falta más agentes en los puertos.",
    "Le représentant de {state} a déclaré que les ports manquaient d'agents.",
    "Der Vertreter sagte, dass in den Häfen seit Jahren zu wenige Beamte arbeiten.",
)
OCR = (("l", "1"), ("o", "0"), ("e", "c"), ("m", "rn"), ("i", "!"), ("S", "5"), ("t", "f"), ("u", "ii"))
MEASURE = """
import json, resource, sys, time
from untocgraph.core.model import Source
from untocgraph.extract import annotate
from untocgraph.extract.document.parse import Parser
parser = Parser()
annotate(Source(id="warm", text="The secretariat said that talks had begun.", sha256=""), parser=parser)
text = sys.stdin.read()
start = time.process_time()
found = annotate(Source(id="s", text=text, sha256=""), parser=parser)
took = time.process_time() - start
forms = {}
for mention in found.mentions:
    forms.setdefault(mention.entity, set()).add(mention.text)
json.dump({
    "seconds": took, "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    "entities": {key: sorted(names) for key, names in forms.items()},
    "relations": [(r.subject, r.predicate, r.object) for r in found.relations],
    "statements": [s.speaker or s.on_behalf_of for s in found.statements]}, sys.stdout)
"""


def report(words: int, chance: random.Random, sentences: tuple[str, ...] = SENTENCES) -> list[str]:
    """Paragraphs of a session report, about ``words`` words."""
    parts = ["Report of the working group on harbours on its 7th session, held in Valletta on 3 and 4 May 2031"]
    count = 0
    while count < words:
        if not len(parts) % 9:
            parts.append(f"Item {len(parts) // 9}. {chance.choice(('Salt roads', 'Pilots', 'Border posts'))}")
        said = []
        for _ in range(4):
            line = chance.choice(sentences)
            state, other = chance.sample(STATES, 2)
            said.append(line.format(person=chance.choice(NAMES), body=chance.choice(BODIES), state=state, other=other,
                                    n=chance.randint(2, 40)))  # fmt: skip
        parts.append(f"{len(parts)}. {' '.join(said)}")
        count += len(parts[-1].split())
    return parts


def misread(parts: list[str], chance: random.Random) -> str:
    """About every 17th letter is read as another."""
    swap = dict(OCR)
    text = "\n\n".join(parts)
    return "".join(swap.get(c, c) if c in swap and chance.random() < 0.12 else c for c in text)


def two_columns(parts: list[str], _: random.Random) -> str:
    """Lines of 38 characters, the second half of the text beside the first."""
    lines = [line for part in parts for line in (*re.findall(r".{1,38}(?:\s|$)", part), "")]
    half = (len(lines) + 1) // 2
    return "\n".join(f"{a:<44}{b}" for a, b in zip(lines[:half], [*lines[half:], ""], strict=False))


def transcript(parts: list[str], _: random.Random) -> str:
    """Small letters and no marks, thirty words a line."""
    words = re.sub(r"[^\w\s]", "", " ".join(parts)).lower().split()
    return "\n".join(" ".join(words[i : i + 30]) for i in range(0, len(words), 30))


def endless(parts: list[str], _: random.Random) -> str:
    """No full stop and no line break."""
    return re.sub(r"[.;:!?]", "", " ".join(parts))


def glued(parts: list[str], _: random.Random) -> str:
    """Headings on one line with what follows."""
    return re.sub(r"(?m)^(Item .+)\n\n", r"\1 ", "\n\n".join(parts))


def page(parts: list[str], _: random.Random) -> str:
    """Breaks instead of paragraphs, in sentences too."""
    return f"<html><body>{'<br><br>'.join(parts).replace(', ', ',<br>')}</body></html>"


DAMAGE: dict[str, Callable[[list[str], random.Random], str]] = {
    "clean": lambda parts, _: "\n\n".join(parts),
    "letters misread": misread,
    "headings glued to what follows": glued,
    "sentences glued together": lambda parts, _: re.sub(r"\. (?=[A-Z])", ".", " ".join(parts)),
    "page of <br>": page,
    "two columns": two_columns,
    "machine transcript": transcript,
    "no sentence end": endless,
}


def annotated(text: str) -> dict[str, Any]:
    """Return what a process of its own found, and what it took."""
    done = subprocess.run([sys.executable, "-c", MEASURE], input=text, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def folded(form: str) -> str:
    """A form without case, marks, spaces and article."""
    return re.sub(r"[\W_]|^the ", "", form.casefold())


def alike(forms: list[str], known: dict[str, str]) -> str:
    """Return the key of the clean entity that one of the forms is like, or the empty string."""
    for form in forms:
        near = difflib.get_close_matches(folded(form), known, n=1, cutoff=0.8)
        if near:
            return known[near[0]]
    return ""


def compared(clean: dict[str, Any], damaged: dict[str, Any]) -> tuple[list[str], list[str]]:
    """Shares kept, and numbers (with examples) invented, of entities, relations and statements."""
    known = {folded(form): key for key, forms in clean["entities"].items() for form in forms}
    same = {key: alike(forms, known) for key, forms in damaged["entities"].items()}
    true = {tuple(row) for row in clean["relations"]}
    said = {*clean["statements"]}
    relations = {(same.get(s, s), p, same.get(o, o)) for s, p, o in damaged["relations"]}
    new = {
        "entities": [forms[0] for key, forms in damaged["entities"].items() if not same[key]],
        "relations": sorted(relations - true),
        "statements": [who for who in damaged["statements"] if who and same[who] not in said],
    }
    kept = {
        "entities": len({*same.values()} - {""}) / max(1, len(clean["entities"])),
        "relations": len(relations & true) / max(1, len(true)),
        "statements": min(1.0, len(damaged["statements"]) / max(1, len(clean["statements"]))),
    }
    shown = [" ".join(str(one).split()) for rows in new.values() for one in rows[:6]]
    return [*(f"{kept[n]:.2f}" for n in kept), *(str(len(new[n])) for n in new)], shown


def row(name: str, text: str, found: dict[str, Any], *cells: str) -> None:
    """Print one line of the table."""
    print(
        f"| {name} | {len(text.split()):,} | {found['seconds']:.1f} | {found['memory']:.0f} | {' | '.join(cells)} |",
        flush=True,
    )


def main() -> None:
    """Run it; print two tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--words", type=int, default=5000)
    parser.add_argument("--long", type=int, nargs="*", default=[], help="words of reports and of texts without an end")
    parser.add_argument("--show", action="store_true", help="what was invented")
    args = parser.parse_args()
    parts = report(args.words, random.Random(1))
    clean = annotated(DAMAGE["clean"](parts, random.Random(2)))
    kinds = "entities | relations | statements"
    print(f"| text | words | seconds | peak MB | kept: {kinds} | invented: {kinds} |\n| --- |{' --- |' * 9}")
    for name, damage in DAMAGE.items():
        text = damage(parts, random.Random(2))
        found = clean if name == "clean" else annotated(text)
        cells, shown = compared(clean, found)
        row(name, text, found, *cells)
        for one in shown if args.show else ():
            print(f"    {one}")
    mixed = "\n\n".join(report(args.words, random.Random(3), (*SENTENCES[:3], *FOREIGN)))
    names = "List of participants\n\n" + "\n".join(
        f"{chr(65 + n % 26)}na{chr(97 + n % 23)} R{chr(97 + n % 19)}i{chr(97 + n % 17)}{n % 7 * 'e'}z, {BODIES[n % 8]}"
        for n in range(2000)
    )
    print(f"\n| text | words | seconds | peak MB | {kinds} |\n| --- |{' --- |' * 6}")
    texts = {"four languages": mixed, "list of 2,000 names": names}
    for words in args.long:
        for name in ("clean", "no sentence end"):
            texts[f"{name}, {words}"] = DAMAGE[name](report(words, random.Random(1)), random.Random(2))
    for name, text in texts.items():
        found = annotated(text)
        row(name, text, found, *(str(len(found[n])) for n in ("entities", "relations", "statements")))


if __name__ == "__main__":
    main()
