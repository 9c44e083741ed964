"""Every function with a peer in NumPy, SciPy, scikit-learn, pymannkendall, powerlaw or PySAL, on 1,000 random inputs each.

A difference is relative to the larger of the two, and at most 1e-9; what is null here must be
undefined there. Where a peer is known to be less exact, a wider bound is given beside its check.
"""

import warnings

import numpy as np
import pymannkendall
import powerlaw
from inequality.atkinson import atkinson
from inequality.gini import Gini
from inequality.theil import Theil, TheilD
from scipy import optimize, stats
from scipy.spatial import distance
from sklearn.metrics.pairwise import haversine_distances
from sklearn.neighbors import BallTree

warnings.filterwarnings("ignore")
RUNS = 1000
TOLERANCE = 1e-9
# Of two numbers below this, as roundings of 0 are, the difference is relative to this.
ZERO = 1e-14
random = np.random.default_rng(20)


def lists(numbers):
    return [float(number) for number in numbers]


def sizes(least, most):
    """Volumes of a market: lognormal or with a power-law tail, some rounded so that they tie."""
    n = int(random.integers(least, most + 1))
    drawn = random.lognormal(0, 2, n) if random.random() < 0.5 else random.pareto(1.5, n) + 1
    return lists(np.round(drawn, 1) + 0.1 if random.random() < 0.3 else drawn)


def walk(least, most):
    """A series: noise, a trend or a random walk, some with ties."""
    n = int(random.integers(least, most + 1))
    noise = random.normal(0, 1, n)
    drawn = [noise, noise + np.arange(n) * random.normal(0, 0.1), np.cumsum(noise)]
    series = drawn[random.integers(3)]
    series = np.round(series) + 0.0 if random.random() < 0.3 else series
    # Of equal values the peer makes NaN in places where nothing trends.
    return lists(series) if len(set(series)) > 1 else walk(least, most)


def diffusion(curve):
    """Values on a known curve of three parameters, with a little noise."""
    m, speed, shape = random.uniform(100, 1e6), random.uniform(0.3, 0.8), random.uniform(5, 8)
    t = np.arange(1, 16.0)
    noise = 1 + random.normal(0, 0.02, t.size)
    if curve == "logistic":
        return lists(m / (1 + np.exp(-speed * (t - shape))) * noise)
    return lists(bass(np.log([m, speed / 50, speed]), t) * noise)


def bass(logs, t):
    m, p, q = np.exp(logs)
    left = np.exp(-(p + q) * t)
    return m * (p + q) ** 2 * p * left / (p + q * left) ** 2


def least_squares(curve, start, t, y):
    """As near to the optimum as the peer goes."""
    scale = max(y)
    residual = lambda x: (curve(x, t) - y) / scale
    return optimize.least_squares(
        residual, start, jac="3-point", method="lm", xtol=1e-15, ftol=1e-15, gtol=1e-15
    ).x


def logistic(x, t):
    return np.exp(x[0]) / (1 + np.exp(-x[1] * (t - x[2])))


def chain():
    k = int(random.integers(2, 7))
    rows = random.dirichlet(np.ones(k), k)
    return [lists(row) for row in rows]


def parts():
    """A matrix of parts of a whole, of which each row leaves something."""
    return [lists(np.array(row) * random.uniform(0.1, 0.9)) for row in chain()]


def steady(rows):
    values, vectors = np.linalg.eig(np.array(rows).T)
    vector = np.real(vectors[:, np.argmin(abs(values - 1))])
    return vector / vector.sum()


def pettitt(x):
    """The definition, over all pairs."""
    signs = np.sign(np.subtract.outer(x, x))
    u = [abs(signs[:t, t:].sum()) for t in range(1, len(x))]
    return max(u), int(np.argmax(u)) + 1


def signs(x):
    x = np.array(x)
    n, positive = int((x != 0).sum()), int((x > 0).sum())
    interval = stats.quantile_test(x, q=0, p=0.5).confidence_interval(0.95)
    p = stats.binomtest(positive, n).pvalue if n else 1
    return n, positive, p, np.median(x), interval.low, interval.high


