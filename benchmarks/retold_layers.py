"""Models of ``retellings.py``: layers of networks, steps through time. ``retold.py`` says how to read them."""

LAYERS = r"""
# convolution
let x = x u
let k = k w
let y = y z
let g = g \delta
let J = J L
x ∈ n
k ∈ r
over i m
say The length of the output is $m = n - r + 1$, and $g_i = D[J|y_i]$ comes from the layers above.
y_i = \sum_{j=1}^r k_j x_{i+j-1}
+ D[y_i|k_j] = x_{i+j-1}
- x_{i-j+1}
- k_j
- -x_{i+j-1}
+ D[J|k_j] = \sum_{i=1}^m g_i x_{i+j-1}
- \sum_{i=1}^m g_i x_i
- \sum_{i=1}^m x_{i+j-1}
- -\sum_{i=1}^m g_i x_{i+j-1}

# batch-normalisation
let x xh = x \hat{x} u \hat{u}
let μ = \mu
let v = \sigma^2 v
let y = y z
let γ β = \gamma \beta a c
let ε = \epsilon
let m = m N
let J = J L
x_1, \dots, x_m ∈ 1
γ ∈ 1
β ∈ 1
over i m
μ = \frac{1}{m} \sum_{i=1}^m x_i
v = \frac{1}{m} \sum_{i=1}^m (x_i - μ)^2
xh_i = \frac{x_i - μ}{\sqrt{v + ε}}
y_i = γ xh_i + β
say $J$ is a function of $y_1, \dots, y_m$.
+ D[J|γ] = \sum_{i=1}^m D[J|y_i] xh_i
- \sum_{i=1}^m D[J|y_i]
- \sum_{i=1}^m D[J|y_i] x_i
- -\sum_{i=1}^m D[J|y_i] xh_i
+ D[J|β] = \sum_{i=1}^m D[J|y_i]
- \sum_{i=1}^m D[J|y_i] xh_i
- \frac{1}{m} \sum_{i=1}^m D[J|y_i]
+ D[J|xh_i] = γ D[J|y_i]
- D[J|y_i]
- β D[J|y_i]

# layer-normalisation
let x = x u a
let μ = \mu m
let s = \sigma s
let h = h y
let g = g \gamma
let b = b \beta
let J = J L
let t = t r
x ∈ n
g ∈ n
b ∈ n
t ∈ n
over i n
μ = \frac{1}{n} \sum_{i=1}^n x_i
s = \sqrt{\frac{1}{n} \sum_{i=1}^n (x_i - μ)^2}
h_i = g_i \frac{x_i - μ}{s} + b_i
J = \frac12 \sum_{i=1}^n (h_i - t_i)^2
+ D[J|b_i] = h_i - t_i
- t_i - h_i
- 2 (h_i - t_i)
+ D[J|g_i] = (h_i - t_i) \frac{x_i - μ}{s}
- (h_i - t_i) \frac{x_i - μ}{s^2}
- (h_i - t_i) g_i
- (t_i - h_i) \frac{x_i - μ}{s}
+ D[s|x_i] = \frac{x_i - μ}{n s}
- \frac{x_i - μ}{s}
- \frac{2 (x_i - μ)}{n s}
+ D[μ|x_i] = \frac{1}{n}
- n
- 1

# dropout
let x = x u
let W = W A
let v = v w
let r = m r
let h d = h \tilde{h} a \tilde{a}
let p = \hat{y} o
let y = y t
let J = J L E
x ∈ n
W ∈ k × n
v ∈ k
r ∈ \{0, 1\}^k
y ∈ 1
h = \tanh(W x)
d = r ⊙ h
p = v^T d
J = \frac12 (p - y)^2
+ D[J|v] = (p - y) d
- (p - y) h
- (y - p) d
- (p - y) r
+ D[J|h] = (p - y) v ⊙ r
- (p - y) v
- (p - y) v ⊙ h
+ D[J|W] = (p - y) (v ⊙ r ⊙ (1 - h^2)) x^T
- (p - y) (v ⊙ (1 - h^2)) x^T
- (p - y) (v ⊙ r) x^T
+ D[J|d] = (p - y) v
- (y - p) v

# residual-block
let x = x u
let W V = W V W_1 W_2
let z = z a
let h = h s
let y = y o
let t = t r
let J = J L E
x ∈ n
W ∈ m × n
V ∈ n × m
t ∈ n
z = W x
h = relu(z)
y = x + V h
J = \frac12 ‖y - t‖^2
+ D[J|y] = y - t
- t - y
- 2 (y - t)
+ D[J|V] = (y - t) h^T
- (y - t) z^T
- (t - y) h^T
+ D[J|x] = (y - t) + W^T ((V^T (y - t)) ⊙ \mathbb{1}[z > 0])
- W^T ((V^T (y - t)) ⊙ \mathbb{1}[z > 0])
- (y - t) - W^T ((V^T (y - t)) ⊙ \mathbb{1}[z > 0])
- (y - t) + W^T (V^T (y - t))
+ D[J|W] = ((V^T (y - t)) ⊙ \mathbb{1}[z > 0]) x^T
- (V^T (y - t)) x^T
- ((V^T (y - t)) ⊙ \mathbb{1}[z > 0]) h^T

# highway
let x = x u
let W V = W V W_h W_g
let h = h \tilde{h}
let g = g c
let y = y o
let t = t r
let J = J L E
x ∈ n
W ∈ n × n
V ∈ n × n
t ∈ n
h = \tanh(W x)
g = σ(V x)
y = g ⊙ h + (1 - g) ⊙ x
J = \frac12 ‖y - t‖^2
+ D[J|h] = (y - t) ⊙ g
- y - t
- (y - t) ⊙ (1 - g)
+ D[J|g] = (y - t) ⊙ (h - x)
- (y - t) ⊙ (h + x)
- (y - t) ⊙ h
+ D[J|V] = ((y - t) ⊙ (h - x) ⊙ g ⊙ (1 - g)) x^T
- ((y - t) ⊙ (h - x)) x^T
- ((y - t) ⊙ (x - h) ⊙ g ⊙ (1 - g)) x^T
+ D[J|W] = ((y - t) ⊙ g ⊙ (1 - h^2)) x^T
- ((y - t) ⊙ (1 - g) ⊙ (1 - h^2)) x^T
- ((y - t) ⊙ g ⊙ h) x^T

# recurrent-step
let x = x_t x^{(t)}
let h hp = h_t h_{t-1} s_t s_{t-1} h^{(t)} h^{(t-1)}
let z = z_t a_t
let y = y_t \hat{y}_t
let q = t_t r_t
let W U V = W U V W_h W_x W_y
let b = b b_h
let J = J_t L_t E_t
x ∈ n
hp ∈ m
W ∈ m × m
U ∈ m × n
V ∈ k × m
b ∈ m
q ∈ one-hot k
z = W hp + U x + b
h = \tanh(z)
y = softmax(V h)
J = -q^T \log(y)
+ D[J|V] = (y - q) h^T
- (q - y) h^T
- (y - q) z^T
+ D[J|h] = V^T (y - q)
- V^T (q - y)
+ D[J|z] = (V^T (y - q)) ⊙ (1 - h^2)
- V^T (y - q)
- (V^T (y - q)) ⊙ (1 - h)
- (V^T (y - q)) ⊙ h ⊙ (1 - h)
+ D[J|W] = ((V^T (y - q)) ⊙ (1 - h^2)) hp^T
- ((V^T (y - q)) ⊙ (1 - h^2)) h^T
- (V^T (y - q)) hp^T
+ D[J|U] = ((V^T (y - q)) ⊙ (1 - h^2)) x^T
- ((V^T (y - q)) ⊙ (1 + h^2)) x^T
+ D[J|hp] = W^T ((V^T (y - q)) ⊙ (1 - h^2))
- W ((V^T (y - q)) ⊙ (1 - h^2))
- W^T (V^T (y - q))

# two-steps
let x1 x2 = x_1 x_2
let h0 h1 h2 = h_0 h_1 h_2 s_0 s_1 s_2
let W U = W U U W W_h W_x
let v = v c
let p = \hat{y} o
let y = y t
let J = J L E
x1 ∈ n
x2 ∈ n
h0 ∈ m
W ∈ m × m
U ∈ m × n
v ∈ m
y ∈ 1
h1 = \tanh(W h0 + U x1)
h2 = \tanh(W h1 + U x2)
p = v^T h2
J = \frac12 (p - y)^2
+ D[J|h2] = (p - y) v
- (y - p) v
- (p - y) h2
+ D[J|h1] = W^T (D[J|h2] ⊙ (1 - h2^2))
- W (D[J|h2] ⊙ (1 - h2^2))
- W^T D[J|h2]
- W^T (D[J|h2] ⊙ (1 - h1^2))
+ D[J|W] = (D[J|h2] ⊙ (1 - h2^2)) h1^T + (D[J|h1] ⊙ (1 - h1^2)) h0^T
- (D[J|h2] ⊙ (1 - h2^2)) h1^T
- (D[J|h2] ⊙ (1 - h2^2)) h1^T - (D[J|h1] ⊙ (1 - h1^2)) h0^T
- (D[J|h2] ⊙ (1 - h2^2)) h2^T + (D[J|h1] ⊙ (1 - h1^2)) h1^T
+ D[J|U] = (D[J|h2] ⊙ (1 - h2^2)) x2^T + (D[J|h1] ⊙ (1 - h1^2)) x1^T
- (D[J|h2] ⊙ (1 - h2^2)) x2^T
- (D[J|h2] ⊙ (1 - h2^2)) x1^T + (D[J|h1] ⊙ (1 - h1^2)) x2^T
+ D[J|v] = (p - y) h2
- (p - y) h1

# lstm-step
let x = x_t
let h hp = h_t h_{t-1}
let c cp = c_t c_{t-1} s_t s_{t-1}
let i f o g = i_t f_t o_t \tilde{c}_t i_t f_t o_t g_t
let Wi Wf Wo Wg = W_i W_f W_o W_g U_i U_f U_o U_g
let Ri Rf Ro Rg = R_i R_f R_o R_g V_i V_f V_o V_g
let J = J L
x ∈ n
hp ∈ m
cp ∈ m
Wi, Wf, Wo, Wg ∈ m × n
Ri, Rf, Ro, Rg ∈ m × m
i = σ(Wi x + Ri hp)
f = σ(Wf x + Rf hp)
o = σ(Wo x + Ro hp)
g = \tanh(Wg x + Rg hp)
c = f ⊙ cp + i ⊙ g
h = o ⊙ \tanh(c)
say $J$ is a function of $h$.
+ D[J|o] = D[J|h] ⊙ \tanh(c)
- D[J|h] ⊙ c
- D[J|h] ⊙ o
- D[J|h]
+ D[J|c] = D[J|h] ⊙ o ⊙ (1 - \tanh(c)^2)
- D[J|h] ⊙ o
- D[J|h] ⊙ o ⊙ (1 - c^2)
- D[J|h] ⊙ (1 - \tanh(c)^2)
+ D[J|f] = D[J|c] ⊙ cp
- D[J|c] ⊙ c
- D[J|c] ⊙ g
+ D[J|g] = D[J|c] ⊙ i
- D[J|c] ⊙ g
- -D[J|c] ⊙ i
+ D[J|cp] = D[J|c] ⊙ f
- D[J|c] ⊙ i
- D[J|c]

# gru-step
let x = x_t
let h hp = h_t h_{t-1}
let z r n = z_t r_t \tilde{h}_t u_t r_t n_t
let Wz Wr Wn = W_z W_r W_n W_u W_r W_h
let Uz Ur Un = U_z U_r U_n U_u U_r U_h
let J = J L
x ∈ p
hp ∈ m
Wz, Wr, Wn ∈ m × p
Uz, Ur, Un ∈ m × m
z = σ(Wz x + Uz hp)
r = σ(Wr x + Ur hp)
n = \tanh(Wn x + Un (r ⊙ hp))
h = (1 - z) ⊙ hp + z ⊙ n
say $J$ is a function of $h$.
+ D[J|n] = D[J|h] ⊙ z
- D[J|h] ⊙ (1 - z)
- D[J|h]
+ D[J|z] = D[J|h] ⊙ (n - hp)
- D[J|h] ⊙ (hp - n)
- D[J|h] ⊙ n
+ D[J|r] = (Un^T (D[J|n] ⊙ (1 - n^2))) ⊙ hp
- Un^T (D[J|n] ⊙ (1 - n^2))
- (Un^T D[J|n]) ⊙ hp
- (Un (D[J|n] ⊙ (1 - n^2))) ⊙ hp
+ D[J|Wz] = (D[J|z] ⊙ z ⊙ (1 - z)) x^T
- D[J|z] x^T
- (D[J|z] ⊙ (1 - z^2)) x^T

# attention
let Q K V = Q K V
let S = S E
let A = A P
let O = O Y Z
let G = G R
let J = J L
Q ∈ m × d
K ∈ n × d
V ∈ n × p
G ∈ m × p
say The softmax is taken of every row.
S = \frac{1}{\sqrt{d}} Q K^T
A = softmax(S)
O = A V
J = tr(G^T O)
+ D[J|V] = A^T G
- A^T O
- -A^T G
- S^T G
+ D[J|A] = G V^T
- -G V^T
- O V^T
+ D[J|Q] = \frac{1}{\sqrt{d}} D[J|S] K
- D[J|S] K
- \frac{1}{d} D[J|S] K
+ D[J|K] = \frac{1}{\sqrt{d}} D[J|S]^T Q
- D[J|S]^T Q
- -\frac{1}{\sqrt{d}} D[J|S]^T Q
+ D[J|O] = G
- O

# additive-attention
let q = q s
let h = h k
let W U = W U W_q W_k
let v = v a
let u = u r
let e = e z
let J = J L
q ∈ n
h ∈ m
W ∈ p × n
U ∈ p × m
v ∈ p
u = \tanh(W q + U h)
e = v^T u
+ D[e|u] = v
- u
- v ⊙ (1 - u^2)
+ D[e|q] = W^T (v ⊙ (1 - u^2))
- W^T v
- W^T (v ⊙ (1 + u^2))
+ D[e|W] = (v ⊙ (1 - u^2)) q^T
- v q^T
- (v ⊙ (1 - u^2)) h^T
+ D[e|v] = u
- v
"""
