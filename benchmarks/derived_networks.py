"""Derivations of ``retellings.py``: networks, layer by layer and weight by weight. ``derived.py`` says how to read them."""

NETWORKS = r"""
# one-neuron
let x = x u
let w = w \theta
let b = b c
let y = y t
let z = z s
let a = a \hat{y} o
let J = J L E C
x, w, b, y ∈ 1
z = w x + b
a = σ(z)
J = \frac12 (a - y)^2
+ D[J|w] = D[J|a] D[a|z] D[z|w] ; by the chain rule
= \underbrace{(a - y)}_{\text{error}} \underbrace{a (1 - a)}_{\text{sigmoid}} \underbrace{x}_{\text{input}}
- \underbrace{(a - y)}_{\text{error}} \underbrace{a (1 + a)}_{\text{sigmoid}} \underbrace{x}_{\text{input}}
- \underbrace{(a - y)}_{\text{error}} \underbrace{a (1 - a)}_{\text{sigmoid}} \underbrace{w}_{\text{input}}
= a (1 - a) (a - y) x
- a (1 - a) (y - a) x
+ D[J|b] = D[J|a] D[a|z] D[z|b]
- D[J|a] D[a|z] D[z|w]
= (a - y) a (1 - a) \cdot 1
- (a - y) (1 - a) \cdot 1
= a (1 - a) (a - y)
- a (1 - a) (a - y) b

# two-layers-single-weights
let x = x u
let W = W A
let V = V B U
let h = h a z
let s = s u
let o = o \hat{y} r
let y = y t
let J = J E L
W ∈ m × n
V ∈ k × m
x ∈ n
y ∈ k
s_j = \sum_{i=1}^n W_{ji} x_i
h_j = σ(s_j)
o_l = \sum_{j=1}^m V_{lj} h_j
J = \frac12 \sum_{l=1}^k (o_l - y_l)^2
+ D[J|V_{lj}] = D[J|o_l] D[o_l|V_{lj}]
= (o_l - y_l) h_j
- (o_l - y_l) x_j
- (y_l - o_l) h_j
+ D[J|h_j] = \sum_{l=1}^k D[J|o_l] D[o_l|h_j] ; summing over all outputs
- D[J|o_j] D[o_j|h_j]
= \sum_{l=1}^k (o_l - y_l) V_{lj}
- \sum_{l=1}^k (o_l - y_l) V_{jl}
- \sum_{l=1}^k (o_l - y_l) h_j
+ D[J|W_{ji}] = D[J|h_j] D[h_j|s_j] D[s_j|W_{ji}]
- D[J|h_j] D[s_j|W_{ji}]
= «\sum_{l=1}^k (o_l - y_l) V_{lj}» h_j (1 - h_j) x_i
- «\sum_{l=1}^k (o_l - y_l) V_{lj}» h_j (1 + h_j) x_i
- «\sum_{l=1}^k (o_l - y_l) V_{lj}» (1 - h_j) x_i
- «\sum_{l=1}^k (o_l - y_l) V_{lj}» h_j (1 - h_j) W_{ji}
= x_i h_j (1 - h_j) \sum_{l=1}^k V_{lj} (o_l - y_l)
- x_i h_j (1 - h_j) \sum_{l=1}^k V_{lj} (y_l - o_l)

# two-layers-in-vectors
let x = x u
let W1 W2 = W_1 W_2 W V A B W^{(1)} W^{(2)}
let b1 b2 = b_1 b_2 b c b^{(1)} b^{(2)}
let z1 z2 = z_1 z_2 z o z^{(1)} z^{(2)}
let h = h a
let p = p \hat{y}
let y = y t
let J = J L
x ∈ n
y ∈ one-hot K
W1 ∈ m × n
b1 ∈ m
W2 ∈ K × m
b2 ∈ K
z1 = W1 x + b1
h = \tanh(z1)
z2 = W2 h + b2
p = softmax(z2)
J = -y^T \log p
+ D[J|W2] = D[J|z2] h^T
- D[J|p] h^T
= (p - y) h^T
- (y - p) h^T
- (p - y) x^T
+ D[J|h] = (W2)^T D[J|z2] ; by the chain rule
- W2 D[J|z2]
= (W2)^T (p - y)
- (W2)^T (y - p)
+ D[J|z1] = D[J|h] ⊙ (1 - \tanh^2(z1))
- D[J|h] ⊙ (1 + \tanh^2(z1))
= (W2)^T (p - y) ⊙ (1 - h ⊙ h)
- (W2)^T (p - y) ⊙ (1 - h)
+ D[J|W1] = D[J|z1] x^T
= (D[J|h] ⊙ (1 - h ⊙ h)) x^T
- (D[J|h] ⊙ (1 + h ⊙ h)) x^T
= ((W2)^T (p - y) ⊙ (1 - h ⊙ h)) x^T
- ((W2)^T (p - y) ⊙ (h ⊙ h)) x^T
- ((W2)^T (p - y) ⊙ (1 - h ⊙ h)) h^T

# error-signals
let x = x u
let W1 W2 = W_1 W_2 W V
let z1 z2 = z_1 z_2 z s
let h = h a
let o = o \hat{y}
let y = y t
let δ1 δ2 = \delta_1 \delta_2
let J = J E
x ∈ n
y ∈ k
W1 ∈ m × n
W2 ∈ k × m
z1 = W1 x
h = σ(z1)
z2 = W2 h
o = σ(z2)
J = \frac12 ‖o - y‖^2
+ D[J|z2] = D[J|o] ⊙ σ'(z2)
- D[J|o] ⊙ σ(z2)
= (o - y) ⊙ o ⊙ (1 - o)
- (o - y) ⊙ (1 - o)
- (y - o) ⊙ o ⊙ (1 - o)
+ D[J|z1] = (W2)^T D[J|z2] ⊙ σ'(z1)
- (W2)^T D[J|z2] ⊙ σ'(z2)
= (W2)^T ((o - y) ⊙ o ⊙ (1 - o)) ⊙ h ⊙ (1 - h)
- (W2)^T ((o - y) ⊙ o ⊙ (1 - o)) ⊙ h
- (W2)^T ((o - y) ⊙ (1 - o)) ⊙ h ⊙ (1 - h)
+ D[J|W1] = D[J|z1] x^T
= ((W2)^T D[J|z2] ⊙ h ⊙ (1 - h)) x^T
- ((W2)^T D[J|z2] ⊙ h ⊙ (1 + h)) x^T
= ((W2)^T ((o - y) ⊙ o ⊙ (1 - o)) ⊙ h ⊙ (1 - h)) x^T
- ((W2)^T ((o - y) ⊙ o ⊙ (1 - o)) ⊙ h ⊙ (1 - h)) h^T
- ((W2)^T ((o - y) ⊙ o ⊙ (1 - o))) x^T

# tanh-slope
let x = x z u
f(x) = \frac{e^x - e^{-x}}{e^x + e^{-x}}
+ f'(x) = \frac{(e^x + e^{-x}) (e^x + e^{-x}) - (e^x - e^{-x}) (e^x - e^{-x})}{(e^x + e^{-x})^2} ; by the quotient rule
- \frac{(e^x + e^{-x}) (e^x + e^{-x}) + (e^x - e^{-x}) (e^x - e^{-x})}{(e^x + e^{-x})^2}
- \frac{(e^x - e^{-x}) (e^x + e^{-x}) - (e^x - e^{-x}) (e^x + e^{-x})}{(e^x + e^{-x})^2}
= 1 - \frac{(e^x - e^{-x})^2}{(e^x + e^{-x})^2}
- 1 + \frac{(e^x - e^{-x})^2}{(e^x + e^{-x})^2} => 1 + f(x)^2
- 1 - \frac{(e^x - e^{-x})^2}{e^x + e^{-x}}
= 1 - f(x)^2
- 1 - f(x)

# tanh-by-sigmoid
let x = x z
let a = a h
+ 2 σ(2 x) - 1 = \frac{2}{1 + e^{-2 x}} - 1
- \frac{2}{1 + e^{-x}} - 1
= \frac{2 - (1 + e^{-2 x})}{1 + e^{-2 x}}
- \frac{2 - (1 - e^{-2 x})}{1 + e^{-2 x}}
= \frac{1 - e^{-2 x}}{1 + e^{-2 x}}
- \frac{1 + e^{-2 x}}{1 - e^{-2 x}}
= \frac{e^x - e^{-x}}{e^x + e^{-x}} ; multiplying both by $e^x$
- \frac{e^{x} + e^{-x}}{e^x - e^{-x}}
- \frac{e^{2 x} - e^{-2 x}}{e^x + e^{-x}}
= \tanh(x)
- \tanh(2 x)

# recurrent-two-steps
let x = x u
let w = w
let v = v u
let h = h s
let y = y t
let J = J L
x_1, x_2, w, v, y ∈ 1
h_1 = \tanh(v x_1)
h_2 = \tanh(w h_1 + v x_2)
J = \frac12 (h_2 - y)^2
+ D[J|w] = D[J|h_2] D[h_2|w]
= (h_2 - y) D[|w] \tanh(w h_1 + v x_2)
- h_2 D[|w] \tanh(w h_1 + v x_2)
= (h_2 - y) (1 - h_2^2) h_1
- (h_2 - y) (1 - h_2^2) w
- (h_2 - y) (1 - h_1^2) h_1
+ D[h_2|v] = (1 - h_2^2) D[|v] «w h_1 + v x_2»
- (1 - h_1^2) D[|v] «w h_1 + v x_2»
= (1 - h_2^2) «x_2 + w D[h_1|v]» ; since $v$ is shared
- (1 - h_2^2) x_2 => (1 - h_2^2) x_2
- (1 - h_2^2) «x_2 + D[h_1|v]»
= (1 - h_2^2) «x_2 + w (1 - h_1^2) x_1»
- (1 - h_2^2) «x_2 + w (1 - h_1^2) x_2»
- (1 - h_2^2) «x_2 + w (1 - h_2^2) x_1»
- (1 - h_2^2) «x_2 - w (1 - h_1^2) x_1»

# shared-weight
let x = x u
let w = w \theta
let a = a h
let b = b o
let y = y t
let J = J L
x, w, y ∈ 1
a = σ(w x)
b = w a
J = (b - y)^2
+ D[J|w] = D[J|b] «a + w D[a|w]» ; by the product rule
- D[J|b] a
- D[J|b] «a + D[a|w]» => 2 (b - y) «a + a (1 - a) x» => 2 a (b - y) «1 + (1 - a) x»
= 2 (b - y) «a + w a (1 - a) x»
- 2 (b - y) «a + w (1 - a) x»
- (b - y) «a + w a (1 - a) x» => a (b - y) «1 + w x (1 - a)»
= 2 a (b - y) «1 + w x (1 - a)»
- 2 a (b - y) «1 - w x (1 - a)»

# matrix-product-by-entries
let X = X A
let W = W B
let Y = Y Z
let G = G D
let J = J L
X ∈ n × d
W ∈ d × m
G ∈ n × m
Y = X W
J = \sum_{i=1}^n \sum_{j=1}^m G_{ij} Y_{ij}
+ D[J|W_{kl}] = \sum_{i=1}^n \sum_{j=1}^m D[J|Y_{ij}] D[Y_{ij}|W_{kl}]
= \sum_{i=1}^n G_{il} X_{ik} ; because only $j = l$ remains
- \sum_{i=1}^n G_{ik} X_{il}
- \sum_{i=1}^n G_{il} X_{ki}
= \sum_{i=1}^n (X^T)_{ki} G_{il}
= (X^T G)_{kl}
- (G X^T)_{kl}
- (X G)_{kl}
+ D[J|X_{ik}] = \sum_{j=1}^m G_{ij} W_{kj}
- \sum_{j=1}^m G_{ij} W_{jk}
= (G W^T)_{ik}
- (G W)_{ik}
- (W G^T)_{ik}

# residual-step
let x = x h
let W = W A
let b = b c
let y = y o
let v = v g
let J = J L
bold x W b v
x, b, v ∈ n
W ∈ n × n
y = x + \tanh(W x + b)
J = v^T y
+ D[J|b] = (1 - \tanh^2(W x + b)) ⊙ v
- (1 + \tanh^2(W x + b)) ⊙ v
- \tanh^2(W x + b) ⊙ v
= (1 - (y - x) ⊙ (y - x)) ⊙ v
- (1 - y ⊙ y) ⊙ v
+ D[J|x] = v + W^T D[J|b]
- W^T D[J|b]
- v + W D[J|b]
= v + W^T ((1 - \tanh^2(W x + b)) ⊙ v)
- v + W^T ((1 - \tanh(W x + b)) ⊙ v)
- v - W^T ((1 - \tanh^2(W x + b)) ⊙ v)
= v + W^T ((1 - (y - x) ⊙ (y - x)) ⊙ v)
- v + W^T ((1 - (y + x) ⊙ (y + x)) ⊙ v)
"""