def kaplan_meier(durations, ended):
    marks = np.array(ended)
    if not marks.any():
        return []
    values = np.array(durations)
    data = stats.CensoredData(uncensored=values[marks], right=values[~marks])
    curve = stats.ecdf(data).sf
    return [p for q, p in zip(curve.quantiles, curve.probabilities) if q in values[marks]]


def tail(x):
    # The peer looks no further than an exponent of 3 unless told.
    fit = powerlaw.Fit(np.array(x), verbose=0, parameter_ranges={"alpha": [1, 100]})
    fitted = [fit.alpha, fit.sigma, fit.xmin, fit.D] if fit.n_tail >= 50 else [None] * 4
    return [*fitted, fit.n_tail]


def sen(x):
    slope, _, lower, upper = stats.theilslopes(x, np.arange(len(x)), 0.95)
    intercept = np.median(x) - slope * (len(x) - 1) / 2
    return [slope, intercept, lower, upper]


def trend(result):
    """The peer takes p as 1 less the distribution, which has few digits where p is small."""
    if not result.var_s > 0 and result.s != 0:
        return [None] * 5
    return [result.s, result.var_s, result.z, 2 * stats.norm.sf(abs(result.z)), result.Tau]


def exact(x):
    result = pymannkendall.original_test(x)
    tau = stats.kendalltau(np.arange(len(x)), x, method="exact")
    return [result.s, tau.pvalue]


def gabaix(x):
    ranks = np.arange(1, len(x) + 1) - 0.5
    slope = stats.linregress(np.log(sorted(x, reverse=True)), np.log(ranks)).slope
    return [slope, abs(slope) * np.sqrt(2 / len(x))]


def pair(least, most):
    n = int(random.integers(least, most + 1))
    return lists(random.integers(0, 30, n)), lists(random.integers(0, 30, n))


def shares(names):
    held = [name for name in names if random.random() < 0.7] or names[:1]
    return dict(zip(held, lists(random.dirichlet(np.ones(len(held))))))


def aligned(before, after):
    names = sorted({*before, *after})
    return [[of.get(name, 0) for name in names] for of in (before, after)]


def weights():
    """The same kinds of things in any number, as maps of a name to its weight."""
    return {name: share * random.uniform(1, 100) for name, share in shares(LETTERS).items()}


def sets():
    return sorted(shares(LETTERS)), sorted(shares(LETTERS))


def are_in(names):
    return [letter in names for letter in LETTERS]


def requirements(a):
    return np.linalg.inv(np.eye(len(a)) - np.array(a))


def durations():
    n = int(random.integers(1, 60))
    return lists(random.integers(1, 20, n)), [bool(mark) for mark in random.random(n) < 0.7]


def in_groups():
    volumes = sizes(5, 80)
    return volumes, [str(group) for group in random.integers(0, 5, len(volumes))]


def theil_d(volumes, groups):
    """The peer takes what is within groups as a difference, which may be a rounding of 0."""
    split = TheilD(np.array(volumes), np.array(groups))
    within = float(np.ravel(split.wg)[0])
    return [float(np.ravel(split.bg)[0]), within if abs(within) > ZERO else 0.0]


def places(most):
    """Degrees around a centre, which may be a pole or on the antimeridian."""
    n = int(random.integers(1, most + 1))
    centre, spread = [(0, 0), (90, 0), (-30, 180), (52, 5)][random.integers(4)], random.choice([1, 90])
    latitudes = np.clip(centre[0] + random.uniform(-spread, spread, n), -90, 90)
    longitudes = (centre[1] + random.uniform(-spread, spread, n) + 180) % 360 - 180
    return lists(latitudes), lists(longitudes)


def places_and_outlets():
    return *places(40), *places(60)


def ball_tree(lat, lon):
    return BallTree(np.radians(np.column_stack([lat, lon])), leaf_size=5, metric="haversine")


def nearest(lat, lon, outlet_lat, outlet_lon):
    tree = ball_tree(outlet_lat, outlet_lon)
    return tree.query(np.radians(np.column_stack([lat, lon])))[0] * RADIUS


def neighbours(lat, lon, outlet_lat, outlet_lon):
    tree = ball_tree(outlet_lat, outlet_lon)
    at = np.radians(np.column_stack([lat, lon]))
    found = zip(*tree.query_radius(at, 100 / RADIUS, return_distance=True))
    return sorted([i, j, km * RADIUS] for i, near in enumerate(found) for j, km in zip(*near))


