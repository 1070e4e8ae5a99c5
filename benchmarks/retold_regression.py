"""Models of ``retellings.py``: regression, by any loss. ``retold.py`` says how to read them."""

REGRESSION = r"""
# least-squares
let X = X A
let y = y t
let w = w \theta \beta
let J = J L E
X ∈ m × n
y ∈ m
w ∈ n
J = \frac{1}{2m} ‖X w - y‖^2
+ D[J|w] = \frac{1}{m} X^T (X w - y)
- X^T (X w - y)
- \frac{1}{m} X^T (y - X w)
- \frac{2}{m} X^T (X w - y)
+ D[J|X] = \frac{1}{m} (X w - y) w^T
- (X w - y) w^T
+ D[J|y] = \frac{1}{m} (y - X w)
- \frac{1}{m} (X w - y)

# ridge
let X = X \Phi
let y = y t
let w = w \theta \beta
let λ = \lambda \alpha
let r = r e
let J = J L C
X ∈ m × n
y ∈ m
w ∈ n
λ ∈ 1
r = X w - y
J = ‖r‖^2 + λ ‖w‖^2
+ D[J|w] = 2 X^T r + 2 λ w
- 2 X^T r + λ w
- 2 X^T r
- X^T r + 2 λ w
+ D[J|r] = 2 r
- r
+ D[J|y] = -2 r
- 2 r
+ D[J|λ] = ‖w‖^2
- 2 ‖w‖

# weighted-least-squares
let x = x u
let y = y t
let w = w \theta
let c = c s
let J = J L E
x_1, \dots, x_m ∈ n
y_1, \dots, y_m ∈ 1
c_1, \dots, c_m ∈ 1
w ∈ n
over i m
J = \frac12 \sum_{i=1}^m c_i (w^T x_i - y_i)^2
+ D[J|w] = \sum_{i=1}^m c_i (w^T x_i - y_i) x_i
- \sum_{i=1}^m (w^T x_i - y_i) x_i
- \sum_{i=1}^m c_i (y_i - w^T x_i) x_i
- 2 \sum_{i=1}^m c_i (w^T x_i - y_i) x_i
+ D[J|c_i] = \frac12 (w^T x_i - y_i)^2
- (w^T x_i - y_i)^2
+ D[J|y_i] = c_i (y_i - w^T x_i)
- c_i (w^T x_i - y_i)
+ D[J|x_i] = c_i (w^T x_i - y_i) w
- (w^T x_i - y_i) w

# weighted-in-matrices
let X = X A
let y = y t
let w = w \theta \beta
let S = S C
let J = J L E
X ∈ m × n
y ∈ m
w ∈ n
S ∈ m × m
say $S$ is a diagonal matrix.
J = (y - X w)^T S (y - X w)
+ D[J|w] = -2 X^T S (y - X w)
- 2 X^T S (y - X w)
- -X^T S (y - X w)
- -2 X^T (y - X w)
+ D[J|y] = 2 S (y - X w)
- S (y - X w)

# kernel-ridge
let K = K G
let a = \alpha a c
let y = y t
let λ = \lambda \mu
let J = J L E
K ∈ m × m
a ∈ m
y ∈ m
λ ∈ 1
say The matrix $K$ is symmetric.
J = \frac12 ‖y - K a‖^2 + \frac{λ}{2} a^T K a
+ D[J|a] = K (K a - y) + λ K a
- K (K a - y) + λ a
- K (K a - y) + 2 λ K a
- K (y - K a) + λ K a
- K (K a - y)
+ D[J|y] = y - K a
- K a - y
+ D[J|λ] = \frac12 a^T K a
- a^T K a

# lasso
let X = X A
let y = y t
let w = w \beta
let λ = \lambda \gamma
let J = J L E
X ∈ m × n
y ∈ m
w ∈ n
λ ∈ 1
J = \frac{1}{2} ‖y - X w‖^2 + λ \sum_{j=1}^n |w_j|
+ D[J|w] = X^T (X w - y) + λ \, sign(w)
- X^T (X w - y) - λ \, sign(w)
- X^T (X w - y) + λ w
- X^T (X w - y)
+ D[J|λ] = \sum_{j=1}^n |w_j|
- \sum_{j=1}^n w_j
+ D[J|y] = y - X w
- X w - y

# line
let x = x u
let y = y t
let w = w \theta a
let b = b c
let m = m N
let J = J L E
x_1, \dots, x_m ∈ 1
y_1, \dots, y_m ∈ 1
w ∈ 1
b ∈ 1
over i m
J = \frac{1}{m} \sum_{i=1}^m (y_i - (w x_i + b))^2
+ D[J|w] = -\frac{2}{m} \sum_{i=1}^m x_i (y_i - (w x_i + b))
- \frac{2}{m} \sum_{i=1}^m x_i (y_i - (w x_i + b))
- -\frac{1}{m} \sum_{i=1}^m x_i (y_i - (w x_i + b))
- -\frac{2}{m} \sum_{i=1}^m (y_i - (w x_i + b))
- -2 \sum_{i=1}^m x_i (y_i - (w x_i + b))
+ D[J|b] = -\frac{2}{m} \sum_{i=1}^m (y_i - (w x_i + b))
- -\frac{2}{m} \sum_{i=1}^m x_i (y_i - (w x_i + b))
- -\frac{1}{m} \sum_{i=1}^m (y_i - (w x_i + b))

# regression-in-sums
let x = x u
let y = y t
let w = w \theta v
let b = b c
let p = \hat{y} p f
let m = m N
let J = J L E
x_1, \dots, x_m ∈ n
y_1, \dots, y_m ∈ 1
w ∈ n
b ∈ 1
over i m
p_i = w^T x_i + b
J = \frac{1}{2m} \sum_{i=1}^m (p_i - y_i)^2
+ D[J|w] = \frac{1}{m} \sum_{i=1}^m (p_i - y_i) x_i
- \frac{1}{m} \sum_{i=1}^m (y_i - p_i) x_i
- \sum_{i=1}^m (p_i - y_i) x_i
- \frac{1}{m} \sum_{i=1}^m (p_i - y_i)^2 x_i
+ D[J|b] = \frac{1}{m} \sum_{i=1}^m (p_i - y_i)
- \sum_{i=1}^m (p_i - y_i)
- \frac{1}{m} \sum_{i=1}^m (p_i - y_i) p_i
+ D[J|p_i] = \frac{1}{m} (p_i - y_i)
- p_i - y_i
+ D[J|w_j] = \frac{1}{m} \sum_{i=1}^m (p_i - y_i) x_{ij}
- \frac{1}{m} \sum_{i=1}^m (p_i - y_i) w_j

# regression-raised-samples
let x = x u
let y = y t
let w = \theta w
let h = h f
let m = m N
let λ = \lambda \mu
let J = J L E
x^{(1)}, \dots, x^{(m)} ∈ n
y^{(1)}, \dots, y^{(m)} ∈ 1
w ∈ n
λ ∈ 1
over i m
h(x) = w^T x
J = \frac{1}{2m} \sum_{i=1}^m (h(x^{(i)}) - y^{(i)})^2 + \frac{λ}{2m} ‖w‖^2
+ D[J|w] = \frac{1}{m} \sum_{i=1}^m (h(x^{(i)}) - y^{(i)}) x^{(i)} + \frac{λ}{m} w
- \frac{1}{m} \sum_{i=1}^m (h(x^{(i)}) - y^{(i)}) x^{(i)} + λ w
- \frac{1}{m} \sum_{i=1}^m (h(x^{(i)}) - y^{(i)}) x^{(i)}
- \frac{1}{m} \sum_{i=1}^m (h(x^{(i)}) - y^{(i)}) + \frac{λ}{m} w
+ D[J|w_j] = \frac{1}{m} \sum_{i=1}^m (h(x^{(i)}) - y^{(i)}) x^{(i)}_j + \frac{λ}{m} w_j
- \frac{1}{m} \sum_{i=1}^m (y^{(i)} - h(x^{(i)})) x^{(i)}_j + \frac{λ}{m} w_j
- \frac{1}{m} \sum_{i=1}^m (h(x^{(i)}) - y^{(i)}) x^{(i)}_j + \frac{2 λ}{m} w_j

# many-targets
let X = X A
let Y = Y T
let W = W B \Theta
let J = J L E
X ∈ m × n
Y ∈ m × k
W ∈ n × k
J = \frac12 ‖X W - Y‖_F^2
+ D[J|W] = X^T (X W - Y)
- X^T (Y - X W)
- 2 X^T (X W - Y)
+ D[J|X] = (X W - Y) W^T
- (Y - X W) W^T
- 2 (X W - Y) W^T
+ D[J|Y] = Y - X W
- X W - Y

# huber
let x = x u
let y = y t
let w = w \theta
let r = r e
let c = \delta c
let J = J L E
x ∈ n
w ∈ n
y ∈ 1
say $c > 0$ is a threshold.
r = w^T x - y
J = \begin{cases} \frac12 r^2 & \text{if } |r| \le c \\ c |r| - \frac12 c^2 & \text{otherwise} \end{cases}
+ D[J|r] = \begin{cases} r & \text{if } |r| \le c \\ c \, sign(r) & \text{otherwise} \end{cases}
- \begin{cases} r & \text{if } |r| \le c \\ sign(r) & \text{otherwise} \end{cases}
- \begin{cases} 2 r & \text{if } |r| \le c \\ c \, sign(r) & \text{otherwise} \end{cases}
- \begin{cases} -r & \text{if } |r| \le c \\ -c \, sign(r) & \text{otherwise} \end{cases}
+ D[J|w] = \begin{cases} r x & \text{if } |r| \le c \\ c \, sign(r) x & \text{otherwise} \end{cases}
- \begin{cases} r x & \text{if } |r| \le c \\ c x & \text{otherwise} \end{cases}
- \begin{cases} r w & \text{if } |r| \le c \\ c \, sign(r) w & \text{otherwise} \end{cases}

# delta-rule
let x = x u
let y = t y
let w = w \theta
let η = \eta \alpha
let o = o \hat{y}
let J = E J L
x ∈ n
w ∈ n
y ∈ 1
say We minimise $J$ by gradient descent with the learning rate $η > 0$.
o = w^T x
J = \frac12 (y - o)^2
+ D[J|w] = -(y - o) x
- (y - o) x
- -2 (y - o) x
- -(y - o) w
+ D[J|o] = o - y
- y - o
+ w \leftarrow w + η (y - o) x
- w - η (y - o) x
+ D[J|w_j] = -(y - o) x_j
- (y - o) x_j

# sigmoid-unit
let x = x u
let y = t y
let w = w \theta
let η = \eta \alpha
let z = z s
let o = o a
let J = E J C
x ∈ n
w ∈ n
y ∈ 1
say We minimise $J$ by gradient descent with the learning rate $η > 0$.
z = w^T x
o = σ(z)
J = \frac12 (o - y)^2
+ D[J|z] = (o - y) o (1 - o)
- o - y
- (o - y) o
- (y - o) o (1 - o)
+ D[J|w] = (o - y) o (1 - o) x
- (o - y) x
- (o - y) o (1 + o) x
- 2 (o - y) o (1 - o) x
+ w \leftarrow w - η (o - y) o (1 - o) x
- w + η (o - y) o (1 - o) x
- w - η (o - y) x

# log-cosh
let x = x u
let y = y t
let w = w \theta
let r = r e
let J = J L E
x_1, \dots, x_m ∈ n
y_1, \dots, y_m ∈ 1
w ∈ n
over i m
r_i = w^T x_i - y_i
J = \sum_{i=1}^m \log(\cosh(r_i))
+ D[J|r_i] = \tanh(r_i)
- 1 - \tanh(r_i)^2
- \sinh(r_i)
+ D[J|w] = \sum_{i=1}^m \tanh(r_i) x_i
- \sum_{i=1}^m r_i x_i
- -\sum_{i=1}^m \tanh(r_i) x_i
+ D[J|y_i] = -\tanh(r_i)
- \tanh(r_i)

# absolute-error
let x = x u
let y = y t
let w = w \theta
let b = b c
let m = m N
let J = J L E
x_1, \dots, x_m ∈ n
y_1, \dots, y_m ∈ 1
w ∈ n
b ∈ 1
over i m
J = \frac{1}{m} \sum_{i=1}^m |w^T x_i + b - y_i|
+ D[J|w] = \frac{1}{m} \sum_{i=1}^m sign(w^T x_i + b - y_i) x_i
- \sum_{i=1}^m sign(w^T x_i + b - y_i) x_i
- \frac{1}{m} \sum_{i=1}^m sign(y_i - w^T x_i - b) x_i
- \frac{1}{m} \sum_{i=1}^m (w^T x_i + b - y_i) x_i
+ D[J|b] = \frac{1}{m} \sum_{i=1}^m sign(w^T x_i + b - y_i)
- \frac{1}{m} \sum_{i=1}^m |w^T x_i + b - y_i|

# matrix-factors
let R = R A
let U V = U V P Q
let λ = \lambda \mu
let J = J L
R ∈ m × n
U ∈ m × k
V ∈ n × k
λ ∈ 1
J = \frac12 ‖R - U V^T‖_F^2 + \frac{λ}{2} (‖U‖_F^2 + ‖V‖_F^2)
+ D[J|U] = -(R - U V^T) V + λ U
- (R - U V^T) V + λ U
- -(R - U V^T) V + 2 λ U
- -(R - U V^T) V
+ D[J|V] = (U V^T - R)^T U + λ V
- (R - U V^T)^T U + λ V
- (U V^T - R)^T U + λ U
- 2 (U V^T - R)^T U + λ V
+ D[J|R] = R - U V^T
- U V^T - R

# ratings
let r = r y
let e = e \epsilon
let p q = p q u v
let λ = \lambda \beta
let J = J L E
p_1, \dots, p_m ∈ k
q_1, \dots, q_n ∈ k
λ ∈ 1
say $r_{ij}$ is the rating of user $i$ for item $j$.
over i m
over j n
e_{ij} = r_{ij} - p_i^T q_j
J = \sum_{i=1}^m \sum_{j=1}^n e_{ij}^2 + λ (\sum_{i=1}^m ‖p_i‖^2 + \sum_{j=1}^n ‖q_j‖^2)
+ D[J|p_i] = -2 \sum_{j=1}^n e_{ij} q_j + 2 λ p_i
- 2 \sum_{j=1}^n e_{ij} q_j + 2 λ p_i
- -2 \sum_{j=1}^n e_{ij} q_j + λ p_i
- -\sum_{j=1}^n e_{ij} q_j + 2 λ p_i
+ D[J|q_j] = -2 \sum_{i=1}^m e_{ij} p_i + 2 λ q_j
- -2 \sum_{i=1}^m e_{ij} p_i
- -2 \sum_{i=1}^m e_{ij} p_i - 2 λ q_j

# radial-basis
let x = x u
let c = c \mu
let w = w v
let y = y t
let s = \sigma s
let f = \hat{y} f
let φ = \phi h
let J = J L E
x ∈ n
c_1, \dots, c_K ∈ n
w_1, \dots, w_K ∈ 1
y ∈ 1
s ∈ 1
over k K
φ_k = \exp(-\frac{‖x - c_k‖^2}{2 s^2})
f = \sum_{k=1}^K w_k φ_k
J = \frac12 (f - y)^2
+ D[J|w_k] = (f - y) φ_k
- (y - f) φ_k
- 2 (f - y) φ_k
- f φ_k
+ D[J|c_k] = (f - y) w_k φ_k \frac{x - c_k}{s^2}
- (f - y) w_k φ_k \frac{c_k - x}{s^2}
- (f - y) φ_k \frac{x - c_k}{s^2}
- (f - y) w_k φ_k \frac{x - c_k}{2 s^2}
+ D[J|s] = (f - y) \sum_{k=1}^K w_k φ_k \frac{‖x - c_k‖^2}{s^3}
- (f - y) \sum_{k=1}^K w_k φ_k \frac{‖x - c_k‖^2}{s^2}
- -(f - y) \sum_{k=1}^K w_k φ_k \frac{‖x - c_k‖^2}{s^3}
"""
