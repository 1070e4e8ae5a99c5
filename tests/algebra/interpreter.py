"""What an expression means, entry by entry: shares no code with the evaluator, and runs on NumPy and JAX numbers alike."""

from __future__ import annotations

import math

from papergrad.algebra import nodes as n


class Interpreter:
    """``xp`` is ``numpy`` or ``jax.numpy``; ``values`` are arrays of it; whole numbers to look up are plain lists."""

    def __init__(self, xp, values, sizes, erf):
        self.xp, self.values, self.sizes, self.erf = xp, values, sizes, erf

    def length(self, index):
        return index.size.value(self.sizes)

    def at(self, at, where):
        match at:
            case n.Index():
                return where[at]
            case n.Affine(terms, offset):
                return sum(w * self.at(i, where) for i, w in terms) + offset.value(self.sizes)
            case n.Lookup(symbol, inside):
                return int(self.values[symbol][tuple(self.at(i, where) for i in inside)])

    def every(self, index, body, where):
        return [self.value(body, {**where, index: p}) for p in range(self.length(index))]

    def matrix(self, e, where):
        size = self.length(e.row)
        rows = [[self.value(e.body, {**where, e.row: r, e.column: c}) for c in range(size)] for r in range(size)]
        return self.xp.stack([self.xp.stack([self.xp.asarray(v, dtype=float) for v in row]) for row in rows])

    def value(self, e, where):
        xp = self.xp
        match e:
            case n.Number(value):
                return float(value)
            case n.Extent(size):
                return float(size.value(self.sizes))
            case n.Position(at):
                return self.at(at, where) + 1.0
            case n.Entry(symbol, at):
                array, place = self.values[symbol], tuple(self.at(a, where) for a in at)
                return array[place] if all(0 <= p < s for p, s in zip(place, array.shape, strict=True)) else 0.0
            case n.Delta(one, other):
                return float(self.at(one, where) == self.at(other, where))
            case n.Indicator(relation, left, right):
                a, b = self.value(left, where), self.value(right, where)
                return float(a > b if relation == ">" else a >= b if relation == ">=" else a == b)
            case n.Add(terms):
                return sum(self.value(t, where) for t in terms)
            case n.Mul(factors):
                return math.prod(self.value(f, where) for f in factors)
            case n.Power(base, n.Number(value)):
                b = self.value(base, where)
                return b ** int(value) if value.denominator == 1 else xp.power(b, float(value))
            case n.Power(base, exponent):
                return xp.power(self.value(base, where), self.value(exponent, where))
            case n.Apply(function, argument):
                return self.apply(function, self.value(argument, where))
            case n.Sum(i, body):
                return sum(self.every(i, body, where))
            case n.Product(i, body):
                return math.prod(self.every(i, body, where))
            case n.LogSumExp(i, body):
                found = self.every(i, body, where)
                top = max(float(self.detached(v)) for v in found)  # a constant, so that nothing overflows
                return top + xp.log(sum(xp.exp(v - top) for v in found))
            case n.Select(i, key, body):
                keys = [float(self.detached(v)) for v in self.every(i, key, where)]
                return self.value(body, {**where, i: keys.index(max(keys))})
            case n.Cases(branches, otherwise):
                for condition, value in branches:
                    if self.value(condition, where):
                        return self.value(value, where)
                return self.value(otherwise, where)
            case n.Inverse():
                place = self.at(e.i, where), self.at(e.j, where)
                size = self.length(e.row)
                return xp.linalg.inv(self.matrix(e, where))[place] if all(0 <= p < size for p in place) else 0.0
            case n.Determinant():
                return xp.linalg.det(self.matrix(e, where))
            case n.Stack(at, pieces):
                found = []
                for k, body in pieces:
                    found += [self.value(body, where)] if k is None else self.every(k, body, where)
                place = self.at(at, where)
                return found[place] if 0 <= place < len(found) else 0.0

    def detached(self, v):
        return getattr(v, "primal", v)

    def apply(self, function, x):
        xp = self.xp
        match function:
            case "sigmoid":
                return 1 / (1 + xp.exp(-x))
            case "softplus":
                return xp.log(1 + xp.exp(x))
            case "erf":
                return self.erf(x)
            case "gelu":
                return x * (1 + self.erf(x / math.sqrt(2))) / 2
            case "silu":
                return x / (1 + xp.exp(-x))
            case "softsign":
                return x / (1 + abs(x))
            case "relu":
                return x if x > 0 else 0.0 * x
            case "leaky_relu":
                return x if x > 0 else x / 100
            case "elu":
                return x if x > 0 else xp.exp(x) - 1
            case "selu":
                s, a = 1.0507009873554804934193349852946, 1.6732632423543772848170429916717
                return s * x if x > 0 else s * a * (xp.exp(x) - 1)
            case "abs":
                return abs(x)
            case "sign":
                return float(x > 0) - float(x < 0)
            case _:
                return getattr(xp, function)(x)
