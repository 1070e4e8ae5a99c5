"""Derivations of ``retellings.py``: words, pairs and samples of noise. ``derived.py`` says how to read them."""

WORDS = r"""
# skip-gram-naive
let v = v h
let u = u w
let V = V W N
let J = J L
v ∈ d
u_1, \dots, u_V ∈ d
say The outside word is $o$, an index between 1 and $V$.
p_w = \frac{\exp(u_w^T v)}{\sum_{k=1}^V \exp(u_k^T v)}
J = -\log p_o
+ J = -u_o^T v + \log \sum_{w=1}^V \exp(u_w^T v)
- -u_o^T v - \log \sum_{w=1}^V \exp(u_w^T v)
- u_o^T v + \log \sum_{w=1}^V \exp(u_w^T v)
+ D[J|v] = -u_o + \frac{1}{\sum_{w=1}^V \exp(u_w^T v)} D[|v] \sum_{x=1}^V \exp(u_x^T v)
- u_o + \frac{1}{\sum_{w=1}^V \exp(u_w^T v)} D[|v] \sum_{x=1}^V \exp(u_x^T v)
= -u_o + \sum_{x=1}^V \frac{\exp(u_x^T v)}{\sum_{w=1}^V \exp(u_w^T v)} u_x
- -u_o + \sum_{x=1}^V \frac{\exp(u_x^T v)}{\sum_{w=1}^V \exp(u_w^T v)} v
- -u_o - \sum_{x=1}^V \frac{\exp(u_x^T v)}{\sum_{w=1}^V \exp(u_w^T v)} u_x => -u_o - \sum_{x=1}^V p_x u_x
= -u_o + \sum_{x=1}^V p_x u_x
- -u_o + \sum_{x=1}^V u_x

# negative-samples
let v = v h
let u = u c
let s = s n
let K = K k
let J = J L
v ∈ d
u ∈ d
s_1, \dots, s_K ∈ d
over k K
J = -\log σ(u^T v) - \sum_{k=1}^K \log σ(-s_k^T v)
+ D[J|v] = -\frac{σ'(u^T v)}{σ(u^T v)} u + \sum_{k=1}^K \frac{σ'(-s_k^T v)}{σ(-s_k^T v)} s_k ; by the chain rule
- -\frac{σ'(u^T v)}{σ(u^T v)} u - \sum_{k=1}^K \frac{σ'(-s_k^T v)}{σ(-s_k^T v)} s_k
= -«1 - σ(u^T v)» u + \sum_{k=1}^K «1 - σ(-s_k^T v)» s_k
- -«1 - σ(u^T v)» v + \sum_{k=1}^K «1 - σ(-s_k^T v)» s_k
- «1 - σ(u^T v)» u + \sum_{k=1}^K «1 - σ(-s_k^T v)» s_k
= «σ(u^T v) - 1» u + \sum_{k=1}^K σ(s_k^T v) s_k ; using $1 - σ(-x) = σ(x)$
- «σ(u^T v) - 1» u + \sum_{k=1}^K σ(-s_k^T v) s_k
- «σ(u^T v) - 1» u - \sum_{k=1}^K σ(s_k^T v) s_k
+ D[J|s_k] = «1 - σ(-s_k^T v)» v
- «1 - σ(-s_k^T v)» s_k
- «1 - σ(s_k^T v)» v
= σ(s_k^T v) v
- -σ(s_k^T v) v

# glove-pair
let w = w u
let v = \tilde{w} v
let b = b a
let c = c \tilde{b}
let X = X Y
let f = f h
let e = e r
let J = J L
w, v ∈ d
b, c, x, f ∈ 1
e = w^T v + b + c - \log x
J = f e^2
+ D[J|w] = 2 f e D[e|w]
- f e D[e|w]
= 2 f «w^T v + b + c - \log x» v
- 2 f «w^T v + b + c - \log x» w
- 2 f «w^T v + b + c + \log x» v
+ D[J|b] = 2 f e D[e|b]
= 2 f e
- 2 f e b
= 2 f «w^T v + b + c - \log x»
- 2 f «w^T v + b + c - x»

# contrastive-scores
let s = s z
let τ = \tau T
let p = p q
let K = K N
let J = J L
s_1, \dots, s_K ∈ 1
τ ∈ 1
p_k = \frac{\exp(s_k / τ)}{\sum_{j=1}^K \exp(s_j / τ)}
J = -\log p_1
+ J = -\log \exp(s_1 / τ) + \log \sum_{j=1}^K \exp(s_j / τ)
= -\frac{s_1}{τ} + \log \sum_{j=1}^K \exp(s_j / τ)
- \frac{s_1}{τ} + \log \sum_{j=1}^K \exp(s_j / τ)
- -\frac{s_1}{τ} - \log \sum_{j=1}^K \exp(s_j / τ)
+ D[J|s_1] = -\frac{1}{τ} + D[|s_1] \log \sum_{j=1}^K \exp(s_j / τ)
- \frac{1}{τ} + D[|s_1] \log \sum_{j=1}^K \exp(s_j / τ)
= -\frac{1}{τ} + \frac{1}{τ} \cdot \frac{\exp(s_1 / τ)}{\sum_{j=1}^K \exp(s_j / τ)}
- -\frac{1}{τ} + \frac{\exp(s_1 / τ)}{\sum_{j=1}^K \exp(s_j / τ)}
= \frac{1}{τ} (p_1 - 1)
- \frac{1}{τ} (1 - p_1)
- τ (p_1 - 1)
+ D[J|τ] = \frac{s_1}{τ^2} - \frac{1}{τ^2} \sum_{k=1}^K p_k s_k
- -\frac{s_1}{τ^2} - \frac{1}{τ^2} \sum_{k=1}^K p_k s_k
- \frac{s_1}{τ^2} - \frac{1}{τ} \sum_{k=1}^K p_k s_k
= \frac{1}{τ^2} «s_1 - \sum_{k=1}^K p_k s_k»
- \frac{1}{τ} «s_1 - \sum_{k=1}^K p_k s_k»
- \frac{1}{τ^2} «\sum_{k=1}^K p_k s_k - s_1»

# noise-trick
let μ = \mu m
let r = \rho r
let s = \sigma s
let ε = \epsilon \varepsilon
let z = z h
let w = w v
let x = x y
let J = J L
bold w x
μ, r, ε ∈ n
w ∈ n
x ∈ 1
s = \exp(r)
z = μ + s ⊙ ε
J = \frac12 (w^T z - x)^2
+ D[J|μ] = D[J|z]
= (w^T z - x) w
- (w^T z - x) z
- (x - w^T z) w
+ D[J|r] = D[J|z] ⊙ s ⊙ ε ; by the chain rule
- D[J|z] ⊙ ε
- D[J|z] ⊙ s
= (w^T z - x) (w ⊙ s ⊙ ε)
- (w^T z - x) (w ⊙ s)
- (w^T z - x) (z ⊙ s ⊙ ε)
= (w^T z - x) (w ⊙ (z - μ))
- (w^T z - x) (w ⊙ z)
- (w^T z - x) (w ⊙ (z + μ))

# prior-term
let μ = \mu m
let v = v \tau
let J = D K
let n = n d
μ_1, \dots, μ_n ∈ 1
v_1, \dots, v_n ∈ 1
J = \frac12 \sum_{i=1}^n «μ_i^2 + e^{v_i} - v_i - 1»
+ D[J|μ_j] = \frac12 D[|μ_j] \sum_{i=1}^n μ_i^2
- D[|μ_j] \sum_{i=1}^n μ_i^2
= \frac12 \cdot 2 μ_j
- \frac12 μ_j
= μ_j
- 2 μ_j
+ D[J|v_j] = \frac12 D[|v_j] «e^{v_j} - v_j»
= \frac12 «e^{v_j} - 1»
- \frac12 «e^{v_j} + 1»
- \frac12 «v_j e^{v_j} - 1»
- e^{v_j} - 1

# margin-dual
let w = w \theta
let b = b c
let α = \alpha \lambda
let x = x u
let y = y t
let J = L \Lambda
x_1, \dots, x_n ∈ d
y_1, \dots, y_n ∈ \{-1, 1\}
α_1, \dots, α_n ∈ 1
w ∈ d
b ∈ 1
over i n
J = \frac12 ‖w‖^2 - \sum_{i=1}^n α_i «y_i (w^T x_i + b) - 1»
+ D[J|w] = \frac12 D[|w] ‖w‖^2 - \sum_{i=1}^n α_i D[|w] «y_i (w^T x_i + b) - 1»
= w - \sum_{i=1}^n α_i y_i D[|w] (w^T x_i + b)
- w + \sum_{i=1}^n α_i y_i D[|w] (w^T x_i + b)
= w - \sum_{i=1}^n α_i y_i x_i
- w - \sum_{i=1}^n α_i x_i
- 2 w - \sum_{i=1}^n α_i y_i x_i
+ D[J|b] = -\sum_{i=1}^n α_i y_i
- -\sum_{i=1}^n α_i
- \sum_{i=1}^n α_i y_i
? D[J|w] = 0
⇒ w = \sum_{i=1}^n α_i y_i x_i
- w = -\sum_{i=1}^n α_i y_i x_i
- w = \sum_{i=1}^n α_i x_i

# centred-kernel
let x = x u
let y = y v
let g = \gamma \beta
let k = k f
x, y ∈ n
g ∈ 1
k = \exp(-g ‖x - y‖^2)
+ D[k|x] = k D[|x] «-g ‖x - y‖^2» ; by the chain rule
- -k D[|x] «-g ‖x - y‖^2»
= -2 g k (x - y)
- 2 g k (x - y) => 2 g k x - 2 g k y
- -g k (x - y)
= 2 g k (y - x)
- 2 g k (y + x)
+ D[k|g] = k D[|g] «-g ‖x - y‖^2»
= -‖x - y‖^2 k
- ‖x - y‖^2 k
- -‖x - y‖ k
"""
