"""What a writer takes as known without saying it: names given in passing, and losses known by their error signals."""

from __future__ import annotations

from dataclasses import replace

from papergrad.notation import tree
from papergrad.notation.tree import Blank, Fence, Hole, Infix, Name, Node, Run
from papergrad.phrasebook import gradient
from papergrad.reading.families import own_member
from papergrad.reading.named import key_of
from papergrad.reading.scope import Scope
from papergrad.reading.statements import EQUAL
from papergrad.reading.symbols import MARKS, apart, letter, text_of
from papergrad.reading.understood import Read


def named_in_passing(scope: Scope, reads: list[Read]) -> None:
    """``∂J/∂z = ŷ - y = δ`` names ŷ - y, and ``∂J/∂b = Δ = ŷ - y`` says what Δ is: the links that do so are definitions."""
    spaces = [one.stated.left for one in reads if one.stated.relation == "∈"]
    for one in reads:
        stated = one.stated
        before, after = stated.before, stated.right
        if one.role != "claims" or stated.link == 0 or stated.relation not in EQUAL or before is None:
            continue
        if own_member(replace(stated, left=before, link=0)):  # y = elu(x) = …, with a parameter of the writer's
            one.role, one.kind = "defines", "definition"
            one.stated = replace(stated, left=before, head=before, link=0)
            continue
        for symbol, meant in ((before, after), (after, before)):
            runs = _for_every(symbol, scope) and (symbol is before or _runs_in(symbol, stated.head, scope))
            new = _nameless(symbol, scope, runs) or (symbol is after and _of_new_head(symbol, one.stated.head, scope))
            again = _occurs(symbol, meant) or any(_occurs(symbol, n) for n in (stated.head, *spaces) if symbol is after)
            if new and apart(meant) is None and _plain(meant) and not again:
                key = key_of(symbol, scope.symbols)
                assert key is not None
                scope.names[key] = symbol
                scope.own.add(key)
                one.role, one.kind = "defines", "definition"
                one.stated = replace(stated, left=symbol, right=meant, head=symbol, link=0)
                break


def signals(scope: Scope, reads: list[Read]) -> None:
    """``∂L/∂y = δ`` names the error signal, if nothing else in this part says what it is."""
    for one in reads:
        stated = one.stated
        derived = gradient.read(stated.left)
        if one.role != "claims" or stated.link or derived is None or derived.of is None or not _signal(stated.right):
            continue
        key = key_of(stated.right, scope.symbols)
        anew = any(key_of(by, scope.symbols) in scope.own for by in derived.wrt)  # of another y
        if key is None or key in scope.own or (scope.known(key) and not anew):
            continue
        scope.names[key] = stated.right
        scope.own.add(key)
        one.role, one.kind = "defines", "definition"
        one.stated = replace(stated, left=stated.right, right=stated.left, head=stated.right)


def _signal(node: Node) -> bool:
    """δ or Δ with its scripts."""
    written = apart(node)
    bare = written is not None and not written.primes and not written.transposed and written.power is None
    return bare and written is not None and written.base in ("δ", "Δ")


def losses(scope: Scope, reads: list[Read]) -> list[Read]:
    """``∂J/∂z = ŷ - y``, where nobody says what J and ŷ are: right if ŷ = softmax(z) and J is its cross entropy.

    That is then supposed of them in all the lines that follow.
    """
    found: list[Read] = []
    for one in reads:
        derived = gradient.read(one.stated.head) if one.role == "claims" else None
        right = one.stated.right.inside if isinstance(one.stated.right, Fence) else one.stated.right
        if derived is None or derived.of is None or len(derived.wrt) != 1 or derived.order != 1:
            continue
        loss, logits = derived.of, derived.wrt[0]
        match right:
            case Infix((prediction, target), ("-",)) if _predicts(prediction, target, scope):
                unknown = (loss, prediction, target)
            case _:
                continue
        if not all(_nameless(symbol, scope) for symbol in unknown) or key_of(logits, scope.symbols) is None:
            continue
        loud = [key_of(symbol, scope.symbols) for symbol in (loss, prediction, logits)]
        one.supposed = (f"{loud[1]} = softmax({loud[2]}) and {loud[0]} is its cross entropy",)
        found.append(implied(scope, one, prediction, Run((Name("softmax"), Fence("(", logits, ")")))))
        found.append(implied(scope, one, loss, Run((Name("CE"), Fence("(", Infix((target, prediction), (",",)), ")")))))
    return found