def attraction(lat, lon, outlet_lat, outlet_lon):
    """Of each place near outlets, in their order: its number, how many, and the sum of their inverse squares."""
    found = {}
    for i, _, km in neighbours(lat, lon, outlet_lat, outlet_lon):
        found.setdefault(i, []).append(max(km, 1) ** -2)
    return [[i, len(near), sum(near)] for i, near in sorted(found.items())]


def people_and_outlets():
    lat, lon, outlet_lat, outlet_lon = places_and_outlets()
    return lists(random.integers(1, 1000, len(lat))), lat, lon, outlet_lat, outlet_lon


def access_by_place(people, lat, lon, outlet_lat, outlet_lon):
    reached = np.zeros((len(lat), len(outlet_lat)))
    for i, j, _ in neighbours(lat, lon, outlet_lat, outlet_lon):
        reached[i, j] = 1
    heads = np.array(people) @ reached
    return reached @ np.divide(1, heads, out=np.zeros_like(heads), where=heads > 0)


def with_people():
    lat, lon = places(60)
    return lat, lon, lists(random.integers(0, 1000, len(lat)))


def next_places(lat, lon, people):
    """The definition, over all pairs: each time the first of the places that add the most."""
    near = distance_matrix(lat, lon) <= 50
    left, chosen = np.array(people), []
    for _ in range(5):
        gains = near @ left
        best = int(np.argmax(gains))
        if gains[best] > 0:
            chosen.append([best, gains[best]])
            left = np.where(near[best], 0, left)
    return chosen


def distance_matrix(lat, lon):
    at = np.radians(np.column_stack([lat, lon]))
    return haversine_distances(at) * RADIUS


def outlets_and_distances():
    attraction = sizes(1, 30)
    return attraction, lists(random.uniform(0.1, 50, len(attraction)))


def huff(attraction, distances):
    utility = np.array(attraction) * np.array(distances) ** -1.5
    return utility / utility.sum()


def catchments():
    populations, supplies = sizes(1, 12), sizes(1, 12)
    return populations, supplies, [lists(row) for row in random.uniform(0, 30, (len(populations), len(supplies)))]


def access(populations, supplies, distances):
    within = np.array(distances) <= 12
    heads = within.T @ np.array(populations)
    return within @ np.divide(supplies, heads, out=np.zeros(len(supplies)), where=heads > 0)


def spatial_gini(a, b):
    """Half of the mean difference between all pairs of regions."""
    a, b = np.array(a) / sum(a), np.array(b) / sum(b)
    return abs(np.outer(a, b) - np.outer(b, a)).sum() / 2


def regions():
    a = sizes(2, 60)
    return a, lists(random.lognormal(0, 1, len(a)))


def quantile(values, weights):
    return np.quantile(values, 0.9, method="inverted_cdf", weights=weights)


