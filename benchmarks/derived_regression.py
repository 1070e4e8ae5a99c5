"""Derivations of ``retellings.py``: lines through points, penalties and factors. ``derived.py`` says how to read them."""

REGRESSION = r"""
# line-through-points
let x = x u
let y = y t
let w = w a m
let b = b c
let J = J L E
x_1, \dots, x_n ∈ 1
y_1, \dots, y_n ∈ 1
w, b ∈ 1
over i n
J = \sum_{i=1}^n (y_i - w x_i - b)^2
+ D[J|w] = \sum_{i=1}^n D[|w] (y_i - w x_i - b)^2
= \sum_{i=1}^n 2 (y_i - w x_i - b) (-x_i) ; by the chain rule
- \sum_{i=1}^n 2 (y_i - w x_i - b) x_i
- \sum_{i=1}^n (y_i - w x_i - b) (-x_i)
= -2 \sum_{i=1}^n x_i (y_i - w x_i - b)
- 2 \sum_{i=1}^n x_i (y_i - w x_i - b) => 2 «\sum_{i=1}^n x_i y_i - w \sum_{i=1}^n x_i^2 - b \sum_{i=1}^n x_i»
= -2 «\sum_{i=1}^n x_i y_i - w \sum_{i=1}^n x_i^2 - b \sum_{i=1}^n x_i»
- -2 «\sum_{i=1}^n x_i y_i - w \sum_{i=1}^n x_i - b \sum_{i=1}^n x_i»
- -2 «\sum_{i=1}^n x_i y_i - w \sum_{i=1}^n x_i^2 - n b»
+ D[J|b] = -2 \sum_{i=1}^n (y_i - w x_i - b)
- -\sum_{i=1}^n (y_i - w x_i - b)
= -2 «\sum_{i=1}^n y_i - w \sum_{i=1}^n x_i - n b»
- -2 «\sum_{i=1}^n y_i - w \sum_{i=1}^n x_i - b»
- -2 «\sum_{i=1}^n y_i - w \sum_{i=1}^n x_i + n b»
? D[J|b] = 0
⇒ n b = \sum_{i=1}^n y_i - w \sum_{i=1}^n x_i
- n b = \sum_{i=1}^n y_i + w \sum_{i=1}^n x_i => b = \frac{1}{n} \sum_{i=1}^n (y_i + w x_i)
⇒ b = \frac{1}{n} \sum_{i=1}^n (y_i - w x_i)
- b = \sum_{i=1}^n (y_i - w x_i)

# squares-in-indices
let x = x a
let y = y b t
let w = w \theta \beta
let J = J L
X ∈ m × n
y ∈ m
w ∈ n
over i m
over j n
J = \frac12 \sum_{i=1}^m «\sum_{j=1}^n X_{ij} w_j - y_i»^2
+ D[J|w_k] = \frac12 \sum_{i=1}^m D[|w_k] «\sum_{j=1}^n X_{ij} w_j - y_i»^2
= \sum_{i=1}^m «\sum_{j=1}^n X_{ij} w_j - y_i» D[|w_k] \sum_{j=1}^n X_{ij} w_j
- 2 \sum_{i=1}^m «\sum_{j=1}^n X_{ij} w_j - y_i» D[|w_k] \sum_{j=1}^n X_{ij} w_j
= \sum_{i=1}^m «\sum_{j=1}^n X_{ij} w_j - y_i» X_{ik} ; because only $j = k$ remains
- \sum_{i=1}^m «\sum_{j=1}^n X_{ij} w_j - y_i» w_k
- \sum_{i=1}^m «\sum_{j=1}^n X_{ij} w_j - y_i» \sum_{j=1}^n X_{ij}
= \sum_{i=1}^m X_{ik} \sum_{j=1}^n X_{ij} w_j - \sum_{i=1}^m X_{ik} y_i
- \sum_{i=1}^m X_{ik} \sum_{j=1}^n X_{ij} w_j - \sum_{i=1}^m y_i
- \sum_{i=1}^m X_{ik} \sum_{j=1}^n X_{ij} w_j + \sum_{i=1}^m X_{ik} y_i => (X^T X w)_k + (X^T y)_k
= (X^T X w)_k - (X^T y)_k
- (X^T w)_k - (X^T y)_k

# normal-equations
let X = X A \Phi
let y = y b t
let w = w \theta \beta x
let J = J L f
bold X y w
X ∈ m × n
y ∈ m
w ∈ n
J = ‖X w - y‖^2
+ J = (X w - y)^T (X w - y)
- (X w - y) (X w - y)^T
= w^T X^T X w - w^T X^T y - y^T X w + y^T y
- w^T X^T X w + w^T X^T y - y^T X w + y^T y
- w^T X^T X w - w^T X^T y - y^T X w - y^T y
= w^T X^T X w - 2 y^T X w + y^T y
- w^T X^T X w - y^T X w + y^T y
+ D[J|w] = D[|w] «w^T X^T X w - 2 y^T X w + y^T y»
= 2 X^T X w - 2 X^T y
- X^T X w - 2 X^T y
- 2 X^T X w + 2 X^T y => 2 X^T (X w + y)
= 2 X^T (X w - y)
- X^T (X w - y)
- 2 X (X w - y)
? D[J|w] = 0
⇒ X^T X w = X^T y
- X^T X w = -X^T y => w = -(X^T X)^{-1} X^T y
- X X^T w = X^T y
⇒ w = (X^T X)^{-1} X^T y
- w = X^T y (X^T X)^{-1}

# ridge-solution
let X = X A \Phi
let y = y b t
let w = w \theta \beta
let λ = \lambda \alpha \mu
let J = J L
bold X y w
X ∈ m × n
y ∈ m
w ∈ n
λ ∈ 1
J = ‖y - X w‖^2 + λ ‖w‖^2
+ D[J|w] = -2 X^T (y - X w) + 2 λ w
- 2 X^T (y - X w) + 2 λ w
- -2 X^T (y - X w) + λ w
= -2 X^T y + 2 X^T X w + 2 λ w
- -2 X^T y - 2 X^T X w + 2 λ w
= 2 «(X^T X + λ I) w - X^T y»
- 2 «(X^T X + I) w - X^T y»
? D[J|w] = 0
⇒ X^T X w + λ w = X^T y
- X^T X w - λ w = X^T y => (X^T X - λ I) w = X^T y => w = (X^T X - λ I)^{-1} X^T y
⇒ (X^T X + λ I) w = X^T y
- (X^T X + 2 λ I) w = X^T y => w = (X^T X + 2 λ I)^{-1} X^T y
⇒ w = (X^T X + λ I)^{-1} X^T y
- w = (X^T X + λ I) X^T y
- w = (X X^T + λ I)^{-1} X^T y

# weighted-line
let x = x u
let y = y t
let w = w \beta
let r = r c s
let J = J L
x_1, \dots, x_n ∈ 1
y_1, \dots, y_n ∈ 1
r_1, \dots, r_n ∈ 1
w ∈ 1
over i n
J = \frac12 \sum_{i=1}^n r_i (y_i - w x_i)^2
+ D[J|w] = \sum_{i=1}^n r_i (y_i - w x_i) D[|w] (y_i - w x_i)
- \frac12 \sum_{i=1}^n r_i (y_i - w x_i) D[|w] (y_i - w x_i)
= -\sum_{i=1}^n r_i x_i (y_i - w x_i)
- \sum_{i=1}^n r_i x_i (y_i - w x_i)
- -\sum_{i=1}^n x_i (y_i - w x_i)
= w \sum_{i=1}^n r_i x_i^2 - \sum_{i=1}^n r_i x_i y_i
- w \sum_{i=1}^n r_i x_i - \sum_{i=1}^n r_i x_i y_i
- w \sum_{i=1}^n r_i x_i^2 + \sum_{i=1}^n r_i x_i y_i
? D[J|w] = 0
⇒ w \sum_{i=1}^n r_i x_i^2 = \sum_{i=1}^n r_i x_i y_i
- w \sum_{i=1}^n r_i x_i^2 = -\sum_{i=1}^n r_i x_i y_i
⇒ w = \frac{\sum_{i=1}^n r_i x_i y_i}{\sum_{i=1}^n r_i x_i^2}
- w = \frac{\sum_{i=1}^n r_i x_i^2}{\sum_{i=1}^n r_i x_i y_i}
- w = \frac{\sum_{i=1}^n x_i y_i}{\sum_{i=1}^n x_i^2}

# factor-pair
let p = p u
let q = q v
let r = r y
let e = e \varepsilon \delta
let λ = \lambda \beta
let J = J L
p, q ∈ k
r, λ ∈ 1
e = r - p^T q
J = \frac12 e^2 + \frac{λ}{2} «‖p‖^2 + ‖q‖^2»
+ D[J|p] = e D[e|p] + λ p
- 2 e D[e|p] + λ p
= -(r - p^T q) q + λ p
- (r - p^T q) q + λ p => e q + λ p
- -(r - p^T q) p + λ p
= -e q + λ p
- -e q - λ p
+ D[J|q_j] = e D[e|q_j] + λ q_j
= -e p_j + λ q_j
- -e q_j + λ q_j
- -e p_j + 2 λ q_j
- -e p_j

# factor-matrix
let P = P U W
let Q = Q V H
let R = R Y
let J = J L
P ∈ m × k
Q ∈ n × k
R ∈ m × n
J = \frac12 \sum_{i=1}^m \sum_{j=1}^n «R_{ij} - \sum_{l=1}^k P_{il} Q_{jl}»^2
+ D[J|P_{ab}] = -\sum_{j=1}^n «R_{aj} - \sum_{l=1}^k P_{al} Q_{jl}» Q_{jb} ; since only $i = a$ remains
- \sum_{j=1}^n «R_{aj} - \sum_{l=1}^k P_{al} Q_{jl}» Q_{jb}
- -\sum_{j=1}^n «R_{aj} - \sum_{l=1}^k P_{al} Q_{jl}» Q_{ja}
= -\sum_{j=1}^n R_{aj} Q_{jb} + \sum_{j=1}^n \sum_{l=1}^k P_{al} Q_{jl} Q_{jb}
- -\sum_{j=1}^n R_{aj} Q_{jb} - \sum_{j=1}^n \sum_{l=1}^k P_{al} Q_{jl} Q_{jb} => -(R Q)_{ab} - (P Q^T Q)_{ab}
= -(R Q)_{ab} + (P Q^T Q)_{ab}
- -(R Q)_{ab} + (P Q Q^T)_{ab}
- -(R^T Q)_{ab} + (P Q^T Q)_{ab}

# quadratic-form-by-entries
let A = A M S
let x = x v
let b = b c
let f = f g
A ∈ n × n
x, b ∈ n
f = x^T A x + b^T x
+ D[f|x_k] = D[|x_k] «\sum_{i=1}^n \sum_{j=1}^n A_{ij} x_i x_j + \sum_{i=1}^n b_i x_i»
= \sum_{j=1}^n A_{kj} x_j + \sum_{i=1}^n A_{ik} x_i + b_k ; by the product rule
- 2 \sum_{j=1}^n A_{kj} x_j + b_k
- \sum_{j=1}^n A_{kj} x_j + \sum_{i=1}^n A_{ki} x_i + b_k
- \sum_{j=1}^n A_{kj} x_j + \sum_{i=1}^n A_{ik} x_i => (A x)_k + (A^T x)_k
= (A x)_k + (A^T x)_k + b_k
- (A x)_k - (A^T x)_k + b_k
+ D[f|x] = A x + A^T x + b
- A x + A x + b => 2 A x + b
= (A + A^T) x + b
- (A - A^T) x + b
- (A + A^T) x

# norm-slope
let x = x w v
let f = r f
x ∈ n
f = ‖x‖
+ D[f|x_i] = D[|x_i] «\sum_{j=1}^n x_j^2»^{1/2}
= \frac12 «\sum_{j=1}^n x_j^2»^{-1/2} D[|x_i] \sum_{j=1}^n x_j^2
- \frac12 «\sum_{j=1}^n x_j^2»^{1/2} D[|x_i] \sum_{j=1}^n x_j^2
- «\sum_{j=1}^n x_j^2»^{-1/2} D[|x_i] \sum_{j=1}^n x_j^2
= \frac{2 x_i}{2 \sqrt{\sum_{j=1}^n x_j^2}}
- \frac{x_i}{2 \sqrt{\sum_{j=1}^n x_j^2}} => \frac{x_i}{2 ‖x‖}
= \frac{x_i}{‖x‖}
- \frac{x_i}{‖x‖^2}
- \frac{1}{‖x‖}

# trace-by-entries
let A = A B
let X = X W
let f = f g
A ∈ n × m
X ∈ m × n
f = tr(A X)
+ D[f|X_{kl}] = D[|X_{kl}] \sum_{i=1}^n \sum_{j=1}^m A_{ij} X_{ji}
= A_{lk}
- A_{kl}
= (A^T)_{kl}
- (A A^T)_{kl}
+ D[f|X] = D[|X] tr(A X)
= A^T
- A^T A
- A^T X

# trace-of-squares
let A = A M
let X = X W
let B = B C
let f = f g
A ∈ m × n
X ∈ n × p
B ∈ m × p
f = ‖A X - B‖_F^2
+ f = tr((A X - B)^T (A X - B))
= tr(X^T A^T A X) - tr(X^T A^T B) - tr(B^T A X) + tr(B^T B)
- tr(X^T A^T A X) + tr(X^T A^T B) - tr(B^T A X) + tr(B^T B)
= tr(X^T A^T A X) - 2 tr(B^T A X) + tr(B^T B)
- tr(X^T A^T A X) - tr(B^T A X) + tr(B^T B)
- tr(X^T A^T A X) + 2 tr(B^T A X) + tr(B^T B)
+ D[f|X] = 2 A^T A X - 2 A^T B
- A^T A X - 2 A^T B
- 2 A^T A X - 2 B^T A
= 2 A^T (A X - B)
- 2 (A X - B) A^T
- 2 A^T (A X + B)
"""