def same_things(scope: Scope, reads: list[Read]) -> list[Read]:
    """``∂J/∂L = ∂J/∂e``, where nobody says what L and e are: right if e is L."""
    found: list[Read] = []
    for one in reads:
        if one.role != "claims" or one.stated.link:
            continue
        left, right = gradient.read(one.stated.left), gradient.read(one.stated.right)
        if (
            left is None
            or right is None
            or left.of is None
            or left.of != right.of
            or len(left.wrt) != 1
            or len(right.wrt) != 1
        ):
            continue
        other, known = left.wrt[0], right.wrt[0]
        if other == known or not _nameless(other, scope) or not _nameless(known, scope) or _spoken_of(other, reads):
            continue
        one.supposed = (f"{key_of(known, scope.symbols)} is {key_of(other, scope.symbols)}",)
        found.append(implied(scope, one, known, other))
    return found


def implied(scope: Scope, one: Read, symbol: Node, meant: Node) -> Read:
    """The definition of a symbol that a statement takes for granted."""
    key = key_of(symbol, scope.symbols)
    assert key is not None
    scope.names[key] = symbol
    scope.own.add(key)
    stated = replace(one.stated, left=symbol, right=meant, head=symbol, link=0)
    return replace(one, stated=stated, role="implied", kind="definition", supposed=())


def _for_every(node: Node, scope: Scope) -> bool:
    """``a^{(i)}``, for every i: what runs on the symbol are letters of their own."""
    written = apart(node)
    return written is not None and all(letter(s.item) == text_of(s.item) for s in scope.symbols.running(written))


def _runs_in(symbol: Node, head: Node, scope: Scope) -> bool:
    """Whether what runs on a symbol runs in a derivative too: the j of ``∂E/∂u_j = y_j - t_j =: e_j``."""
    written, derived = apart(symbol), gradient.read(head)
    letters = {slot.item for slot in scope.symbols.running(written)} if written is not None else set()
    return derived is not None and letters <= set(tree.walk(head))


def _nameless(node: Node, scope: Scope, runs: bool = False) -> bool:
    """Whether nothing is said of a symbol, here or before, and none of its scripts runs (unless they may)."""
    key = key_of(node, scope.symbols)
    written = apart(node)
    return (
        key is not None
        and written is not None
        and not (
            scope.known(key)
            or key in scope.own
            or key in scope.names
            or scope.function(key) is not None
            or (scope.symbols.running(written) and not runs)
        )
    )


def _of_new_head(symbol: Node, head: Node, scope: Scope) -> bool:
    """The RHS of another ``LHS = … = RHS`` than that of an earlier part: a word, where what the chain is about is new as well."""
    key = key_of(symbol, scope.symbols)
    word = isinstance(symbol, Name) and symbol.font == "word"
    return word and key not in scope.own and key_of(head, scope.symbols) in scope.own


def _predicts(prediction: Node, target: Node, scope: Scope) -> bool:
    """ŷ and y: the same symbol with a hat and without."""
    one, other = key_of(prediction, scope.symbols), key_of(target, scope.symbols)
    return one is not None and other is not None and MARKS["hat"] in one and one.replace(MARKS["hat"], "") == other


def _plain(node: Node) -> bool:
    """An expression that says something: no derivative, no question, no words."""
    if isinstance(node, (Blank, Hole)) or not any(isinstance(n, Name) for n in tree.walk(node)):
        return False
    return all(gradient.read(n) is None and not isinstance(n, tree.Words) for n in tree.walk(node))


def _occurs(symbol: Node, node: Node) -> bool:
    return any(n == symbol for n in tree.walk(node))


def _spoken_of(symbol: Node, reads: list[Read]) -> bool:
    """Whether a symbol stands anywhere but in the denominators of derivatives."""
    waiting = [side for one in reads for side in (one.stated.left, one.stated.right)]
    while waiting:
        here = waiting.pop()
        if here == symbol:
            return True
        derived = gradient.read(here)
        waiting.extend([derived.of] if derived is not None and derived.of is not None else tree.children(here))
    return False
