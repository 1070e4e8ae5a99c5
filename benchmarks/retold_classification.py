"""Models of ``retellings.py``: classes, margins and scores. ``retold.py`` says how to read them."""

CLASSIFICATION = r"""
# logistic-one
let x = x u
let y = y t
let w = w \theta
let b = b c
let z = z s
let a = a \hat{y} p
let J = J L \ell
x ∈ n
w ∈ n
b ∈ 1
y ∈ \{0, 1\}
z = w^T x + b
a = σ(z)
J = -y \log a - (1 - y) \log(1 - a)
+ D[J|z] = a - y
- y - a
- (a - y) a (1 - a)
- 2 (a - y)
+ D[J|w] = (a - y) x
- (y - a) x
- (a - y) a (1 - a) x
- (a - y) w
+ D[J|b] = a - y
- y - a
+ D[J|a] = \frac{a - y}{a (1 - a)}
- \frac{a - y}{a}
- \frac{y - a}{a (1 - a)}
+ D[a|z] = a (1 - a)
- a (1 + a)
- a^2 (1 - a)

# logistic-sum
let x = x u
let y = y t
let w = w \beta \theta
let p = p \hat{y} \pi
let λ = \lambda \alpha
let J = J L E
x_1, \dots, x_m ∈ n
y_1, \dots, y_m ∈ \{0, 1\}
w ∈ n
λ ∈ 1
over i m
p_i = σ(w^T x_i)
J = -\sum_{i=1}^m (y_i \log p_i + (1 - y_i) \log(1 - p_i)) + \frac{λ}{2} ‖w‖^2
+ D[J|w] = \sum_{i=1}^m (p_i - y_i) x_i + λ w
- \sum_{i=1}^m (y_i - p_i) x_i + λ w
- \sum_{i=1}^m (p_i - y_i) x_i + 2 λ w
- \sum_{i=1}^m (p_i - y_i) x_i
- \sum_{i=1}^m p_i (1 - p_i) x_i + λ w
+ D[J|w_j] = \sum_{i=1}^m (p_i - y_i) x_{ij} + λ w_j
- \sum_{i=1}^m (p_i - y_i) x_{ij} - λ w_j
+ D[J|λ] = \frac{1}{2} ‖w‖^2
- ‖w‖^2
+ D[p_i|w] = p_i (1 - p_i) x_i
- (1 - p_i) x_i
- p_i (1 - p_i) w

# logistic-raised-samples
let x = x u
let y = y t
let w = w \theta
let b = b c
let z = z s
let a = a \hat{y} h
let m = m N
let J = J L C
x^{(1)}, \dots, x^{(m)} ∈ n
y^{(1)}, \dots, y^{(m)} ∈ \{0, 1\}
w ∈ n
b ∈ 1
over i m
z^{(i)} = w^T x^{(i)} + b
a^{(i)} = σ(z^{(i)})
J = -\frac{1}{m} \sum_{i=1}^m (y^{(i)} \log a^{(i)} + (1 - y^{(i)}) \log(1 - a^{(i)}))
+ D[J|w] = \frac{1}{m} \sum_{i=1}^m (a^{(i)} - y^{(i)}) x^{(i)}
- \sum_{i=1}^m (a^{(i)} - y^{(i)}) x^{(i)}
- \frac{1}{m} \sum_{i=1}^m (y^{(i)} - a^{(i)}) x^{(i)}
- \frac{1}{m} \sum_{i=1}^m a^{(i)} (1 - a^{(i)}) x^{(i)}
+ D[J|b] = \frac{1}{m} \sum_{i=1}^m (a^{(i)} - y^{(i)})
- \frac{1}{m} \sum_{i=1}^m (y^{(i)} - a^{(i)})
- \sum_{i=1}^m (a^{(i)} - y^{(i)})
+ D[J|z^{(i)}] = \frac{1}{m} (a^{(i)} - y^{(i)})
- \frac{1}{m} (y^{(i)} - a^{(i)})
- \frac{1}{m} (a^{(i)} - y^{(i)}) a^{(i)} (1 - a^{(i)})

# logistic-columns
let X = X U
let y = Y y
let w = w \theta
let b = b c
let A = A P \hat{Y}
let m = m N
let J = J L C
X ∈ n × m
y ∈ \{0, 1\}^{1 × m}
w ∈ n
b ∈ 1
A = σ(w^T X + b)
J = -\frac{1}{m} \sum_{i=1}^m (y_i \log A_i + (1 - y_i) \log(1 - A_i))
+ D[J|w] = \frac{1}{m} X (A - y)^T
- \frac{1}{m} X (y - A)^T
- X (A - y)^T
- \frac{2}{m} X (A - y)^T
+ D[J|b] = \frac{1}{m} \sum_{i=1}^m (A_i - y_i)
- \sum_{i=1}^m (A_i - y_i)
- \frac{1}{m} \sum_{i=1}^m (y_i - A_i)
+ D[J|X] = \frac{1}{m} w (A - y)
- w (A - y)
- \frac{1}{m} w (y - A)

# logistic-rows
let X = X \Phi
let y = y t
let w = w \theta \beta
let p = p \hat{y} a
let J = J L E
X ∈ m × n
y ∈ \{0, 1\}^m
w ∈ n
p = σ(X w)
J = -y^T \log(p) - (1 - y)^T \log(1 - p)
+ D[J|w] = X^T (p - y)
- X^T (y - p)
- X^T ((p - y) ⊙ p ⊙ (1 - p))
- \frac{1}{m} X^T (p - y)
+ D[J|X] = (p - y) w^T
- (y - p) w^T
- p w^T
+ D[J|p] = \frac{p - y}{p ⊙ (1 - p)}
- \frac{p - y}{1 - p}
- \frac{y - p}{p ⊙ (1 - p)}

# softmax-vector
let x = x u
let y = y t
let W = W \Theta
let b = b c
let z = z o s
let p = p \hat{y} a
let J = J L \ell
x ∈ n
W ∈ K × n
b ∈ K
y ∈ one-hot K
z = W x + b
p = softmax(z)
J = -\sum_{k=1}^K y_k \log p_k
+ D[J|z] = p - y
- y - p
- (p - y) ⊙ p ⊙ (1 - p)
- p ⊙ (1 - y)
+ D[J|W] = (p - y) x^T
- (y - p) x^T
- p x^T
+ D[J|b] = p - y
- p
+ D[J|x] = W^T (p - y)
- W^T (y - p)
- W^T p
+ D[J|z_k] = p_k - y_k
- y_k (p_k - 1)

# softmax-classes
let x = x u
let y = y t
let w = w \theta v
let b = b c
let p = p \hat{y}
let J = J L E
x ∈ n
w_1, \dots, w_K ∈ n
b_1, \dots, b_K ∈ 1
y ∈ one-hot K
over k K
p_k = \frac{\exp(w_k^T x + b_k)}{\sum_{j=1}^K \exp(w_j^T x + b_j)}
J = -\sum_{k=1}^K y_k \log p_k
+ D[J|w_k] = (p_k - y_k) x
- (y_k - p_k) x
- p_k x
- y_k (p_k - 1) x
+ D[J|b_k] = p_k - y_k
- p_k (1 - y_k)
- y_k - p_k
+ D[J|x] = \sum_{k=1}^K (p_k - y_k) w_k
- \sum_{k=1}^K p_k w_k
- \sum_{k=1}^K (y_k - p_k) w_k

# softmax-rows
let X = X A
let Y = Y T
let W = W \Theta
let b = b c
let Z = Z S
let P = P \hat{Y}
let m = m N
let J = J L
let λ = \lambda \mu
X ∈ m × n
Y ∈ \{0, 1\}^{m × K}
W ∈ n × K
b ∈ 1 × K
λ ∈ 1
say The rows of $Y$ are one-hot, $b$ is added to every row and the softmax is taken of every row.
Z = X W + b
P = softmax(Z)
J = -\frac{1}{m} \sum_{i=1}^m \sum_{k=1}^K Y_{ik} \log P_{ik} + \frac{λ}{2} ‖W‖_F^2
+ D[J|Z] = \frac{1}{m} (P - Y)
- P - Y
- \frac{1}{m} (Y - P)
+ D[J|W] = \frac{1}{m} X^T (P - Y) + λ W
- X^T (P - Y) + λ W
- \frac{1}{m} X^T (P - Y)
- \frac{1}{m} X^T (P - Y) + 2 λ W
+ D[J|X] = \frac{1}{m} (P - Y) W^T
- (P - Y) W^T
+ D[J|Z_{ik}] = \frac{1}{m} (P_{ik} - Y_{ik})
- P_{ik} - Y_{ik}

# softmax-columns
let X = X A
let Y = Y T
let W = W \Theta
let Z = Z S
let P = P \hat{Y}
let m = m N
let J = J L
X ∈ n × m
Y ∈ \{0, 1\}^{K × m}
W ∈ K × n
say Every column is an example. The columns of $Y$ are one-hot, and the softmax is taken of every column.
Z = W X
P = softmax(Z)
J = -\frac{1}{m} \sum_{i=1}^m \sum_{k=1}^K Y_{ki} \log P_{ki}
+ D[J|Z] = \frac{1}{m} (P - Y)
- P - Y
- \frac{1}{m} (Y - P)
+ D[J|W] = \frac{1}{m} (P - Y) X^T
- (P - Y) X^T
- \frac{1}{m} P X^T
+ D[J|X] = \frac{1}{m} W^T (P - Y)
- \frac{1}{m} W^T (Y - P)

# hinge
let x = x u
let y = y t
let w = w \theta
let b = b c
let s = s f
let J = J L \ell
x ∈ n
w ∈ n
b ∈ 1
y ∈ \{-1, 1\}
s = w^T x + b
J = \max(0, 1 - y s)
+ D[J|w] = \begin{cases} -y x & \text{if } y s < 1 \\ 0 & \text{otherwise} \end{cases}
- \begin{cases} y x & \text{if } y s < 1 \\ 0 & \text{otherwise} \end{cases}
- \begin{cases} -x & \text{if } y s < 1 \\ 0 & \text{otherwise} \end{cases}
- \begin{cases} 0 & \text{if } y s < 1 \\ -y x & \text{otherwise} \end{cases}
+ D[J|b] = \begin{cases} -y & \text{if } y s < 1 \\ 0 & \text{otherwise} \end{cases}
- \begin{cases} -y & \text{if } s < 1 \\ 0 & \text{otherwise} \end{cases}
- \begin{cases} y & \text{if } y s < 1 \\ 0 & \text{otherwise} \end{cases}
+ D[J|s] = -y \, \mathbb{1}[y s < 1]
- -y \, \mathbb{1}[y s > 1]
- y \, \mathbb{1}[y s < 1]

# soft-margin
let x = x u
let y = y t
let w = w \theta
let b = b c
let C = C \gamma
let J = J L E
x_1, \dots, x_m ∈ n
y_1, \dots, y_m ∈ \{-1, 1\}
w ∈ n
b ∈ 1
C ∈ 1
over i m
J = \frac12 ‖w‖^2 + C \sum_{i=1}^m \max(0, 1 - y_i (w^T x_i + b))
+ D[J|w] = w - C \sum_{i=1}^m \mathbb{1}[y_i (w^T x_i + b) < 1] y_i x_i
- w + C \sum_{i=1}^m \mathbb{1}[y_i (w^T x_i + b) < 1] y_i x_i
- w - C \sum_{i=1}^m y_i x_i
- w - \sum_{i=1}^m \mathbb{1}[y_i (w^T x_i + b) < 1] y_i x_i
+ D[J|b] = -C \sum_{i=1}^m \mathbb{1}[y_i (w^T x_i + b) < 1] y_i
- C \sum_{i=1}^m \mathbb{1}[y_i (w^T x_i + b) < 1] y_i
- -C \sum_{i=1}^m \mathbb{1}[y_i (w^T x_i + b) < 1]

# temperature
let z = z u
let p = p q
let y = y t
let τ = \tau T
let J = J L
z ∈ K
y ∈ one-hot K
say $τ > 0$ is the temperature.
p = softmax(z / τ)
J = -\sum_{k=1}^K y_k \log p_k
+ D[J|z] = \frac{1}{τ} (p - y)
- p - y
- τ (p - y)
- \frac{1}{τ} (y - p)
+ D[J|τ] = \frac{1}{τ^2} (y - p)^T z
- \frac{1}{τ} (y - p)^T z
- \frac{1}{τ^2} (p - y)^T z
+ D[J|z_k] = \frac{p_k - y_k}{τ}
- \frac{p_k - y_k}{τ^2}

# distillation
let z v = z v u s
let q p = q p \hat{q} \hat{p}
let τ = \tau T
let J = J L C
z ∈ K
v ∈ K
say The teacher has the logits $v$, the student has the logits $z$, and $τ > 0$ is the temperature.
over k K
q_k = \frac{\exp(z_k / τ)}{\sum_{j=1}^K \exp(z_j / τ)}
p_k = \frac{\exp(v_k / τ)}{\sum_{j=1}^K \exp(v_j / τ)}
J = -\sum_{k=1}^K p_k \log q_k
+ D[J|z_k] = \frac{1}{τ} (q_k - p_k)
- \frac{1}{τ} (p_k - q_k)
- q_k - p_k
- \frac{1}{τ^2} (q_k - p_k)
+ D[J|z_k] = \frac{1}{τ} (\frac{e^{z_k / τ}}{\sum_{j=1}^K e^{z_j / τ}} - \frac{e^{v_k / τ}}{\sum_{j=1}^K e^{v_j / τ}})
- \frac{1}{τ} (\frac{e^{z_k}}{\sum_{j=1}^K e^{z_j}} - \frac{e^{v_k}}{\sum_{j=1}^K e^{v_j}})
- \frac{1}{τ} (\frac{e^{z_k / τ}}{\sum_{j=1}^K e^{z_j / τ}} - v_k)

# bilinear
let x y = x y u v
let M = M W A
let s = s a
let t = t \ell
let J = J L E
x ∈ m
y ∈ n
M ∈ m × n
t ∈ \{0, 1\}
s = x^T M y
J = -t \log σ(s) - (1 - t) \log(1 - σ(s))
+ D[J|M] = (σ(s) - t) x y^T
- (t - σ(s)) x y^T
- σ(s) x y^T
+ D[J|x] = (σ(s) - t) M y
- (t - σ(s)) M y
- (s - t) M y
+ D[J|y] = (σ(s) - t) M^T x
- (t - σ(s)) M^T x
- σ(s) (1 - σ(s)) M^T x
+ D[s|M] = x y^T
- 2 x y^T

# ranking
let u v = x^+ x^- u v
let w = w \theta
let J = J L
u ∈ n
v ∈ n
w ∈ n
say The first of the two should score at least 1 more than the second.
J = \max(0, 1 - w^T u + w^T v)
+ D[J|w] = \begin{cases} v - u & \text{if } w^T u - w^T v < 1 \\ 0 & \text{otherwise} \end{cases}
- \begin{cases} u - v & \text{if } w^T u - w^T v < 1 \\ 0 & \text{otherwise} \end{cases}
- \begin{cases} v - u & \text{if } w^T u - w^T v > 1 \\ 0 & \text{otherwise} \end{cases}
- \begin{cases} v & \text{if } w^T u - w^T v < 1 \\ 0 & \text{otherwise} \end{cases}
+ D[J|u] = -\mathbb{1}[w^T u - w^T v < 1] w
- \mathbb{1}[w^T u - w^T v < 1] w
- -\mathbb{1}[w^T u - w^T v < 1] v
+ D[J|v] = \mathbb{1}[w^T u - w^T v < 1] w
- \mathbb{1}[w^T u - w^T v < 0] w

# triplet
let a p q = a p n x_a x_p x_n
let α = \alpha m
let J = J L
a ∈ d
p ∈ d
q ∈ d
α ∈ 1
J = \max(0, ‖a - p‖^2 - ‖a - q‖^2 + α)
say Suppose that $‖a - p‖^2 - ‖a - q‖^2 + α > 0$.
+ D[J|a] = 2 (q - p)
- 2 (p - q)
- q - p
- 2 (2 a - p - q)
+ D[J|p] = 2 (p - a)
- 2 (a - p)
- p - a
+ D[J|q] = 2 (a - q)
- 2 (q - a)
- a - q

# siamese
let x1 x2 = x_1 x_2 x y u v
let h1 h2 = h_1 h_2 g_1 g_2
let W = W A
let b = b c
let λ = \lambda \mu
let J = J L E
x1 ∈ n
x2 ∈ n
W ∈ m × n
b ∈ m
λ ∈ 1
h1 = σ(W x1 + b)
h2 = σ(W x2 + b)
J = \frac12 ‖h1 - h2‖^2 + \frac{λ}{2} ‖W‖_F^2
+ D[J|h1] = h1 - h2
- h2 - h1
- 2 (h1 - h2)
+ D[J|b] = (h1 - h2) ⊙ (h1 ⊙ (1 - h1) - h2 ⊙ (1 - h2))
- (h1 - h2) ⊙ (h1 ⊙ (1 - h1) + h2 ⊙ (1 - h2))
- (h1 - h2) ⊙ h1 ⊙ (1 - h1)
+ D[J|W] = ((h1 - h2) ⊙ h1 ⊙ (1 - h1)) x1^T - ((h1 - h2) ⊙ h2 ⊙ (1 - h2)) x2^T + λ W
- ((h1 - h2) ⊙ h1 ⊙ (1 - h1)) x1^T + ((h1 - h2) ⊙ h2 ⊙ (1 - h2)) x2^T + λ W
- ((h1 - h2) ⊙ h1 ⊙ (1 - h1)) x1^T - ((h1 - h2) ⊙ h2 ⊙ (1 - h2)) x2^T
- ((h1 - h2) ⊙ (1 - h1)) x1^T - ((h1 - h2) ⊙ (1 - h2)) x2^T + λ W
+ D[J|x1] = W^T ((h1 - h2) ⊙ h1 ⊙ (1 - h1))
- W^T (h1 - h2)
- W^T ((h2 - h1) ⊙ h1 ⊙ (1 - h1))

# softmax-policy
let θ = \theta w
let p = \pi p
let R = R G
let J = J
θ ∈ K
p ∈ K
R ∈ K
say The action $k$ is chosen with probability $p_k$ and earns $R_k$.
over k K
p_k = \frac{e^{θ_k}}{\sum_{j=1}^K e^{θ_j}}
J = \sum_{k=1}^K p_k R_k
+ D[J|θ_k] = p_k (R_k - J)
- p_k (J - R_k)
- p_k R_k
- R_k - J
+ D[\log p_k|θ_k] = 1 - p_k
- p_k (1 - p_k)
- p_k - 1
+ D[J|p_k] = R_k
- p_k R_k

# cosine
let u v = u v x y a b
let J = s c J
u ∈ n
v ∈ n
J = \frac{u^T v}{‖u‖ ‖v‖}
+ D[J|u] = \frac{v}{‖u‖ ‖v‖} - J \frac{u}{‖u‖^2}
- \frac{v}{‖u‖ ‖v‖}
- \frac{v}{‖u‖ ‖v‖} + J \frac{u}{‖u‖^2}
- \frac{v}{‖u‖ ‖v‖} - J \frac{u}{‖u‖}
+ D[J|v] = \frac{u}{‖u‖ ‖v‖} - J \frac{v}{‖v‖^2}
- \frac{u}{‖u‖ ‖v‖} - \frac{v}{‖v‖^2}
- \frac{v}{‖u‖ ‖v‖} - J \frac{u}{‖v‖^2}
"""
