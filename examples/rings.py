"""Makes rings.csv: points on three rings around the origin, with the number of the ring."""

import csv
from math import cos, pi, sin
from pathlib import Path
from random import Random

random = Random(1)
with (Path(__file__).parent / "rings.csv").open("w", newline="") as file:
    table = csv.writer(file)
    table.writerow(["x_1", "x_2", "y"])
    for n in range(150):
        radius, angle = 1 + n % 3 + random.gauss(0, 0.15), random.uniform(0, 2 * pi)
        table.writerow([round(radius * cos(angle), 3), round(radius * sin(angle), 3), n % 3])
