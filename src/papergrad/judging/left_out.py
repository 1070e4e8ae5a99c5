"""What a claim leaves out of which nothing is said, so that it may do so: a function that may be the identity, a way that may lead
nowhere."""

from __future__ import annotations

from papergrad.notation import tree
from papergrad.notation.tree import Fence, Name, Node, Run, Script
from papergrad.phrasebook import functions, gradient
from papergrad.reading.definitions import key_of
from papergrad.reading.refolding import reach
from papergrad.reading.scope import Scope
from papergrad.reading.symbols import apart
from papergrad.reading.understood import Read


def function_left_out(one: Read) -> str:
    """The function of which nothing is said, for whose value a link of a chain has what the function is called with: the h of
    ``½ (h(s) - y)² = ½ (s - y)²``, which may be the identity. Empty if there is none."""
    before = one.stated.before if one.stated.link else None
    if before is None or one.scope is None:
        return ""
    for name in _called(before):
        known = one.scope.function(name)
        if (known is None or known.body is None) and _without(before, name) == _without(one.stated.right, ""):
            return name
    return ""


def _called(node: Node) -> set[str]:
    """The letters of the functions that are called with one argument, but for those that everybody knows."""
    runs = (n.items for n in tree.walk(node) if isinstance(n, Run) and len(n.items) == 2)
    heads = {apart(head) for head, fence in runs if isinstance(head, (Name, Script)) and isinstance(fence, Fence)}
    return {w.base for w in heads if w is not None and w.base not in functions.SPELLED and not (w.primes or w.power)}


def _without(node: Node, name: str) -> Node:
    """An expression with what a function is called with for its value, and without brackets round symbols."""
    match node:
        case Run((head, Fence("(", inside, ")"))) if name and (w := apart(head)) is not None and w.base == name:
            return _without(inside, name)
        case Fence(_, inside) if apart(inside) is not None:
            return _without(inside, name)
    return tree.rebuild(node, lambda part: _without(part, name))


def way_left_out(written: Node, repaired: Node, head: Node, scope: Scope) -> bool:
    """Whether a repair leaves out the ``dr/dh`` of a symbol r, or by a symbol h, of which nothing is said, or the ``∂a(η)/∂η`` of a
    function whose formula has no η: it may depend on the other."""
    kept = set(tree.walk(repaired))
    derived = [d for node in tree.walk(written) if node not in kept and (d := gradient.read(node)) is not None]
    quantities = [d.of for d in derived if d.of is not None]
    asked = gradient.read(head)
    quantities += [by for d in derived for by in d.wrt if asked is not None and by not in asked.wrt]
    said = scope.everything.keys() - scope.made_up()
    keys = [key_of(quantity, scope) for quantity in quantities]
    return any(key is not None and key not in said for key in keys) or any(_constant(of, scope) for of in quantities)


def _constant(of: Node, scope: Scope) -> bool:
    """Whether a function is called whose formula does not speak of its arguments."""
    match of:
        case Run((head, Fence())) if (written := apart(head)) is not None:
            found = scope.function(scope.symbols.key(written))
            if found is None or found.body is None:
                return False
            keys = scope.keys_in(found.body)
            made = {
                other
                for key in keys & scope.everything.keys()
                for other in reach(scope.everything[key].body, scope.everything)
            }
            return (keys | made).isdisjoint(found.parameters)
    return False
