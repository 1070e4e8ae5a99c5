"""Derivations of ``retellings.py``: likelihoods, entropies and expectations. ``derived.py`` says how to read them."""

STATISTICS = r"""
# gaussian-mean
let x = x y
let μ = \mu m
let J = \ell L
x_1, \dots, x_n ∈ 1
μ, v ∈ 1
over i n
J = -\frac{n}{2} \log(2 \pi v) - \frac{1}{2 v} \sum_{i=1}^n (x_i - μ)^2
+ D[J|μ] = -\frac{1}{2 v} \sum_{i=1}^n D[|μ] (x_i - μ)^2
= -\frac{1}{2 v} \sum_{i=1}^n 2 (x_i - μ) (-1)
- -\frac{1}{2 v} \sum_{i=1}^n 2 (x_i - μ) => -\frac{1}{v} \sum_{i=1}^n (x_i - μ) => -\frac{1}{v} «\sum_{i=1}^n x_i - n μ»
= \frac{1}{v} \sum_{i=1}^n (x_i - μ)
- \frac{1}{2 v} \sum_{i=1}^n (x_i - μ)
= \frac{1}{v} «\sum_{i=1}^n x_i - n μ»
- \frac{1}{v} «\sum_{i=1}^n x_i - μ»
? D[J|μ] = 0
⇒ \sum_{i=1}^n (x_i - μ) = 0
⇒ \sum_{i=1}^n x_i = n μ
- \sum_{i=1}^n x_i = μ
- \sum_{i=1}^n x_i = -n μ => μ = -\frac{1}{n} \sum_{i=1}^n x_i
⇒ μ = \frac{1}{n} \sum_{i=1}^n x_i
- μ = \sum_{i=1}^n x_i
- μ = \frac{1}{n - 1} \sum_{i=1}^n x_i

# gaussian-variance
let x = x y
let μ = \mu m
let s = \sigma s
let J = \ell L
x_1, \dots, x_n ∈ 1
μ, s ∈ 1
over i n
J = \log \prod_{i=1}^n \frac{1}{s \sqrt{2 \pi}} \exp(-\frac{(x_i - μ)^2}{2 s^2})
+ J = \sum_{i=1}^n «-\log s - \frac12 \log(2 \pi) - \frac{(x_i - μ)^2}{2 s^2}» ; taking logarithms
- \sum_{i=1}^n «\log s - \frac12 \log(2 \pi) - \frac{(x_i - μ)^2}{2 s^2}»
- \sum_{i=1}^n «-\log s - \frac12 \log(2 \pi) + \frac{(x_i - μ)^2}{2 s^2}»
= -n \log s - \frac{n}{2} \log(2 \pi) - \frac{1}{2 s^2} \sum_{i=1}^n (x_i - μ)^2
- -\log s - \frac12 \log(2 \pi) - \frac{1}{2 s^2} \sum_{i=1}^n (x_i - μ)^2
+ D[J|s] = -\frac{n}{s} + \frac{2}{2 s^3} \sum_{i=1}^n (x_i - μ)^2
- -\frac{n}{s} - \frac{2}{2 s^3} \sum_{i=1}^n (x_i - μ)^2
- -\frac{1}{s} + \frac{2}{2 s^3} \sum_{i=1}^n (x_i - μ)^2
= -\frac{n}{s} + \frac{1}{s^3} \sum_{i=1}^n (x_i - μ)^2
- -\frac{n}{s} + \frac{1}{s^2} \sum_{i=1}^n (x_i - μ)^2
? D[J|s] = 0
⇒ \frac{n}{s} = \frac{1}{s^3} \sum_{i=1}^n (x_i - μ)^2
- \frac{1}{s} = \frac{1}{s^3} \sum_{i=1}^n (x_i - μ)^2 => s^2 = \sum_{i=1}^n (x_i - μ)^2
⇒ s^2 = \frac{1}{n} \sum_{i=1}^n (x_i - μ)^2
- s^2 = \frac{1}{n} \sum_{i=1}^n (x_i - μ)
- s^2 = \frac{1}{n^2} \sum_{i=1}^n (x_i - μ)^2

# gaussian-vectors
let x = x y
let μ = \mu m
let Λ = \Lambda A
let J = \ell L
x_1, \dots, x_n ∈ d
μ ∈ d
Λ ∈ d × d
over i n
say The matrix $Λ$ is symmetric and positive definite.
J = \frac{n}{2} \log \det Λ - \frac12 \sum_{i=1}^n (x_i - μ)^T Λ (x_i - μ)
+ D[J|μ] = -\frac12 \sum_{i=1}^n D[|μ] «(x_i - μ)^T Λ (x_i - μ)»
= -\frac12 \sum_{i=1}^n «-2 Λ (x_i - μ)»
- -\frac12 \sum_{i=1}^n «2 Λ (x_i - μ)» => -\sum_{i=1}^n Λ (x_i - μ) => -Λ «\sum_{i=1}^n x_i - n μ»
= \sum_{i=1}^n Λ (x_i - μ)
- \frac12 \sum_{i=1}^n Λ (x_i - μ)
= Λ «\sum_{i=1}^n x_i - n μ»
- Λ «\sum_{i=1}^n x_i - μ»
- Λ^{-1} «\sum_{i=1}^n x_i - n μ»
? D[J|μ] = 0
⇒ Λ \sum_{i=1}^n x_i = n Λ μ
- Λ \sum_{i=1}^n x_i = -n Λ μ => μ = -\frac{1}{n} \sum_{i=1}^n x_i
⇒ μ = \frac{1}{n} \sum_{i=1}^n x_i
- μ = \frac{1}{n} Λ \sum_{i=1}^n x_i

# bernoulli-estimate
let x = x y
let p = p \theta \mu
let J = \ell L
x_1, \dots, x_n ∈ \{0, 1\}
p ∈ 1
over i n
J = \log \prod_{i=1}^n p^{x_i} (1 - p)^{1 - x_i}
+ J = \sum_{i=1}^n «x_i \log p + (1 - x_i) \log(1 - p)»
- \sum_{i=1}^n «x_i \log p - (1 - x_i) \log(1 - p)»
= \log p \sum_{i=1}^n x_i + \log(1 - p) «n - \sum_{i=1}^n x_i»
- \log p \sum_{i=1}^n x_i + \log(1 - p) «1 - \sum_{i=1}^n x_i»
+ D[J|p] = \frac{1}{p} \sum_{i=1}^n x_i - \frac{1}{1 - p} «n - \sum_{i=1}^n x_i»
- \frac{1}{p} \sum_{i=1}^n x_i + \frac{1}{1 - p} «n - \sum_{i=1}^n x_i»
= \frac{(1 - p) \sum_{i=1}^n x_i - p «n - \sum_{i=1}^n x_i»}{p (1 - p)}
- \frac{(1 - p) \sum_{i=1}^n x_i + p «n - \sum_{i=1}^n x_i»}{p (1 - p)}
= \frac{\sum_{i=1}^n x_i - n p}{p (1 - p)}
- \frac{n p - \sum_{i=1}^n x_i}{p (1 - p)}
- \frac{\sum_{i=1}^n x_i - p}{p (1 - p)}
? D[J|p] = 0
⇒ \sum_{i=1}^n x_i - n p = 0
⇒ p = \frac{1}{n} \sum_{i=1}^n x_i
- p = \sum_{i=1}^n x_i
- p = \frac{n}{\sum_{i=1}^n x_i}

# poisson-estimate
let x = x k
let λ = \lambda \mu \theta
let J = \ell L
x_1, \dots, x_n ∈ 1
λ ∈ 1
over i n
J = \sum_{i=1}^n «x_i \log λ - λ - \log(x_i!)»
+ D[J|λ] = \sum_{i=1}^n «\frac{x_i}{λ} - 1»
- \sum_{i=1}^n «\frac{x_i}{λ} + 1»
- \sum_{i=1}^n «\frac{1}{λ} - 1»
= \frac{1}{λ} \sum_{i=1}^n x_i - n
- \frac{1}{λ} \sum_{i=1}^n x_i - 1
- \frac{1}{λ} \sum_{i=1}^n x_i + n
? D[J|λ] = 0
⇒ \frac{1}{λ} \sum_{i=1}^n x_i = n
⇒ λ = \frac{1}{n} \sum_{i=1}^n x_i
- λ = n \sum_{i=1}^n x_i
- λ = -\frac{1}{n} \sum_{i=1}^n x_i

# exponential-estimate
let x = x t
let λ = \lambda \theta
let J = \ell L
x_1, \dots, x_n ∈ 1
λ ∈ 1
over i n
J = \log \prod_{i=1}^n λ e^{-λ x_i}
+ J = \sum_{i=1}^n (\log λ - λ x_i)
- \sum_{i=1}^n (\log λ + λ x_i)
= n \log λ - λ \sum_{i=1}^n x_i
- \log λ - λ \sum_{i=1}^n x_i
+ D[J|λ] = \frac{n}{λ} - \sum_{i=1}^n x_i
- \frac{n}{λ} + \sum_{i=1}^n x_i
- n λ - \sum_{i=1}^n x_i
? D[J|λ] = 0
⇒ \frac{n}{λ} = \sum_{i=1}^n x_i
⇒ λ = \frac{n}{\sum_{i=1}^n x_i}
- λ = \frac{1}{n} \sum_{i=1}^n x_i
- λ = \frac{1}{\sum_{i=1}^n x_i}

# multinomial-lagrange
let c = c n m
let π = \pi p \theta
let λ = \lambda \alpha \mu
let J = L \Lambda
c_1, \dots, c_K ∈ 1
π_1, \dots, π_K ∈ 1
λ ∈ 1
over k K
J = \sum_{k=1}^K c_k \log π_k + λ «1 - \sum_{k=1}^K π_k»
+ D[J|π_j] = \sum_{k=1}^K c_k D[|π_j] \log π_k - λ
- \sum_{k=1}^K c_k D[|π_j] \log π_k + λ
= \frac{c_j}{π_j} - λ
- \frac{π_j}{c_j} - λ
- c_j π_j - λ
? D[J|π_j] = 0
⇒ \frac{c_j}{π_j} = λ
⇒ π_j = \frac{c_j}{λ}
- π_j = \frac{λ}{c_j}
- π_j = λ c_j

# mixture-means
let x = x y
let μ = \mu m
let γ = \gamma r
let J = Q J
x_1, \dots, x_n ∈ d
μ_1, \dots, μ_K ∈ d
γ ∈ n × K
over i n
over k K
J = -\frac12 \sum_{i=1}^n \sum_{k=1}^K γ_{ik} ‖x_i - μ_k‖^2
+ D[J|μ_k] = -\frac12 \sum_{i=1}^n γ_{ik} D[|μ_k] ‖x_i - μ_k‖^2
= \sum_{i=1}^n γ_{ik} (x_i - μ_k)
- -\sum_{i=1}^n γ_{ik} (x_i - μ_k)
- 2 \sum_{i=1}^n γ_{ik} (x_i - μ_k)
- \sum_{i=1}^n (x_i - μ_k)
= \sum_{i=1}^n γ_{ik} x_i - μ_k \sum_{i=1}^n γ_{ik}
- \sum_{i=1}^n γ_{ik} x_i - n μ_k
- \sum_{i=1}^n γ_{ik} x_i + μ_k \sum_{i=1}^n γ_{ik}
? D[J|μ_k] = 0
⇒ μ_k \sum_{i=1}^n γ_{ik} = \sum_{i=1}^n γ_{ik} x_i
- μ_k \sum_{i=1}^n γ_{ik} = -\sum_{i=1}^n γ_{ik} x_i
⇒ μ_k = \frac{\sum_{i=1}^n γ_{ik} x_i}{\sum_{i=1}^n γ_{ik}}
- μ_k = \frac{1}{n} \sum_{i=1}^n γ_{ik} x_i
- μ_k = \frac{\sum_{i=1}^n x_i}{\sum_{i=1}^n γ_{ik}}

# first-component
let S = S C \Sigma
let u = u v w
let λ = \lambda \alpha
let J = L J
bold S u
S ∈ n × n
u ∈ n
λ ∈ 1
say The covariance matrix $S$ is symmetric, and $λ$ is a Lagrange multiplier.
J = u^T S u + λ (1 - u^T u)
+ D[J|u] = D[|u] «u^T S u» - λ D[|u] «u^T u»
- D[|u] «u^T S u» + λ D[|u] «u^T u»
= (S + S^T) u - 2 λ u
- (S + S^T) u - λ u
= 2 S u - 2 λ u
- 2 S u + 2 λ u => 2 (S u + λ u)
- S u - 2 λ u
= 2 (S u - λ u)
- 2 (S u - λ)
? D[J|u] = 0
⇒ S u = λ u
- S u = -λ u
- S u = 2 λ u

# entropy-slopes
let p = p q
let z = z s
let H = H S
let K = K n
z ∈ K
p_i = \frac{e^{z_i}}{\sum_{k=1}^K e^{z_k}}
H = -\sum_{i=1}^K p_i \log p_i
+ D[H|p_i] = -D[|p_i] «p_i \log p_i»
- D[|p_i] «p_i \log p_i»
= -\log p_i - p_i \frac{1}{p_i} ; by the product rule
- -\log p_i + p_i \frac{1}{p_i} => 1 - \log p_i
= -\log p_i - 1
- -\log p_i
+ D[H|z_j] = \sum_{i=1}^K D[H|p_i] D[p_i|z_j]
= -(\log p_j + 1) p_j (1 - p_j) + \sum_{i \neq j} (\log p_i + 1) p_i p_j
- -(\log p_j + 1) p_j (1 - p_j) - \sum_{i \neq j} (\log p_i + 1) p_i p_j
= -p_j (\log p_j + 1) + p_j \sum_{i=1}^K p_i (\log p_i + 1)
- -p_j (\log p_j + 1) - p_j \sum_{i=1}^K p_i (\log p_i + 1)
= -p_j (\log p_j + H)
- -p_j (\log p_j - H)
- p_j (\log p_j + H)

# gaussian-divergence
let μ = \mu m
let s = \sigma s
let J = D K
μ_1, μ_2, s_1, s_2 ∈ 1
say The divergence of two normal distributions is $J$.
J = \log \frac{s_2}{s_1} + \frac{s_1^2 + (μ_1 - μ_2)^2}{2 s_2^2} - \frac12
+ D[J|μ_1] = \frac{2 (μ_1 - μ_2)}{2 s_2^2}
- \frac{2 (μ_2 - μ_1)}{2 s_2^2}
= \frac{μ_1 - μ_2}{s_2^2}
- \frac{μ_1 - μ_2}{s_1^2}
+ D[J|s_1] = D[|s_1] «\log s_2 - \log s_1» + \frac{2 s_1}{2 s_2^2}
= -\frac{1}{s_1} + \frac{s_1}{s_2^2}
- \frac{1}{s_1} + \frac{s_1}{s_2^2}
- -\frac{1}{s_1} + \frac{2 s_1}{s_2^2}
= \frac{s_1^2 - s_2^2}{s_1 s_2^2}
- \frac{s_2^2 - s_1^2}{s_1 s_2^2}
+ D[J|s_2] = \frac{1}{s_2} - \frac{s_1^2 + (μ_1 - μ_2)^2}{s_2^3}
- \frac{1}{s_2} + \frac{s_1^2 + (μ_1 - μ_2)^2}{s_2^3}
- \frac{1}{s_2} - \frac{s_1^2 + (μ_1 - μ_2)^2}{2 s_2^3}
= \frac{s_2^2 - s_1^2 - (μ_1 - μ_2)^2}{s_2^3}
- \frac{s_2^2 - s_1^2 + (μ_1 - μ_2)^2}{s_2^3}

# softmax-policy-score
let θ = \theta w
let π = \pi p
let φ = \phi x
let K = K A
let r = r R G
φ_1, \dots, φ_K ∈ n
θ ∈ n
π_a = \frac{\exp(θ^T φ_a)}{\sum_{b=1}^K \exp(θ^T φ_b)}
+ D[|θ] \log π_a = D[|θ] «θ^T φ_a - \log \sum_{b=1}^K \exp(θ^T φ_b)»
- D[|θ] «θ^T φ_a + \log \sum_{b=1}^K \exp(θ^T φ_b)»
= φ_a - \frac{\sum_{b=1}^K \exp(θ^T φ_b) φ_b}{\sum_{b=1}^K \exp(θ^T φ_b)}
- φ_a - \frac{\sum_{b=1}^K \exp(θ^T φ_b)}{\sum_{b=1}^K \exp(θ^T φ_b)} φ_a
- φ_a + \frac{\sum_{b=1}^K \exp(θ^T φ_b) φ_b}{\sum_{b=1}^K \exp(θ^T φ_b)} => φ_a + \sum_{b=1}^K π_b φ_b
= φ_a - \sum_{b=1}^K π_b φ_b
- φ_a - \sum_{b=1}^K φ_b
- φ_a - π_a φ_a

# log-derivative
let θ = \theta
let p = p \pi
let r = r R
let J = J V
let K = K n
p_k = \frac{e^{θ_k}}{\sum_{j=1}^K e^{θ_j}}
θ ∈ K
r ∈ K
J = \sum_{k=1}^K p_k r_k
+ D[J|θ_i] = \sum_{k=1}^K r_k D[p_k|θ_i]
- \sum_{k=1}^K p_k D[p_k|θ_i]
= \sum_{k=1}^K r_k p_k \frac{1}{p_k} D[p_k|θ_i]
- \sum_{k=1}^K r_k \frac{1}{p_k} D[p_k|θ_i]
= \sum_{k=1}^K p_k r_k D[|θ_i] \log p_k ; by the log-derivative trick
- \sum_{k=1}^K r_k D[|θ_i] \log p_k
= r_i p_i - p_i \sum_{k=1}^K r_k p_k
- r_i p_i + p_i \sum_{k=1}^K r_k p_k
= p_i (r_i - J)
- p_i (J - r_i)
- r_i (p_i - J)
"""