# The mean radius of the earth in km.
RADIUS = 6371.0088
LETTERS = list("abcdefghij")
NUMBERS, TEXTS = "array<double>", "array<string>"
INDEX = "transform(sequence(1, size(x)), i -> double(i - 1))"
FIT = "transform(sequence(1, size(x)), i -> double(i))"
# The function, what is drawn, its types, the call (one value or several as an array), the peer, the tolerance.
CHECKS = [
    ("gini", lambda: (sizes(2, 200),), [NUMBERS], "gini(x)", lambda x: Gini(np.array(x)).g),
    ("theil_t", lambda: (sizes(2, 200),), [NUMBERS], "theil_t(x)", lambda x: Theil(np.array(x)).T),
    ("atkinson", lambda: (sizes(2, 200),), [NUMBERS], "atkinson(x, .5)", lambda x: atkinson(x, 0.5)),
    ("atkinson", lambda: (sizes(2, 200),), [NUMBERS], "atkinson(x, 1)", lambda x: atkinson(x, 1)),
    ("atkinson", lambda: (sizes(2, 200),), [NUMBERS], "atkinson(x, 2)", lambda x: atkinson(x, 2)),
    ("theil_decomposition", in_groups, [NUMBERS, TEXTS],
     "array(theil_decomposition(x, y).between, theil_decomposition(x, y).within)", theil_d),
    ("shannon_entropy", lambda: (sizes(2, 200),), [NUMBERS], "shannon_entropy(x)", stats.entropy),
    ("hhi", lambda: (sizes(2, 200),), [NUMBERS], "hhi(x)", lambda x: np.sum((np.array(x) / sum(x)) ** 2)),
    ("hoover", lambda: pair(3, 30), [NUMBERS, NUMBERS], "hoover(x, y)",
     lambda x, y: distance.cityblock(np.array(x) / sum(x), np.array(y) / sum(y)) / 2),
    ("tail_exponent", lambda: (sizes(60, 90),), [NUMBERS],
     "array(e.alpha, e.se, e.xmin, e.ks, e.n_tail)|tail_exponent(x)", tail),
    ("rank_size_slope", lambda: (sizes(5, 200),), [NUMBERS], "array(e.slope, e.se)|rank_size_slope(x)", gabaix),
    ("mann_kendall", lambda: (walk(4, 60),), [NUMBERS],
     f"array(e.s, e.var_s, e.z, e.p, e.tau)|mann_kendall({INDEX}, x)",
     lambda x: trend(pymannkendall.original_test(x))),
    ("mann_kendall_hamed_rao", lambda: (walk(4, 60),), [NUMBERS],
     f"array(e.s, e.var_s, e.z, e.p, e.tau)|mann_kendall_hamed_rao({INDEX}, x)",
     lambda x: trend(pymannkendall.hamed_rao_modification_test(x))),
    ("seasonal_mann_kendall", lambda: (walk(24, 60),), [NUMBERS],
     f"array(e.s, e.var_s, e.z, e.p, e.tau)|seasonal_mann_kendall({INDEX}, x, 4)",
     lambda x: trend(pymannkendall.seasonal_test(x, period=4))),
    ("mann_kendall_exact", lambda: (lists(random.permutation(int(random.integers(4, 10)))),), [NUMBERS],
     f"array(e.s, e.p)|mann_kendall_exact({INDEX}, x)", exact),
    ("sen_slope", lambda: (walk(4, 60),), [NUMBERS],
     f"array(e.slope, e.intercept, e.lower, e.upper)|sen_slope({INDEX}, x, .95)", sen),
    ("sign_test", lambda: (walk(6, 60),), [NUMBERS],
     "array(e.n, e.positive, e.p, e.median, e.lower, e.upper)|sign_test(x)", signs),
    ("pettitt", lambda: (walk(4, 60),), [NUMBERS], "array(e.k, e.position)|pettitt(x)", pettitt),
    # The peer stops where the sum of squares no longer falls: about half of the digits are settled.
    ("bass_fit", lambda: (diffusion("bass"),), [NUMBERS], f"array(ln(e.m), ln(e.p), ln(e.q))|bass_fit({FIT}, x)",
     lambda x: least_squares(bass, np.log([sum(x), 0.01, 0.4]), np.arange(1, len(x) + 1.0), x), 1e-6),
    ("logistic_fit", lambda: (diffusion("logistic"),), [NUMBERS],
     f"array(ln(e.ceiling), e.rate, e.midpoint)|logistic_fit({FIT}, x)",
     lambda x: least_squares(
         logistic, [np.log(max(x)), 0.5, 6], np.arange(1, len(x) + 1.0), x), 1e-6),
    ("kendall_tau_b", lambda: pair(2, 40), [NUMBERS, NUMBERS], "kendall_tau_b(x, y)",
     lambda x, y: stats.kendalltau(x, y).statistic),
    ("instability", lambda: (shares(LETTERS), shares(LETTERS)), ["map<string, double>"] * 2, "instability(x, y)",
     lambda x, y: distance.cityblock(*aligned(x, y))),
    ("jaccard", sets, [TEXTS, TEXTS], "jaccard(x, y)",
     lambda x, y: 1 - distance.jaccard(are_in(x), are_in(y))),
    ("dice", sets, [TEXTS, TEXTS], "dice(x, y)", lambda x, y: 1 - distance.dice(are_in(x), are_in(y))),
    ("bray_curtis", lambda: (weights(), weights()), ["map<string, double>"] * 2, "bray_curtis(x, y)",
     lambda x, y: 1 - distance.braycurtis(*aligned(x, y))),
    ("cosine_similarity", lambda: (weights(), weights()), ["map<string, double>"] * 2, "cosine_similarity(x, y)",
     lambda x, y: 1 - distance.cosine(*aligned(x, y))),
    ("leontief_inverse", lambda: (parts(),), ["array<array<double>>"], "flatten(leontief_inverse(x))",
     requirements),
    ("kaplan_meier", durations, [NUMBERS, "array<boolean>"], "kaplan_meier(x, y).survival", kaplan_meier),
    ("steady_state", lambda: (chain(),), ["array<array<double>>"], "steady_state(x)", steady),
    ("determinant_mobility", lambda: (chain(),), ["array<array<double>>"], "determinant_mobility(x)",
     lambda x: 1 - abs(np.linalg.det(np.array(x)))),
    ("nearest_km", places_and_outlets, [NUMBERS] * 4, "nearest_km(x, y, z, w)", nearest),
    ("neighbours", places_and_outlets, [NUMBERS] * 4,
     "flatten(array_sort(transform(neighbours(x, y, z, w, 100), e -> array(e.place, e.outlet, e.km))))", neighbours),
    ("next_places", with_people, [NUMBERS] * 3,
     "flatten(transform(next_places(x, y, z, 50, 5), e -> array(e.place, e.gain)))", next_places),
    ("huff", outlets_and_distances, [NUMBERS] * 2, "huff(x, y, 1.5)", huff),
    ("floating_catchment", catchments, [NUMBERS, NUMBERS, "array<array<double>>"],
     "floating_catchment(x, y, z, 12)", access),
    ("huff_attraction", places_and_outlets, [NUMBERS] * 4,
     "flatten(transform(huff_attraction(x, y, z, w, 100, 1), e -> array(e.place, e.outlet_count, e.attraction)))",
     attraction),
    ("floating_catchment by place", people_and_outlets, [NUMBERS] * 5,
     "floating_catchment(x, y, z, w, v, 100)", access_by_place),
    ("spatial_gini", regions, [NUMBERS] * 2, "spatial_gini(x, y)", spatial_gini),
    ("weighted_quantile", regions, [NUMBERS] * 2, "weighted_quantile(x, y, .9)", quantile),
]


