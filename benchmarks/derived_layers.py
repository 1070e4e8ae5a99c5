"""Derivations of ``retellings.py``: normalisation, attention, gates and others. ``derived.py`` says how to read them."""

LAYERS = r"""
# batch-norm-backward
let x = x u
let μ = \mu m
let v = v \sigma^2
let h = \hat{x} z
let g = g \delta
let ε = \epsilon \varepsilon
let J = J L
x_1, \dots, x_m ∈ 1
g_1, \dots, g_m ∈ 1
ε ∈ 1
over i m
μ = \frac{1}{m} \sum_{i=1}^m x_i
v = \frac{1}{m} \sum_{i=1}^m (x_i - μ)^2
h_i = \frac{x_i - μ}{\sqrt{v + ε}}
J = \sum_{i=1}^m g_i h_i
+ D[J|v] = \sum_{i=1}^m D[J|h_i] D[h_i|v] ; by the chain rule
= \sum_{i=1}^m g_i (x_i - μ) \cdot «-\frac12» (v + ε)^{-3/2}
- \sum_{i=1}^m g_i (x_i - μ) \cdot \frac12 (v + ε)^{-3/2}
- \sum_{i=1}^m g_i (x_i - μ) \cdot «-\frac12» (v + ε)^{-1/2}
= -\frac{1}{2 (v + ε)} \sum_{i=1}^m g_i h_i
- -\frac{1}{2 \sqrt{v + ε}} \sum_{i=1}^m g_i h_i
- \frac{1}{2 (v + ε)} \sum_{i=1}^m g_i h_i
+ D[h_i|x_i] = \frac{1}{\sqrt{v + ε}} «1 - \frac{1}{m} - \frac{1}{m} h_i^2»
- \frac{1}{\sqrt{v + ε}} «1 - \frac{1}{m} + \frac{1}{m} h_i^2»
- \frac{1}{\sqrt{v + ε}} «1 - \frac{1}{m} h_i^2»
= \frac{m - 1 - h_i^2}{m \sqrt{v + ε}}
- \frac{m + 1 - h_i^2}{m \sqrt{v + ε}}
+ D[J|x_j] = \frac{g_j}{\sqrt{v + ε}} - \frac{1}{m \sqrt{v + ε}} \sum_{i=1}^m g_i - \frac{h_j}{m \sqrt{v + ε}} \sum_{i=1}^m g_i h_i
- \frac{g_j}{\sqrt{v + ε}} - \frac{1}{m \sqrt{v + ε}} \sum_{i=1}^m g_i + \frac{h_j}{m \sqrt{v + ε}} \sum_{i=1}^m g_i h_i
- \frac{g_j}{\sqrt{v + ε}} - \frac{1}{m \sqrt{v + ε}} \sum_{i=1}^m g_i
= \frac{1}{m \sqrt{v + ε}} «m g_j - \sum_{i=1}^m g_i - h_j \sum_{i=1}^m g_i h_i»
- \frac{1}{m \sqrt{v + ε}} «g_j - \sum_{i=1}^m g_i - h_j \sum_{i=1}^m g_i h_i»
- \frac{1}{\sqrt{v + ε}} «m g_j - \sum_{i=1}^m g_i - h_j \sum_{i=1}^m g_i h_i»

# batch-norm-scale
let x = x h
let γ = \gamma a
let β = \beta b
let y = y o
let g = g d
let J = J L
x_1, \dots, x_m ∈ 1
g_1, \dots, g_m ∈ 1
γ, β ∈ 1
over i m
y_i = γ x_i + β
J = \sum_{i=1}^m g_i y_i
+ D[J|γ] = \sum_{i=1}^m D[J|y_i] D[y_i|γ]
= \sum_{i=1}^m g_i D[|γ] (γ x_i + β)
- \sum_{i=1}^m y_i D[|γ] (γ x_i + β)
= \sum_{i=1}^m g_i x_i
- \sum_{i=1}^m g_i γ
- \sum_{i=1}^m g_i y_i
+ D[J|β] = \sum_{i=1}^m D[J|y_i] D[y_i|β]
= \sum_{i=1}^m g_i
- m \sum_{i=1}^m g_i
- \sum_{i=1}^m g_i β

# layer-norm-centre
let x = x h
let μ = \mu m
let c = c z
let g = g v
let J = J L
x ∈ n
g ∈ n
μ = \frac{1}{n} \sum_{i=1}^n x_i
c_i = x_i - μ
J = \sum_{i=1}^n g_i c_i
+ D[c_i|x_j] = -\frac{1}{n} ; for i \neq j
- \frac{1}{n}
- -1
+ D[J|x_j] = \sum_{i=1}^n g_i D[c_i|x_j]
- \sum_{i=1}^n c_i D[c_i|x_j]
= g_j «1 - \frac{1}{n}» - \frac{1}{n} \sum_{i \neq j} g_i ; splitting the sum
- g_j «1 - \frac{1}{n}» + \frac{1}{n} \sum_{i \neq j} g_i
- g_j - \frac{1}{n} \sum_{i \neq j} g_i
= g_j - \frac{1}{n} \sum_{i=1}^n g_i
- g_j - \sum_{i=1}^n g_i
- g_j + \frac{1}{n} \sum_{i=1}^n g_i

# attention-row
let q = q u
let K = K
let V = V U
let s = s e
let a = a \alpha
let o = o c
let g = g v
let J = J L
q ∈ d
k_1, \dots, k_n ∈ d
v_1, \dots, v_n ∈ d
g ∈ d
over i n
s_i = \frac{q^T k_i}{\sqrt{d}}
a_i = \frac{\exp(s_i)}{\sum_{j=1}^n \exp(s_j)}
o = \sum_{i=1}^n a_i v_i
J = g^T o
+ D[J|s_j] = \sum_{i=1}^n D[J|a_i] D[a_i|s_j]
= a_j g^T v_j - a_j \sum_{i=1}^n a_i g^T v_i
- a_j g^T v_j + a_j \sum_{i=1}^n a_i g^T v_i
- g^T v_j - a_j \sum_{i=1}^n a_i g^T v_i
= a_j «g^T v_j - g^T o»
- a_j «g^T o - g^T v_j»
= a_j g^T (v_j - o)
- a_j g^T (v_j - q)
- g^T (v_j - o)
+ D[J|k_j] = D[J|s_j] D[s_j|k_j]
= \frac{1}{\sqrt{d}} a_j g^T (v_j - o) q
- \frac{1}{d} a_j g^T (v_j - o) q
- a_j g^T (v_j - o) q
- \frac{1}{\sqrt{d}} a_j g^T (v_j - o) k_j

# cell-gates
let f = f
let i = i
let o = o
let c = c
let x = x u
let u = g \tilde{c}
let h = h
let J = J L
f, i, o, x, u, y, w ∈ 1
c = f x + i u
h = o \tanh(c)
J = \frac12 (h - y)^2
+ D[J|o] = D[J|h] D[h|o]
= (h - y) \tanh(c)
- (h - y) (1 - \tanh^2(c))
- (h - y) c
+ D[J|c] = D[J|h] D[h|c]
= (h - y) o D[|c] \tanh(c)
- (h - y) D[|c] \tanh(c)
= (h - y) o (1 - \tanh^2(c))
- (h - y) (1 - \tanh^2(c))
- (h - y) o (1 + \tanh^2(c))
+ D[J|f] = D[J|c] D[c|f]
= (h - y) o (1 - \tanh^2(c)) x
- (h - y) o (1 - \tanh^2(c)) f
- (h - y) o (1 - \tanh^2(c)) u

# gate-slope
let x = x u
let w = w a
let v = v b
let f = f g
let s = s z
let y = y h
x, w, v ∈ 1
f = σ(w x)
s = \tanh(v x)
y = f s
+ D[y|x] = D[f|x] s + f D[s|x] ; by the product rule
- D[f|x] D[s|x]
- D[f|x] s - f D[s|x]
= w f (1 - f) s + v f (1 - s^2)
- f (1 - f) s + f (1 - s^2)
- w f (1 - f) s + v f (1 + s^2)
= f «w (1 - f) s + v (1 - s^2)»
- f «w (1 - f) s + v s (1 - s^2)»
- f s «w (1 - f) + v (1 - s^2)»

# convolution-by-indices
let x = x u
let w = w k
let y = y o
let g = g d
let J = J L
x ∈ n
w ∈ 3
g ∈ m
say Here $m = n - 2$.
y_i = \sum_{j=1}^3 w_j x_{i+j-1}
J = \sum_{i=1}^m g_i y_i
+ D[y_i|w_k] = D[|w_k] \sum_{j=1}^3 w_j x_{i+j-1}
= x_{i+k-1}
- x_{i+k}
- w_k
+ D[J|w_k] = \sum_{i=1}^m D[J|y_i] D[y_i|w_k]
= \sum_{i=1}^m g_i D[y_i|w_k]
- \sum_{i=1}^m y_i D[y_i|w_k]
= \sum_{i=1}^m g_i x_{i+k-1}
- \sum_{i=1}^m g_i x_{i+k}
- \sum_{i=1}^m g_i x_{i-k+1}
- \sum_{i=1}^m g_i w_k

# dropout-scaling
let x = x h
let p = p q
let w = w v
let r = r m
let y = y o
let J = J L
x, w, r ∈ n
p, y ∈ 1
a = \frac{1}{1 - p} (r ⊙ x)
o = w^T a
J = \frac12 (o - y)^2
+ D[J|w] = D[J|o] D[o|w]
= (o - y) a
- (o - y) x
- (y - o) a
= \frac{o - y}{1 - p} (r ⊙ x)
- \frac{o - y}{p} (r ⊙ x)
- (o - y) (1 - p) (r ⊙ x)
+ D[J|x] = \frac{1}{1 - p} r ⊙ D[J|a]
- r ⊙ D[J|a]
= \frac{o - y}{1 - p} (r ⊙ w)
- \frac{o - y}{1 - p} (r ⊙ x)
- \frac{o - y}{p} (r ⊙ w)

# huber-pieces
let e = e r
let δ = \delta c
let x = x u
let w = w \theta
let y = y t
let J = J L
x, w ∈ n
y, δ ∈ 1
e = y - w^T x
J = \begin{cases} \frac12 e^2 & \text{if } |e| \le δ \\ δ |e| - \frac12 δ^2 & \text{otherwise} \end{cases}
+ D[J|w] = D[J|e] D[e|w] ; for |e| \le δ
= e \cdot (-x)
- e x
- \frac12 e \cdot (-x)
= -e x
- -e w
+ D[J|w] = D[J|e] D[e|w] ; for |e| > δ
= δ sign(e) \cdot (-x)
- sign(e) \cdot (-x)
- δ sign(e) x
= -δ sign(e) x
- -δ e x

# moment-bias
let m = m v
let β = \beta \rho
let g = g G
m_0, m_1, m_2, m_3, g_1, g_2, g_3, β ∈ 1
say We start from $m_0 = 0$.
m_1 = β m_0 + (1 - β) g_1
m_2 = β m_1 + (1 - β) g_2
m_3 = β m_2 + (1 - β) g_3
+ m_2 = β (1 - β) g_1 + (1 - β) g_2
- β g_1 + (1 - β) g_2
- (1 - β) g_1 + β (1 - β) g_2
= (1 - β) «β g_1 + g_2»
- (1 - β) «g_1 + β g_2»
- β «(1 - β) g_1 + g_2»
+ m_3 = β m_2 + (1 - β) g_3
= β (1 - β) «β g_1 + g_2» + (1 - β) g_3
- β (1 - β) «β g_1 + g_2» + β g_3
= (1 - β) «β^2 g_1 + β g_2 + g_3»
- (1 - β) «β g_1 + β g_2 + g_3»
- (1 - β) «g_1 + β g_2 + β^2 g_3»

# geometric-weights
let β = \beta \gamma
let t = t n
β ∈ 1
+ (1 - β) \sum_{i=0}^{t-1} β^i = \sum_{i=0}^{t-1} β^i - \sum_{i=0}^{t-1} β^{i+1}
- \sum_{i=0}^{t-1} β^i + \sum_{i=0}^{t-1} β^{i+1}
= \sum_{i=0}^{t-1} β^i - \sum_{i=1}^{t} β^i ; shifting the index
- \sum_{i=0}^{t-1} β^i - \sum_{i=1}^{t-1} β^i => 1
- \sum_{i=0}^{t-1} β^i - \sum_{i=0}^{t} β^i
= 1 - β^t
- 1 - β^{t-1}
- 1 + β^t
"""
