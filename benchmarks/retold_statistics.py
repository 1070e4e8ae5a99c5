"""Models of ``retellings.py``: likelihoods, matrices and functions. ``retold.py`` says how to read them."""

STATISTICS = r"""
# gaussian
let x = x y
let μ = \mu m
let s = \sigma s
let J = \ell L
x_1, \dots, x_n ∈ 1
over i n
say The samples are independent and normally distributed with mean $μ$ and variance $s^2$; $J$ is the log-likelihood.
J = -\frac{n}{2} \log(2 \pi) - n \log s - \frac{1}{2 s^2} \sum_{i=1}^n (x_i - μ)^2
+ D[J|μ] = \frac{1}{s^2} \sum_{i=1}^n (x_i - μ)
- -\frac{1}{s^2} \sum_{i=1}^n (x_i - μ)
- \frac{1}{2 s^2} \sum_{i=1}^n (x_i - μ)
- \frac{1}{s} \sum_{i=1}^n (x_i - μ)
+ D[J|s] = -\frac{n}{s} + \frac{1}{s^3} \sum_{i=1}^n (x_i - μ)^2
- -\frac{n}{s} - \frac{1}{s^3} \sum_{i=1}^n (x_i - μ)^2
- -\frac{n}{s} + \frac{1}{2 s^3} \sum_{i=1}^n (x_i - μ)^2
- -\frac{1}{s} + \frac{1}{s^3} \sum_{i=1}^n (x_i - μ)^2
+ D[J|x_i] = -\frac{x_i - μ}{s^2}
- \frac{x_i - μ}{s^2}

# bernoulli
let y = y x
let p = p \theta
let J = \ell L
y_1, \dots, y_n ∈ \{0, 1\}
over i n
say Every observation is 1 with probability $p$; $J$ is the log-likelihood.
J = \sum_{i=1}^n (y_i \log p + (1 - y_i) \log(1 - p))
+ D[J|p] = \frac{1}{p} \sum_{i=1}^n y_i - \frac{1}{1 - p} \sum_{i=1}^n (1 - y_i)
- \frac{1}{p} \sum_{i=1}^n y_i + \frac{1}{1 - p} \sum_{i=1}^n (1 - y_i)
- \frac{1}{p} \sum_{i=1}^n y_i - \frac{1}{1 - p} \sum_{i=1}^n y_i
+ D[J|p] = \sum_{i=1}^n \frac{y_i - p}{p (1 - p)}
- \sum_{i=1}^n \frac{y_i - p}{p}
- \sum_{i=1}^n \frac{p - y_i}{p (1 - p)}

# poisson
let x = x u
let y = y k
let w = w \beta \theta
let μ = \mu \lambda
let J = J L
x_1, \dots, x_m ∈ n
y_1, \dots, y_m ∈ 1
w ∈ n
over i m
μ_i = \exp(w^T x_i)
J = \sum_{i=1}^m (μ_i - y_i \log μ_i)
+ D[J|w] = \sum_{i=1}^m (μ_i - y_i) x_i
- \sum_{i=1}^m (y_i - μ_i) x_i
- \sum_{i=1}^m μ_i (μ_i - y_i) x_i
- \sum_{i=1}^m (1 - y_i) x_i
+ D[J|μ_i] = 1 - \frac{y_i}{μ_i}
- 1 - y_i μ_i
- \frac{y_i}{μ_i} - 1
+ D[μ_i|w] = μ_i x_i
- x_i
- μ_i w

# mixture
let x = x y
let μ = \mu m
let π = \pi w
let γ = \gamma r
let J = \ell L
x_1, \dots, x_n ∈ d
μ_1, \dots, μ_K ∈ d
π_1, \dots, π_K ∈ 1
over i n
over k K
γ_{ik} = \frac{π_k \exp(-\frac12 ‖x_i - μ_k‖^2)}{\sum_{j=1}^K π_j \exp(-\frac12 ‖x_i - μ_j‖^2)}
J = \sum_{i=1}^n \log \sum_{k=1}^K π_k \exp(-\frac12 ‖x_i - μ_k‖^2)
+ D[J|μ_k] = \sum_{i=1}^n γ_{ik} (x_i - μ_k)
- \sum_{i=1}^n γ_{ik} (μ_k - x_i)
- \sum_{i=1}^n (x_i - μ_k)
- 2 \sum_{i=1}^n γ_{ik} (x_i - μ_k)
- \sum_{i=1}^n π_k (x_i - μ_k)
+ D[J|π_k] = \sum_{i=1}^n \frac{γ_{ik}}{π_k}
- \sum_{i=1}^n γ_{ik}
- -\sum_{i=1}^n \frac{γ_{ik}}{π_k}
+ D[J|x_i] = \sum_{k=1}^K γ_{ik} (μ_k - x_i)
- \sum_{k=1}^K γ_{ik} (x_i - μ_k)

# precision
let x = x y
let μ = \mu m
let Λ = \Lambda P
let J = J L
x ∈ n
μ ∈ n
Λ ∈ n × n
say $Λ$ is symmetric and positive definite.
J = \frac12 (x - μ)^T Λ (x - μ)
+ D[J|x] = Λ (x - μ)
- Λ (μ - x)
- 2 Λ (x - μ)
- x - μ
+ D[J|μ] = Λ (μ - x)
- Λ (x - μ)
- \frac12 Λ (μ - x)

# rayleigh
let S = S C \Sigma
let w = w u v
let λ = \lambda \alpha
let J = J L \mathcal{L}
S ∈ n × n
w ∈ n
λ ∈ 1
say $S$ is a symmetric matrix, and $λ$ is the multiplier of the constraint $w^T w = 1$.
J = w^T S w - λ (w^T w - 1)
+ D[J|w] = 2 S w - 2 λ w
- S w - 2 λ w
- 2 S w + 2 λ w
- 2 S w - 2 λ
+ D[J|λ] = 1 - w^T w
- -w^T w
- 1 - 2 w^T w

# quadratic-form
let A = A Q M
let x = x u
let b = b p
let J = f q J
A ∈ n × n
x ∈ n
b ∈ n
J = x^T A x + b^T x
+ D[J|x] = (A + A^T) x + b
- (A - A^T) x + b
- 2 (A + A^T) x + b
- A x + b
+ D[J|A] = x x^T
- 2 x x^T
- x b^T
+ D[J|b] = x
- b

# traces
let A = A M
let B = B N
let X = X U
let J = f J g
A ∈ n × m
B ∈ n × n
X ∈ m × n
J = tr(A X B)
+ D[J|X] = A^T B^T
- A^T B
- 2 A^T B^T
- -A^T B^T
+ D[J|B] = X^T A^T
- -X^T A^T
- 2 X^T A^T
+ D[J|A] = B^T X^T
- B X^T

# trace-of-a-square
let A = A M
let X = X U
let J = f J g
A ∈ m × m
X ∈ m × n
J = tr(X^T A X)
+ D[J|X] = (A + A^T) X
- (A - A^T) X
- 2 (A + A^T) X
- A^T X
+ D[J|A] = X X^T
- 2 X X^T
- -X X^T

# log-determinant
let S = \Sigma S C
let x = x u
let μ = \mu m
let J = J L
x ∈ n
μ ∈ n
S ∈ n × n
say The matrix $S$ is symmetric and positive definite.
J = \frac12 \log \det(S) + \frac12 (x - μ)^T S^{-1} (x - μ)
+ D[J|μ] = S^{-1} (μ - x)
- S^{-1} (x - μ)
- S (μ - x)
- \frac12 S^{-1} (μ - x)
+ D[J|x] = S^{-1} (x - μ)
- 2 S^{-1} (x - μ)
- S (x - μ)
+ D[J|S] = \frac12 S^{-1} - \frac12 S^{-1} (x - μ) (x - μ)^T S^{-1}
- \frac12 S^{-1} + \frac12 S^{-1} (x - μ) (x - μ)^T S^{-1}
- S^{-1} - \frac12 S^{-1} (x - μ) (x - μ)^T S^{-1}
- -\frac12 S^{-1} (x - μ) (x - μ)^T S^{-1}

# matrix-equation
let A = A M
let X = X U
let B = B Y C
let J = J f
A ∈ m × n
X ∈ n × p
B ∈ m × p
J = ‖A X - B‖_F^2
+ D[J|X] = 2 A^T (A X - B)
- A^T (A X - B)
- 2 A^T (B - A X)
- A^T A X - A^T B
+ D[J|A] = 2 (A X - B) X^T
- 2 (B - A X) X^T
- (A X - B) X^T
+ D[J|B] = -2 (A X - B)
- 2 (A X - B)

# softmax-jacobian
let s = s p y
let z = z x u
z ∈ K
over i K
over j K
s_i = \frac{e^{z_i}}{\sum_{k=1}^K e^{z_k}}
+ D[s_i|z_i] = s_i (1 - s_i)
- s_i (1 + s_i)
- 1 - s_i
- s_i^2
+ D[s_i|z_j] = -s_i s_j ; for i \neq j
- s_i s_j
- -s_i (1 - s_j)
+ D[\log s_i|z_i] = 1 - s_i
- s_i
- -s_i
+ D[s|z] = diag(s) - s s^T
- diag(s) + s s^T
- diag(s) - z z^T

# activations
let z = z x u
let g = g f
let h = h
z ∈ 1
g(z) = \frac{1}{1 + e^{-z}}
h(z) = \frac{e^z - e^{-z}}{e^z + e^{-z}}
+ g'(z) = g(z) (1 - g(z))
- g(z) (1 + g(z))
- g(z)^2 (1 - g(z))
- -g(z) (1 - g(z))
+ h'(z) = 1 - h(z)^2
- 1 + h(z)^2
- 1 - h(z)
- h(z) (1 - h(z))
+ g(-z) = 1 - g(z)
- -g(z)
- g(z) - 1
+ h(z) = 2 g(2 z) - 1
- 2 g(z) - 1
- g(2 z) - 1

# softplus-and-swish
let z = z x u
let f = f s
let g = g h q
z ∈ 1
f(z) = \log(1 + e^z)
g(z) = z σ(z)
+ f'(z) = σ(z)
- 1 - σ(z)
- \frac{1}{1 + e^z}
- σ(z) (1 - σ(z))
+ g'(z) = σ(z) + z σ(z) (1 - σ(z))
- σ(z) - z σ(z) (1 - σ(z))
- σ(z) + σ(z) (1 - σ(z))
- z σ(z) (1 - σ(z))
+ f(z) = z + \log(1 + e^{-z})
- z - \log(1 + e^{-z})
- \log(1 + e^{-z})

# variational-prior
let μ = \mu m
let s = \sigma s
let J = J D L
μ ∈ d
s ∈ d
say $J$ is the divergence of a normal distribution with independent entries from the standard one.
over j d
J = \frac12 \sum_{j=1}^d (μ_j^2 + s_j^2 - \log s_j^2 - 1)
+ D[J|μ] = μ
- 2 μ
- -μ
+ D[J|s_j] = s_j - \frac{1}{s_j}
- s_j + \frac{1}{s_j}
- s_j - \frac{1}{s_j^2}
- s_j - \frac{1}{2 s_j}
+ D[J|μ_j] = μ_j
- \frac12 μ_j

# log-variance-prior
let μ = \mu m
let v = v \rho
let J = J L
μ ∈ d
v ∈ d
say The network gives the logarithms $v_j$ of the variances.
over j d
J = -\frac12 \sum_{j=1}^d (1 + v_j - μ_j^2 - e^{v_j})
+ D[J|μ_j] = μ_j
- -μ_j
- 2 μ_j
+ D[J|v_j] = \frac12 (e^{v_j} - 1)
- e^{v_j} - 1
- \frac12 (1 - e^{v_j})
- \frac12 e^{v_j}
+ D[J|v] = \frac12 (e^v - 1)
- \frac12 (e^v + 1)
"""