def differences(got, expected):
    """How far apart the numbers are; without end if one is null and the other is not."""
    got = np.array(got if isinstance(got, list) else [got], dtype=float)
    expected = np.array(np.ravel(expected), dtype=float)
    if got.shape != expected.shape:
        return np.inf
    if not got.size:
        return 0.0
    both = np.isnan(got) & np.isnan(expected)
    size = np.maximum(np.maximum(abs(got), abs(expected)), ZERO)
    return float(np.max(np.where(both, 0, np.nan_to_num(abs(got - expected) / size, nan=np.inf))))


def check(spark):
    """How many results differ; each function leaves a line."""
    wrong = 0
    for name, draw, types, call, peer, *wider in CHECKS:
        inputs = [draw() for _ in range(RUNS)]
        schema = ", ".join(f"{name} {kind}" for name, kind in zip("xyzwv", types))
        table = spark.createDataFrame(inputs, schema)
        result, _, struct = call.partition("|")
        if struct:
            table = table.selectExpr("*", f"{struct} AS e")
        count = result.count(",") + 1 if result.startswith("array(e.") else 1
        got = [row[0] for row in table.selectExpr(f"{result} AS r").collect()]
        got = [[None] * count if struct and value is None else value for value in got]
        apart = [differences(value, peer(*given)) for value, given in zip(got, inputs)]
        tolerance = wider[0] if wider else TOLERANCE
        off = [i for i, difference in enumerate(apart) if difference > tolerance]
        wrong += len(off)
        print(f"{name:24} {RUNS - len(off)} of {RUNS} agree, at most {max(apart):.1e} apart")
        for i in off[:3]:
            print(f"  {apart[i]:.3e}: {inputs[i]} gave {got[i]}, not {peer(*inputs[i])}")
    return wrong
