"""Derivations of ``retellings.py``: worked examples with small numbers. ``derived.py`` says how to read them."""

NUMBERS = r"""
# neuron-in-numbers
let x = x u
let w = w \theta
let b = b c
let y = y t
let z = z s
let a = a \hat{y} o
let η = \eta \alpha
let J = J L E
z = w x + b
a = σ(z)
J = \frac12 (a - y)^2
with x = 2
with w = 0.5
with b = 0.1
with y = 1
> z = w x + b
= 0.5 \cdot 2 + 0.1
- 0.5 \cdot 2 - 0.1 => 0.9
= 1.1
- 2.1
> a = σ(1.1)
= \frac{1}{1 + e^{-1.1}}
- \frac{1}{1 + e^{1.1}} => 0.2497
≈ 0.7503
- 0.8503
+ D[J|a] = a - y
- y - a => 1 - 0.7503 => 0.2497
≈ 0.7503 - 1
≈ -0.2497
- 0.2497
+ D[a|z] = a (1 - a)
≈ 0.7503 \cdot 0.2497
- 0.7503 \cdot 0.7503 => 0.5629
≈ 0.1874
- 0.0187
+ D[J|w] = D[J|a] D[a|z] D[z|w] ; by the chain rule
≈ -0.2497 \cdot 0.1874 \cdot 2
- -0.2497 \cdot 0.1874 \cdot 0.5 => -0.0234
- 0.2497 \cdot 0.1874 \cdot 2 => 0.0936
≈ -0.0936
- -0.0468

# line-in-numbers
let x = x u
let w = w m
let b = b c
let y = y t
let p = \hat{y} p
let J = J L
p = w x + b
J = (p - y)^2
with x = 3
with w = 2
with b = -1
with y = 4
> p = w x + b
= 2 \cdot 3 - 1
- 2 \cdot 3 + 1 => 7
= 5
- 6
> J = (5 - 4)^2
= 1
- 2
+ D[J|w] = 2 (p - y) x
- (p - y) x => (5 - 4) \cdot 3 => 3
- 2 (p - y) w => 2 (5 - 4) \cdot 2 => 4
= 2 (5 - 4) \cdot 3
= 6
- 5
- 9
+ D[J|b] = 2 (p - y)
- 2 (p - y) b => 2 (5 - 4) \cdot (-1) => -2
= 2 \cdot 1
= 2
- 1

# softmax-in-numbers
let z = z o s
let p = p \hat{y} a
let J = J L
p_i = \frac{e^{z_i}}{e^{z_1} + e^{z_2} + e^{z_3}}
J = -\log p_1
with z_1 = 2
with z_2 = 1
with z_3 = 0
> p_1 = \frac{e^2}{e^2 + e^1 + e^0}
≈ \frac{7.389}{7.389 + 2.718 + 1}
- \frac{7.389}{7.389 + 2.718} => \frac{7.389}{10.107} => 0.731
= \frac{7.389}{11.107}
- \frac{7.389}{10.107} => 0.731
≈ 0.665
- 0.565
> J = -\log 0.665
≈ 0.408
- -0.408
- 0.308
+ D[J|z_1] = p_1 - 1
- 1 - p_1 => 1 - 0.665 => 0.335
≈ 0.665 - 1
= -0.335
- 0.335
- -0.435

# two-layers-in-numbers
let x = x u
let w = w
let v = v
let h = h
let o = o \hat{y}
let y = y t
let J = J L E
h_1 = σ(w_1 x)
h_2 = σ(w_2 x)
o = v_1 h_1 + v_2 h_2
J = \frac12 (o - y)^2
with x = 1
with w_1 = 0.4
with w_2 = -0.6
with v_1 = 0.5
with v_2 = 0.3
with y = 1
> h_1 = σ(0.4)
≈ 0.5987
- 0.4987
> h_2 = σ(-0.6)
≈ 0.3543
- 0.6457
> o = v_1 h_1 + v_2 h_2
≈ 0.5 \cdot 0.5987 + 0.3 \cdot 0.3543
- 0.3 \cdot 0.5987 + 0.5 \cdot 0.3543 => 0.3568
≈ 0.4056
- 0.5056
> J = \frac12 (o - y)^2
≈ \frac12 (0.4056 - 1)^2
- (0.4056 - 1)^2 => 0.3533
≈ 0.1767
- 0.3533
+ D[J|v_1] = (o - y) h_1
- (y - o) h_1 => 0.5944 \cdot 0.5987 => 0.3559
≈ -0.5944 \cdot 0.5987
≈ -0.3559
- 0.3559
+ D[J|w_1] = (o - y) v_1 h_1 (1 - h_1) x
- (o - y) h_1 (1 - h_1) x => -0.5944 \cdot 0.5987 \cdot 0.4013 => -0.1428
- (o - y) v_1 (1 - h_1) x => -0.5944 \cdot 0.5 \cdot 0.4013 => -0.1193
≈ -0.5944 \cdot 0.5 \cdot 0.5987 \cdot 0.4013
≈ -0.0714
- -0.0814
- 0.0714

# logistic-in-numbers
let x = x u
let w = w \theta
let b = b c
let y = y t
let z = z s
let a = a \hat{y} p
let J = J L
z = w_1 x_1 + w_2 x_2 + b
a = σ(z)
J = -y \log a - (1 - y) \log(1 - a)
with x_1 = 1
with x_2 = -2
with w_1 = 0.3
with w_2 = 0.2
with b = 0.1
with y = 0
> z = w_1 x_1 + w_2 x_2 + b
= 0.3 \cdot 1 + 0.2 \cdot (-2) + 0.1
- 0.3 \cdot 1 + 0.2 \cdot 2 + 0.1 => 0.8
= 0
- 0.8
> a = σ(0)
= \frac{1}{1 + e^0}
= 0.5
- 1
- 0
> J = -\log(1 - 0.5)
= \log 2
- -\log 2
≈ 0.693
- 0.301
+ D[J|w_2] = (a - y) x_2
- (y - a) x_2 => (0 - 0.5) \cdot (-2) => 1
= (0.5 - 0) \cdot (-2)
= -1
- 1
+ D[J|b] = a - y
= 0.5 - 0
- 0 - 0.5 => -0.5
= 0.5
- -0.5

# tanh-in-numbers
let x = x u
let w = w v
let h = h a
let y = y t
let J = J L
h = \tanh(w x)
J = (h - y)^2
with x = 0.5
with w = 1.2
with y = 0
> h = \tanh(w x)
= \tanh(1.2 \cdot 0.5)
- \tanh(1.2 + 0.5) => \tanh(1.7) => 0.9354
= \tanh(0.6)
- \tanh(0.7) => 0.6044
≈ 0.5370
- 0.4370
+ D[J|w] = 2 (h - y) (1 - h^2) x ; by the chain rule
- 2 (h - y) (1 + h^2) x => 2 \cdot 0.5370 \cdot 1.2884 \cdot 0.5 => 0.6919
- 2 (h - y) (1 - h^2) => 2 \cdot 0.5370 \cdot 0.7116 => 0.7643
≈ 2 \cdot 0.5370 \cdot 0.7116 \cdot 0.5
≈ 0.3821
- 0.3281
- 0.7643

# gradient-step-in-numbers
let w = w \theta x
let η = \eta \alpha
let f = f g
f(w) = w^2 - 4 w + 5
with w = 5
with η = 0.1
+ f'(w) = 2 w - 4
- 2 w + 4 => 2 \cdot 5 + 4 => 14
- 2 w - 4 w => -2 \cdot 5 => -10
= 2 \cdot 5 - 4
= 6
- 5
> r = w - η f'(w)
= 5 - 0.1 \cdot 6
- 5 + 0.1 \cdot 6 => 5.6
= 4.4
- 5.4
"""
