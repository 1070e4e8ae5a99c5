"""What compiled programs call: matrix products for every layout, and functions that a compiler can run on whole vectors.

Each is source that goes into the emitted file, with the names of those it calls itself.
"""

from __future__ import annotations

SMALL = 3000  # below this many multiplications, calling BLAS takes longer than the product

KERNELS: dict[str, tuple[str, tuple[str, ...]]] = {
    "exp": ("def exp(x):\n    return math.exp(x)\n", ()),
    "tanh": ("def tanh(x):\n    return math.tanh(x)\n", ()),
    "sigmoid": (
        "def sigmoid(x):\n    e = exp(-abs(x))  # never overflows\n    return (e if x < 0 else e / e) / (1 + e)\n",
        ("exp",),
    ),
    "softplus": ("def softplus(x):\n    return max(x, x - x) + math.log1p(exp(-abs(x)))\n", ("exp",)),
    "relu": ("def relu(x):\n    return x if x > 0 else x - x\n", ()),
    "dot": (
        f"""def dot(a, b):
    # a @ b
    m, k = a.shape
    n = b.shape[1]
    if m * k * n > {SMALL}:
        return np.dot(a, b)
    c = np.zeros((m, n), a.dtype)
    for i in range(m):
        for p in range(k):
            x = a[i, p]
            for j in range(n):
                c[i, j] += x * b[p, j]
    return c
""",
        (),
    ),
    "dot_t": (
        f"""def dot_t(a, b):
    # a @ b.T
    m, k = a.shape
    n = b.shape[0]
    if m * k * n > {SMALL}:
        return np.dot(a, b.T)
    c = np.empty((m, n), a.dtype)
    for i in range(m):
        for j in range(n):
            x = a.dtype.type(0)
            for p in range(k):
                x += a[i, p] * b[j, p]
            c[i, j] = x
    return c
""",
        (),
    ),
    "t_dot": (
        f"""def t_dot(a, b):
    # a.T @ b
    k, m = a.shape
    n = b.shape[1]
    if m * k * n > {SMALL}:
        return np.dot(a.T, b)
    c = np.zeros((m, n), a.dtype)
    for p in range(k):
        for i in range(m):
            x = a[p, i]
            for j in range(n):
                c[i, j] += x * b[p, j]
    return c
""",
        (),
    ),
    "dot_v": (
        f"""def dot_v(a, b):
    # a @ b for a vector b
    m, k = a.shape
    if m * k > {SMALL}:
        return np.dot(a, b)
    c = np.empty(m, a.dtype)
    for i in range(m):
        x = a.dtype.type(0)
        for p in range(k):
            x += a[i, p] * b[p]
        c[i] = x
    return c
""",
        (),
    ),
    "t_dot_v": (
        f"""def t_dot_v(a, b):
    # a.T @ b for a vector b
    k, m = a.shape
    if m * k > {SMALL}:
        return np.dot(a.T, b)
    c = np.zeros(m, a.dtype)
    for p in range(k):
        for i in range(m):
            c[i] += a[p, i] * b[p]
    return c
""",
        (),
    ),
}
