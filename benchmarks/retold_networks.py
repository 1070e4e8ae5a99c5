"""Models of ``retellings.py``: networks with hidden layers. ``retold.py`` says how to read them."""

NETWORKS = r"""
# two-layers
let x = x u
let y = y t
let W1 W2 b1 b2 z1 z2 = W_1 W_2 b_1 b_2 z_1 z_2 W^{(1)} W^{(2)} b^{(1)} b^{(2)} z^{(1)} z^{(2)} U V b c z s
let h = h a
let p = \hat{y} p o
let J = J L E
x ∈ n
y ∈ one-hot K
W1 ∈ m × n
b1 ∈ m
W2 ∈ K × m
b2 ∈ K
z1 = W1 x + b1
h = σ(z1)
z2 = W2 h + b2
p = softmax(z2)
J = -\sum_{k=1}^K y_k \log p_k
+ D[J|z2] = p - y
- y - p
- (p - y) ⊙ p ⊙ (1 - p)
+ D[J|W2] = (p - y) h^T
- (y - p) h^T
- (p - y) z1^T
+ D[J|h] = W2^T (p - y)
- W2^T (y - p)
+ D[J|z1] = (W2^T (p - y)) ⊙ h ⊙ (1 - h)
- W2^T (p - y)
- (W2^T (p - y)) ⊙ (1 - h)
- (W2^T (p - y)) ⊙ h ⊙ (1 + h)
+ D[J|W1] = ((W2^T (p - y)) ⊙ h ⊙ (1 - h)) x^T
- (W2^T (p - y)) x^T
- ((W2^T (p - y)) ⊙ (1 - h^2)) x^T
+ D[J|b1] = (W2^T (p - y)) ⊙ h ⊙ (1 - h)
- (W2^T (y - p)) ⊙ h ⊙ (1 - h)

# two-layers-rows
let x = x u
let y = y t
let W1 W2 b1 b2 = W_1 W_2 b_1 b_2 W^{(1)} W^{(2)} b^{(1)} b^{(2)} U V b c
let h = h a
let p = \hat{y} o
let J = J L E
x ∈ 1 × n
y ∈ 1 × k
W1 ∈ n × m
b1 ∈ 1 × m
W2 ∈ m × k
b2 ∈ 1 × k
h = \tanh(x W1 + b1)
p = h W2 + b2
J = \frac12 ‖p - y‖^2
+ D[J|p] = p - y
- y - p
- 2 (p - y)
+ D[J|W2] = h^T (p - y)
- h^T (y - p)
- 2 h^T (p - y)
+ D[J|h] = (p - y) W2^T
- (y - p) W2^T
+ D[J|W1] = x^T (((p - y) W2^T) ⊙ (1 - h^2))
- x^T ((p - y) W2^T)
- x^T (((p - y) W2^T) ⊙ (1 + h^2))
- x^T (((p - y) W2^T) ⊙ (1 - h))
+ D[J|x] = (((p - y) W2^T) ⊙ (1 - h^2)) W1^T
- (((p - y) W2^T) ⊙ h ⊙ (1 - h)) W1^T

# two-layers-batch
let X = X A
let Y = Y T
let W1 W2 b1 b2 Z1 Z2 = W_1 W_2 b_1 b_2 Z_1 Z_2 W^{[1]} W^{[2]} b^{[1]} b^{[2]} Z^{[1]} Z^{[2]}
let H = H G
let m = m N
let J = J L
X ∈ n × m
Y ∈ k × m
W1 ∈ p × n
b1 ∈ p
W2 ∈ k × p
b2 ∈ k
say The columns of $X$ are the examples, and the biases are added to every column.
Z1 = W1 X + b1
H = \tanh(Z1)
Z2 = W2 H + b2
J = \frac{1}{2m} ‖Z2 - Y‖_F^2
+ D[J|Z2] = \frac{1}{m} (Z2 - Y)
- Z2 - Y
- \frac{1}{m} (Y - Z2)
+ D[J|W2] = \frac{1}{m} (Z2 - Y) H^T
- (Z2 - Y) H^T
- \frac{2}{m} (Z2 - Y) H^T
+ D[J|Z1] = \frac{1}{m} (W2^T (Z2 - Y)) ⊙ (1 - H^2)
- \frac{1}{m} (W2^T (Z2 - Y)) ⊙ (1 - H)
- \frac{1}{m} W2^T (Z2 - Y)
+ D[J|W1] = \frac{1}{m} ((W2^T (Z2 - Y)) ⊙ (1 - H^2)) X^T
- ((W2^T (Z2 - Y)) ⊙ (1 - H^2)) X^T
- \frac{1}{m} (W2^T (Z2 - Y)) X^T
+ D[J|b2] = \frac{1}{m} (Z2 - Y) \mathbf{1}_m
- (Z2 - Y) \mathbf{1}_m
- \frac{1}{m} (Y - Z2) \mathbf{1}_m

# batch-with-deltas
let X = X A
let Y = Y T
let W V = W V W_1 W_2
let H = H A_1
let P = P \hat{Y}
let D1 D2 = \Delta_1 \Delta_2
let J = J L
X ∈ m × n
Y ∈ m × k
W ∈ n × p
V ∈ p × k
H = σ(X W)
P = σ(H V)
J = \frac12 ‖P - Y‖_F^2
D2 = (P - Y) ⊙ P ⊙ (1 - P)
D1 = (D2 V^T) ⊙ H ⊙ (1 - H)
+ D[J|V] = H^T D2
- X^T D1
- 2 H^T D2
- H^T (P - Y)
+ D[J|W] = X^T D1
- -X^T D1
- X^T (D2 V^T)
+ D[J|X] = D1 W^T
- -D1 W^T
- (D2 V^T) W^T
+ D[J|H] = D2 V^T
- (P - Y) V^T

# deltas-in-sums
let x = x u
let y = y o
let t = t r
let w v = w v u s
let h = h z
let δ = \delta e
let J = E J C
x ∈ n
t ∈ K
w ∈ H × n
v ∈ K × H
over k K
over j H
say The hidden units are $h_j$, the outputs are $y_k$ and the targets are $t_k$.
h_j = σ(\sum_{i=1}^n w_{ji} x_i)
y_k = σ(\sum_{j=1}^H v_{kj} h_j)
J = \frac12 \sum_{k=1}^K (y_k - t_k)^2
δ_k = (y_k - t_k) y_k (1 - y_k)
+ D[J|v_{kj}] = δ_k h_j
- -δ_k h_j
- δ_k x_j
- (y_k - t_k) h_j
+ D[J|h_j] = \sum_{k=1}^K δ_k v_{kj}
- \sum_{k=1}^K (y_k - t_k) v_{kj}
- -\sum_{k=1}^K δ_k v_{kj}
+ D[J|w_{ji}] = h_j (1 - h_j) x_i \sum_{k=1}^K δ_k v_{kj}
- x_i \sum_{k=1}^K δ_k v_{kj}
- h_j (1 - h_j) \sum_{k=1}^K δ_k v_{kj}
- h_j (1 + h_j) x_i \sum_{k=1}^K δ_k v_{kj}
+ D[J|y_k] = y_k - t_k
- t_k - y_k

# relu-network
let x = x u
let y = y t
let W = W A
let v = v w
let b = b c
let z = z s
let h = h a
let p = \hat{y} o
let J = J L E
x ∈ n
W ∈ m × n
b ∈ m
v ∈ m
y ∈ 1
z = W x + b
h = relu(z)
p = v^T h
J = (p - y)^2
+ D[J|v] = 2 (p - y) h
- (p - y) h
- 2 (p - y) z
- 2 (y - p) h
+ D[J|z] = 2 (p - y) v ⊙ \mathbb{1}[z > 0]
- 2 (p - y) v
- 2 (p - y) v ⊙ \mathbb{1}[z < 0]
- 2 (p - y) v ⊙ h
+ D[J|W] = 2 (p - y) (v ⊙ \mathbb{1}[z > 0]) x^T
- (p - y) (v ⊙ \mathbb{1}[z > 0]) x^T
- 2 (p - y) v x^T
+ D[J|x] = 2 (p - y) W^T (v ⊙ \mathbb{1}[z > 0])
- 2 (y - p) W^T (v ⊙ \mathbb{1}[z > 0])
- 2 (p - y) W^T v

# any-depth
let al ap aL zl zn zL Wl Wn bl δl δn δL = a^l a^{l-1} a^L z^l z^{l+1} z^L W^l W^{l+1} b^l \delta^l \delta^{l+1} \delta^L
or a^{(l)} a^{(l-1)} a^{(L)} z^{(l)} z^{(l+1)} z^{(L)} W^{(l)} W^{(l+1)} b^{(l)} \delta^{(l)} \delta^{(l+1)} \delta^{(L)}
or a^{[l]} a^{[l-1]} a^{[L]} z^{[l]} z^{[l+1]} z^{[L]} W^{[l]} W^{[l+1]} b^{[l]} \delta^{[l]} \delta^{[l+1]} \delta^{[L]}
let y = y t
let J = C J E
zl = Wl ap + bl
al = σ(zl)
J = \frac12 ‖aL - y‖^2
δl = D[J|zl]
+ δL = (aL - y) ⊙ σ'(zL)
- aL - y
- (y - aL) ⊙ σ'(zL)
- 2 (aL - y) ⊙ σ'(zL)
+ δl = (Wn^T δn) ⊙ σ'(zl)
- Wn^T δn
- (Wn^T δn) ⊙ σ'(zn)
- -(Wn^T δn) ⊙ σ'(zl)
+ D[J|Wl] = δl ap^T
- -δl ap^T
- δl zl^T
+ D[J|bl] = δl
- -δl
- δl ⊙ σ'(zl)

# any-depth-in-indices
let al ap aL = a^l a^{l-1} a^L
let zl zn zL = z^l z^{l+1} z^L
let wl wn = w^l w^{l+1}
let bl = b^l
let δl δn δL = \delta^l \delta^{l+1} \delta^L
let y = y t
let J = C J E
say $wl_{jk}$ is the weight from unit $k$ of layer $l-1$ to unit $j$ of layer $l$.
zl_j = \sum_k wl_{jk} ap_k + bl_j
al_j = σ(zl_j)
J = \frac12 \sum_j (aL_j - y_j)^2
δl_j = D[J|zl_j]
+ δL_j = (aL_j - y_j) σ'(zL_j)
- aL_j - y_j
- (y_j - aL_j) σ'(zL_j)
+ δl_j = \sum_k wn_{kj} δn_k σ'(zl_j)
- \sum_k wn_{kj} δn_k
- \sum_k wn_{jk} δn_k σ'(zl_j)
- \sum_k wn_{kj} δl_k σ'(zl_j)
+ D[J|wl_{jk}] = ap_k δl_j
- ap_j δl_k
- -ap_k δl_j
- al_k δl_j
+ D[J|bl_j] = δl_j
- δn_j
- -δl_j

# three-layers
let x = x a_0
let y = y t
let W1 W2 W3 a1 a2 a3 z1 z2 z3 = W_1 W_2 W_3 a_1 a_2 a_3 z_1 z_2 z_3
or W^{[1]} W^{[2]} W^{[3]} a^{[1]} a^{[2]} a^{[3]} z^{[1]} z^{[2]} z^{[3]}
let J = J L
x ∈ n
W1 ∈ p × n
W2 ∈ q × p
W3 ∈ 1 × q
y ∈ \{0, 1\}
z1 = W1 x
a1 = \tanh(z1)
z2 = W2 a1
a2 = \tanh(z2)
z3 = W3 a2
a3 = σ(z3)
J = -y \log a3 - (1 - y) \log(1 - a3)
+ D[J|z3] = a3 - y
- (a3 - y) a3 (1 - a3)
- y - a3
+ D[J|W3] = (a3 - y) a2^T
- (y - a3) a2^T
- (a3 - y) z2^T
+ D[J|z2] = (a3 - y) W3^T ⊙ (1 - a2^2)
- (a3 - y) W3^T
- (a3 - y) W3^T ⊙ a2 ⊙ (1 - a2)
+ D[J|z1] = (W2^T D[J|z2]) ⊙ (1 - a1^2)
- W2^T D[J|z2]
- (W2^T D[J|z2]) ⊙ (1 - a1)
+ D[J|W2] = D[J|z2] a1^T
- -D[J|z2] a1^T

# tied-autoencoder
let x r = x \hat{x} u \hat{u} x r
let W = W A
let b c = b c b_1 b_2
let h = h z
let e = e \epsilon
let J = J L E
x ∈ n
W ∈ m × n
b ∈ m
c ∈ n
h = σ(W x + b)
r = W^T h + c
e = r - x
J = \frac12 ‖e‖^2
+ D[J|W] = h e^T + ((W e) ⊙ h ⊙ (1 - h)) x^T
- h e^T
- ((W e) ⊙ h ⊙ (1 - h)) x^T
- h e^T - ((W e) ⊙ h ⊙ (1 - h)) x^T
- h e^T + (W e) x^T
+ D[J|b] = (W e) ⊙ h ⊙ (1 - h)
- W e
- (W e) ⊙ (1 - h)
+ D[J|c] = e
- 2 e
- -e
+ D[J|h] = W e
- -W e
"""
