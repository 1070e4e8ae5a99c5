"""Models of ``retellings.py``: vectors of words. ``retold.py`` says how to read them."""

WORDS = r"""
# embedding
let x = x o
let E = E M
let W = W U
let v = v e
let z = z s
let p = p \hat{y}
let y = y t
let J = J L
x ∈ one-hot 1 × V
y ∈ one-hot 1 × K
E ∈ V × n
W ∈ n × K
v = x E
z = v W
p = softmax(z)
J = -\sum_{k=1}^K y_k \log p_k
+ D[J|W] = v^T (p - y)
- v^T (y - p)
- v^T p
+ D[J|v] = (p - y) W^T
- (y - p) W^T
- p W^T
+ D[J|E] = x^T (p - y) W^T
- x^T (y - p) W^T
- 2 x^T (p - y) W^T
+ D[J|z] = p - y
- (p - y) ⊙ p ⊙ (1 - p)

# skip-gram
let v = v_c v h
let u = u w
let p = \hat{y} p
let J = J L
v ∈ n
u_1, \dots, u_V ∈ n
y ∈ one-hot V
over w V
say The word $w$ is predicted with probability $p_w$.
p_w = \frac{\exp(u_w^T v)}{\sum_{k=1}^V \exp(u_k^T v)}
J = -\sum_{w=1}^V y_w \log p_w
+ D[J|v] = \sum_{w=1}^V (p_w - y_w) u_w
- \sum_{w=1}^V (y_w - p_w) u_w
- \sum_{w=1}^V p_w u_w
- \sum_{w=1}^V y_w (p_w - 1) u_w
+ D[J|u_w] = (p_w - y_w) v
- p_w v
- (y_w - p_w) v
- y_w (p_w - 1) v

# skip-gram-matrices
let v = v_c v
let U = U W
let p = \hat{y} p
let y = y t
let J = J L
v ∈ n
U ∈ n × V
y ∈ one-hot V
say The columns of $U$ are the vectors of the words.
p = softmax(U^T v)
J = -\sum_{k=1}^V y_k \log p_k
+ D[J|v] = U (p - y)
- U (y - p)
- U p
+ D[J|U] = v (p - y)^T
- v (y - p)^T
- v p^T

# negative-sampling
let v = v_c v h
let u = u w
let J = J L
v ∈ n
u_o ∈ n
u_1, \dots, u_K ∈ n
over k K
say The word $o$ was seen, and $u_1, \dots, u_K$ belong to other words.
J = -\log σ(u_o^T v) - \sum_{k=1}^K \log σ(-u_k^T v)
+ D[J|v] = (σ(u_o^T v) - 1) u_o + \sum_{k=1}^K σ(u_k^T v) u_k
- (1 - σ(u_o^T v)) u_o + \sum_{k=1}^K σ(u_k^T v) u_k
- (σ(u_o^T v) - 1) u_o - \sum_{k=1}^K σ(u_k^T v) u_k
- (σ(u_o^T v) - 1) u_o
- (σ(u_o^T v) - 1) u_o + \sum_{k=1}^K (1 - σ(u_k^T v)) u_k
+ D[J|u_o] = (σ(u_o^T v) - 1) v
- σ(u_o^T v) v
- (1 - σ(u_o^T v)) v
+ D[J|u_k] = σ(u_k^T v) v
- -σ(u_k^T v) v
- (1 - σ(-u_k^T v)) u_k
- σ(-u_k^T v) v

# bag-of-words
let x = x v
let h = h \bar{v}
let u = u w
let p = p \hat{y}
let c = c C
let J = J L
x_1, \dots, x_c ∈ n
u_1, \dots, u_V ∈ n
y ∈ one-hot V
over i c
over k V
h = \frac{1}{c} \sum_{i=1}^c x_i
p_k = \frac{\exp(u_k^T h)}{\sum_{j=1}^V \exp(u_j^T h)}
J = -\sum_{k=1}^V y_k \log p_k
+ D[J|h] = \sum_{k=1}^V (p_k - y_k) u_k
- \sum_{k=1}^V (y_k - p_k) u_k
- \sum_{k=1}^V p_k u_k
+ D[J|x_i] = \frac{1}{c} \sum_{k=1}^V (p_k - y_k) u_k
- \sum_{k=1}^V (p_k - y_k) u_k
- \frac{1}{c} \sum_{k=1}^V p_k u_k
+ D[J|u_k] = (p_k - y_k) h
- (y_k - p_k) h
- \frac{1}{c} (p_k - y_k) h

# glove
let w v = w \tilde{w} u v
let b c = b \tilde{b} b c
let X = X
let e = e d
let f = f
let J = J L
w_1, \dots, w_V ∈ n
v_1, \dots, v_V ∈ n
b_1, \dots, b_V ∈ 1
c_1, \dots, c_V ∈ 1
X ∈ V × V
say $X_{ij} > 0$ counts how often word $j$ stands near word $i$, and $f$ is a weighting function.
over i V
over j V
e_{ij} = w_i^T v_j + b_i + c_j - \log X_{ij}
J = \sum_{i=1}^V \sum_{j=1}^V f(X_{ij}) e_{ij}^2
+ D[J|w_i] = 2 \sum_{j=1}^V f(X_{ij}) e_{ij} v_j
- \sum_{j=1}^V f(X_{ij}) e_{ij} v_j
- 2 \sum_{j=1}^V e_{ij} v_j
- -2 \sum_{j=1}^V f(X_{ij}) e_{ij} v_j
- 2 \sum_{j=1}^V f(X_{ij}) e_{ij} w_j
+ D[J|b_i] = 2 \sum_{j=1}^V f(X_{ij}) e_{ij}
- \sum_{j=1}^V f(X_{ij}) e_{ij}
- 2 \sum_{j=1}^V e_{ij}
+ D[J|v_j] = 2 \sum_{i=1}^V f(X_{ij}) e_{ij} w_i
- 2 \sum_{i=1}^V f(X_{ij}) e_{ij} v_i
- -2 \sum_{i=1}^V f(X_{ij}) e_{ij} w_i
"""
