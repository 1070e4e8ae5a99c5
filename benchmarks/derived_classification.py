"""Derivations of ``retellings.py``: sigmoids, softmax and losses of classes. ``derived.py`` says how to read them."""

CLASSIFICATION = r"""
# sigmoid-slope
let z = z x t
σ(z) = \frac{1}{1 + e^{-z}}
+ σ'(z) = D[|z] «\frac{1}{1 + e^{-z}}»
= -\frac{1}{(1 + e^{-z})^2} D[|z] «1 + e^{-z}» ; by the chain rule
- \frac{1}{(1 + e^{-z})^2} D[|z] «1 + e^{-z}»
- -\frac{1}{1 + e^{-z}} D[|z] «1 + e^{-z}»
= \frac{e^{-z}}{(1 + e^{-z})^2}
- \frac{-e^{-z}}{(1 + e^{-z})^2}
- \frac{e^{z}}{(1 + e^{-z})^2}
= \frac{1}{1 + e^{-z}} \cdot \frac{e^{-z}}{1 + e^{-z}}
- \frac{1}{1 + e^{-z}} \cdot \frac{1}{1 + e^{-z}}
= \frac{1}{1 + e^{-z}} «1 - \frac{1}{1 + e^{-z}}» ; adding and subtracting 1 in the numerator
- \frac{1}{1 + e^{-z}} «\frac{1}{1 + e^{-z}} - 1» => σ(z) (σ(z) - 1)
- \frac{1}{1 + e^{-z}} «1 + \frac{1}{1 + e^{-z}}» => σ(z) (1 + σ(z))
= σ(z) (1 - σ(z))
- σ(z) (1 - σ(z)^2)

# sigmoid-symmetry
let z = z x u
σ(z) = \frac{1}{1 + e^{-z}}
+ 1 - σ(z) = 1 - \frac{1}{1 + e^{-z}}
= \frac{1 + e^{-z} - 1}{1 + e^{-z}}
- \frac{1 - e^{-z} - 1}{1 + e^{-z}}
= \frac{e^{-z}}{1 + e^{-z}}
- \frac{e^{z}}{1 + e^{-z}}
= \frac{1}{1 + e^{z}} ; multiplying both by $e^{z}$
- \frac{1}{1 - e^{z}}
- \frac{e^{z}}{1 + e^{z}} => σ(z)
= σ(-z)
+ D[|z] «\log σ(z)» = \frac{σ'(z)}{σ(z)}
- \frac{σ(z)}{σ'(z)}
= \frac{σ(z) (1 - σ(z))}{σ(z)}
- \frac{σ(z) (1 + σ(z))}{σ(z)} => 1 + σ(z)
= 1 - σ(z)
- σ(z) - 1

# logistic-by-chain-rule
let x = x u
let y = y t
let w = w \theta \beta
let b = b c
let z = z s
let a = a \hat{y} o p
let J = J L \ell
x ∈ n
w ∈ n
b ∈ 1
y ∈ \{0, 1\}
say Here $σ$ is the sigmoid function, so that $σ' = σ (1 - σ)$.
z = w^T x + b
a = σ(z)
J = -«y \log a + (1 - y) \log(1 - a)»
+ D[J|a] = -\frac{y}{a} + \frac{1 - y}{1 - a}
- -\frac{y}{a} - \frac{1 - y}{1 - a}
- -\frac{y}{a} + \frac{1 - y}{a}
= \frac{-y (1 - a) + (1 - y) a}{a (1 - a)}
- \frac{-y (1 - a) - (1 - y) a}{a (1 - a)}
= \frac{a - y}{a (1 - a)}
- \frac{y - a}{a (1 - a)}
+ D[J|z] = D[J|a] D[a|z] ; by the chain rule
= \frac{a - y}{a (1 - a)} \cdot a (1 - a)
- \frac{a - y}{a (1 - a)} \cdot a (1 + a)
= a - y
- y - a
+ D[J|w_j] = D[J|z] D[z|w_j]
- D[J|a] D[z|w_j]
= (a - y) x_j
- (a - y) w_j
- (y - a) x_j

# logistic-log-likelihood
let x = x u
let y = y t
let w = w \theta \beta
let J = \ell L
let h = h \hat{y} p
x_1, \dots, x_m ∈ n
y_1, \dots, y_m ∈ \{0, 1\}
w ∈ n
over i m
h_i = σ(w^T x_i)
J = \sum_{i=1}^m «y_i \log h_i + (1 - y_i) \log(1 - h_i)»
+ D[J|w_j] = \sum_{i=1}^m «\frac{y_i}{h_i} - \frac{1 - y_i}{1 - h_i}» D[h_i|w_j]
- \sum_{i=1}^m «\frac{y_i}{h_i} + \frac{1 - y_i}{1 - h_i}» D[h_i|w_j]
= \sum_{i=1}^m «\frac{y_i}{h_i} - \frac{1 - y_i}{1 - h_i}» h_i (1 - h_i) x_{ij} ; where we used the slope of the sigmoid
- \sum_{i=1}^m «\frac{y_i}{h_i} - \frac{1 - y_i}{1 - h_i}» h_i (1 - h_i)
- \sum_{i=1}^m «\frac{y_i}{h_i} - \frac{1 - y_i}{1 - h_i}» (1 - h_i) x_{ij}
= \sum_{i=1}^m «y_i (1 - h_i) - (1 - y_i) h_i» x_{ij}
- \sum_{i=1}^m «y_i (1 - h_i) + (1 - y_i) h_i» x_{ij} => \sum_{i=1}^m «y_i + h_i - 2 y_i h_i» x_{ij}
= \sum_{i=1}^m (y_i - h_i) x_{ij}
- \sum_{i=1}^m (h_i - y_i) x_{ij}
- \sum_{i=1}^m (y_i - h_i) x_{i}^T w

# logistic-newton
let x = x u
let y = y t
let w = w \theta
let p = p \hat{y} \mu
let J = J L E
x_1, \dots, x_m ∈ n
y_1, \dots, y_m ∈ \{0, 1\}
w ∈ n
over i m
p_i = σ(w^T x_i)
J = -\sum_{i=1}^m «y_i \log p_i + (1 - y_i) \log(1 - p_i)»
+ D[J|w] = -\sum_{i=1}^m «y_i (1 - p_i) - (1 - y_i) p_i» x_i
- \sum_{i=1}^m «y_i (1 - p_i) - (1 - y_i) p_i» x_i
= -\sum_{i=1}^m (y_i - p_i) x_i
- -\sum_{i=1}^m (y_i + p_i) x_i
= \sum_{i=1}^m (p_i - y_i) x_i
+ \frac{\partial^2 J}{\partial w_j \partial w_k} = D[|w_k] \sum_{i=1}^m (p_i - y_i) x_{ij}
= \sum_{i=1}^m x_{ij} D[p_i|w_k]
- -\sum_{i=1}^m x_{ij} D[p_i|w_k]
- \sum_{i=1}^m x_{ik} D[p_i|w_k]
= \sum_{i=1}^m p_i (1 - p_i) x_{ij} x_{ik}
- \sum_{i=1}^m p_i (1 - p_i) x_{ij}^2
- \sum_{i=1}^m (1 - p_i) x_{ij} x_{ik}

# softmax-slopes
let z = z s u
let p = p a y
let K = K C
z ∈ K
p_i = \frac{e^{z_i}}{\sum_{k=1}^K e^{z_k}}
+ D[p_i|z_j] = \frac{e^{z_i} \sum_{k=1}^K e^{z_k} - e^{z_i} e^{z_i}}{«\sum_{k=1}^K e^{z_k}»^2} ; for i = j ; by the quotient rule
- \frac{e^{z_i} \sum_{k=1}^K e^{z_k} + e^{z_i} e^{z_i}}{«\sum_{k=1}^K e^{z_k}»^2}
- \frac{e^{z_i} \sum_{k=1}^K e^{z_k} - e^{z_i} e^{z_i}}{\sum_{k=1}^K e^{z_k}}
= \frac{e^{z_i}}{\sum_{k=1}^K e^{z_k}} \cdot \frac{\sum_{k=1}^K e^{z_k} - e^{z_i}}{\sum_{k=1}^K e^{z_k}}
- \frac{e^{z_i}}{\sum_{k=1}^K e^{z_k}} \cdot \frac{e^{z_i} - \sum_{k=1}^K e^{z_k}}{\sum_{k=1}^K e^{z_k}} => p_i (p_i - 1)
= p_i (1 - p_i)
- p_i (1 + p_i)
- -p_i^2
+ D[p_i|z_j] = \frac{0 - e^{z_i} e^{z_j}}{«\sum_{k=1}^K e^{z_k}»^2} ; for i \neq j
- \frac{0 + e^{z_i} e^{z_j}}{«\sum_{k=1}^K e^{z_k}»^2}
= -\frac{e^{z_i}}{\sum_{k=1}^K e^{z_k}} \cdot \frac{e^{z_j}}{\sum_{k=1}^K e^{z_k}}
- \frac{e^{z_i}}{\sum_{k=1}^K e^{z_k}} \cdot \frac{e^{z_j}}{\sum_{k=1}^K e^{z_k}} => p_i p_j
= -p_i p_j
- p_i (1 - p_j)

# softmax-cross-entropy-cases
let z = z o s
let y = y t
let p = p \hat{y} a
let K = K C
let J = L J E
z ∈ K
y ∈ one-hot K
p_k = \frac{e^{z_k}}{\sum_{j=1}^K e^{z_j}}
J = -\sum_{k=1}^K y_k \log p_k
+ D[p_k|z_i] = \begin{cases} p_i (1 - p_i) & \text{if } k = i \\ -p_k p_i & \text{if } k \neq i \end{cases}
- \begin{cases} p_i (1 - p_i) & \text{if } k = i \\ p_k p_i & \text{if } k \neq i \end{cases}
- \begin{cases} p_i (1 + p_i) & \text{if } k = i \\ -p_k p_i & \text{if } k \neq i \end{cases}
+ D[J|z_i] = -\sum_{k=1}^K y_k D[|z_i] \log p_k
= -\sum_{k=1}^K y_k \frac{1}{p_k} D[p_k|z_i] ; by the chain rule
- \sum_{k=1}^K y_k \frac{1}{p_k} D[p_k|z_i]
- -\sum_{k=1}^K y_k D[p_k|z_i]
= -y_i (1 - p_i) - \sum_{k \neq i} y_k \frac{1}{p_k} (-p_k p_i) ; splitting the sum
- -y_i (1 - p_i) - \sum_{k \neq i} y_k \frac{1}{p_k} (p_k p_i)
= -y_i + y_i p_i + \sum_{k \neq i} y_k p_i
- -y_i + y_i p_i - \sum_{k \neq i} y_k p_i
- -y_i - y_i p_i + \sum_{k \neq i} y_k p_i
= p_i \sum_{k=1}^K y_k - y_i
- p_i \sum_{k=1}^K y_k + y_i => p_i + y_i
= p_i - y_i ; since the entries of $y$ sum to one
- y_i - p_i

# softmax-kronecker
let z = z x
let p = p s \pi
let K = K N
let J = J L
let δ = \delta
z ∈ K
y ∈ one-hot K
say Here $δ_{ij}$ is the Kronecker delta, which is 1 if $i = j$ and 0 otherwise.
p = softmax(z)
J = -\sum_{i=1}^K y_i \log p_i
+ D[p_i|z_j] = p_i D[|z_j] \log p_i
= p_i (δ_{ij} - p_j)
- p_i (δ_{ij} - p_i)
- p_i (δ_{ij} + p_j)
+ D[J|z_j] = -\sum_{i=1}^K \frac{y_i}{p_i} D[p_i|z_j]
- -\sum_{i=1}^K \frac{p_i}{y_i} D[p_i|z_j]
= -\sum_{i=1}^K y_i (δ_{ij} - p_j)
- -\sum_{i=1}^K y_i p_i (δ_{ij} - p_j)
= -\sum_{i=1}^K y_i δ_{ij} + p_j \sum_{i=1}^K y_i
- -\sum_{i=1}^K y_i δ_{ij} - p_j \sum_{i=1}^K y_i => -y_j - p_j
= p_j - y_j
- p_j y_j

# log-sum-exp
let z = z x
let K = K n
z ∈ K
f = \log \sum_{k=1}^K e^{z_k}
p_i = \frac{e^{z_i}}{\sum_{k=1}^K e^{z_k}}
+ D[f|z_i] = \frac{1}{\sum_{k=1}^K e^{z_k}} D[|z_i] \sum_{k=1}^K e^{z_k}
- \frac{1}{e^{z_i}} D[|z_i] \sum_{k=1}^K e^{z_k}
= \frac{e^{z_i}}{\sum_{k=1}^K e^{z_k}}
- \frac{z_i e^{z_i}}{\sum_{k=1}^K e^{z_k}}
= p_i
+ \frac{\partial^2 f}{\partial z_i^2} = D[p_i|z_i]
- -D[p_i|z_i]
= p_i - p_i^2
- p_i + p_i^2 => p_i (1 + p_i)
= p_i (1 - p_i)

# label-smoothing
let z = z o
let y = y t
let q = q r
let p = p \hat{y}
let ε = \varepsilon \epsilon \alpha
let K = K C
let J = J L
z ∈ K
y ∈ one-hot K
ε ∈ 1
p = softmax(z)
q = (1 - ε) y + \frac{ε}{K} \mathbf{1}_K
J = -\sum_{k=1}^K q_k \log p_k
+ D[J|z_i] = -\sum_{k=1}^K \frac{q_k}{p_k} D[p_k|z_i]
= -q_i (1 - p_i) + \sum_{k \neq i} q_k p_i
- -q_i (1 - p_i) - \sum_{k \neq i} q_k p_i
= p_i \sum_{k=1}^K q_k - q_i
- p_i \sum_{k=1}^K q_k + q_i => p_i + q_i => p_i + (1 - ε) y_i + \frac{ε}{K}
= p_i - q_i ; because the $q_k$ sum to one
- q_i - p_i => (1 - ε) y_i + \frac{ε}{K} - p_i
= p_i - (1 - ε) y_i - \frac{ε}{K}
- p_i - (1 - ε) y_i + \frac{ε}{K}
- p_i - ε y_i - \frac{ε}{K}
- p_i - (1 - ε) y_i - ε

# focal-loss
let p = p q
let γ = \gamma \kappa
let z = z s
let J = F J L
z ∈ 1
γ ∈ 1
p = σ(z)
J = -(1 - p)^γ \log p
+ D[J|p] = γ (1 - p)^{γ - 1} \log p - (1 - p)^γ \frac{1}{p} ; by the product rule
- -γ (1 - p)^{γ - 1} \log p - (1 - p)^γ \frac{1}{p}
- γ (1 - p)^{γ - 1} \log p + (1 - p)^γ \frac{1}{p}
= (1 - p)^{γ - 1} «γ \log p - \frac{1 - p}{p}»
- (1 - p)^{γ - 1} «γ \log p - \frac{1}{p}»
+ D[J|z] = D[J|p] D[p|z]
= (1 - p)^{γ - 1} «γ \log p - \frac{1 - p}{p}» p (1 - p)
- (1 - p)^{γ - 1} «γ \log p - \frac{1 - p}{p}» p (1 + p)
= (1 - p)^γ «γ p \log p - (1 - p)»
- (1 - p)^γ «γ \log p - (1 - p)»
= (1 - p)^γ (γ p \log p + p - 1)
- (1 - p)^γ (γ p \log p - p - 1)

# temperature-slopes
let z = z u
let τ = \tau T
let p = p q
let K = K C
let J = J L
z ∈ K
y ∈ one-hot K
τ ∈ 1
p_i = \frac{e^{z_i / τ}}{\sum_{k=1}^K e^{z_k / τ}}
J = -\sum_{i=1}^K y_i \log p_i
+ \log p_i = \log e^{z_i / τ} - \log \sum_{k=1}^K e^{z_k / τ}
- \log e^{z_i / τ} + \log \sum_{k=1}^K e^{z_k / τ}
= \frac{z_i}{τ} - \log \sum_{k=1}^K e^{z_k / τ}
- z_i - \log \sum_{k=1}^K e^{z_k / τ}
+ D[J|z_j] = -\sum_{i=1}^K y_i D[|z_j] «\frac{z_i}{τ} - \log \sum_{k=1}^K e^{z_k / τ}»
= -\frac{y_j}{τ} + \frac{1}{τ} \cdot \frac{e^{z_j / τ}}{\sum_{k=1}^K e^{z_k / τ}}
- -y_j + \frac{1}{τ} \cdot \frac{e^{z_j / τ}}{\sum_{k=1}^K e^{z_k / τ}}
- -\frac{y_j}{τ} + \frac{e^{z_j / τ}}{\sum_{k=1}^K e^{z_k / τ}}
= \frac{1}{τ} (p_j - y_j)
- τ (p_j - y_j)
- p_j - y_j

# hinge-pieces
let x = x u
let y = y t
let w = w \theta
let b = b c
let J = J L
let m = m s \rho
x ∈ n
w ∈ n
b ∈ 1
y ∈ \{-1, 1\}
m = y (w^T x + b)
J = \max(0, 1 - m)
+ D[J|w] = D[J|m] D[m|w] ; for m < 1
= -1 \cdot y x
- y x
- -1 \cdot x
= -y x
+ D[J|b] = D[J|m] D[m|b] ; for m < 1
= -1 \cdot y
- -1 \cdot b
= -y
- y
"""
