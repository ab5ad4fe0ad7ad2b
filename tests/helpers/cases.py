"""Runs whose ailment is known from how they were made, twelve or more for each verdict.

Each is made so that the ailment follows from the construction: units are killed by hand, equal weights
are equal, a rate is a thousandth of one that works. Where that is not plain from the settings, a fact
about the run is stated that another run shows, and the test checks it. None of this asks the diagnosis.

A run is written as the short form of a link, with spaces: what it does not name is the course's, but for
120 training examples and 2000 iterations. Beside it may stand `killed`, how many units of each hidden
layer start with a bias of -1000; `cure`, a learning rate with which the same run separates its classes;
`longer`, a number of iterations after which the same run has separated them or, of a plateau, has not
moved.
"""

from dataclasses import dataclass

from initcore import RunConfig

SHORT = "n=120 iters=2000"


@dataclass(frozen=True)
class Case:
    """One run, what ails it, and why that is known. `cure` and `longer` are 0 where there is no such fact."""

    verdict: str
    why: str
    config: RunConfig
    killed: tuple[int, ...] = ()
    cure: float = 0.0
    longer: int = 0


_cases: list[Case] = []


def _add(verdict: str, why: str, *texts: str) -> None:
    for text in texts:
        words = dict(word.split("=") for word in (*SHORT.split(), *text.split()))
        killed = tuple(int(count) for count in words.pop("killed", "").split("-") if count)
        cure, longer = float(words.pop("cure", 0)), int(words.pop("longer", 0))
        _cases.append(Case(verdict, why, RunConfig.from_query(words), killed, cure, longer))


_add(
    "fails_to_break_symmetry",
    "all units of a layer start equal, get equal gradients and stay equal",
    "init=zeros",
    "init=constant hidden=8-6 act=tanh data=moons lr=0.1",
    "init=ones hidden=6 act=sigmoid data=xor opt=adam",
    "gain=0.0 hidden=16-16 act=gelu data=iris batch=32",
    "init=constant hidden=3x5 act=softplus data=blobs classes=4",
    "init=zeros hidden=12 act=sigmoid data=breast_cancer opt=momentum",
    "init=ones hidden=4-4 act=leaky_relu data=spirals lr=0.001",
    "init=zeros bias=constant hidden=4x7 data=quantiles opt=nesterov",
    "init=ones gain=0.2 hidden=3x8 act=tanh data=circles opt=rmsprop lr=0.001 seed=31",
    "init=constant hidden=20-10 data=digits lr=0.05 batch=64 iters=200",
    "init=zeros hidden=5x6 act=softplus data=spirals opt=momentum",
    "init=constant gain=3.0 hidden=9 act=silu data=checkerboard opt=momentum batch=16",
)
_add(
    "only_output_bias",
    "weights of 0 give units of 0, so no weight has a gradient; uneven classes give the output bias one",
    "init=zeros balance=3.0 lr=0.1",
    "init=zeros hidden=8 act=tanh data=moons balance=0.3 opt=adam",
    "init=zeros hidden=3x6 act=elu data=breast_cancer lr=0.1",
    "init=xavier gain=0.0 hidden=12-12 act=silu data=blobs balance=4.0 classes=4 batch=16",
    "init=zeros hidden=9-4 act=selu data=wine opt=momentum",
    "init=zeros hidden=20 act=linear data=xor balance=5.0 opt=rmsprop",
    "gain=0.0 hidden=6x5 act=softsign balance=0.2 lr=0.3",
    "init=zeros hidden=7-3 act=leaky_relu data=quantiles balance=3.0 classes=3 opt=nesterov",
    "init=zeros hidden=10x4 act=gelu balance=6.0 data=checkerboard opt=adam lr=0.003",
    "init=zeros hidden=16-16 data=breast_cancer batch=64 lr=0.05",
    "init=zeros hidden=5 act=silu data=spirals balance=0.4 opt=momentum",
    "init=orthogonal gain=0.0 hidden=3x9 act=tanh data=blobs classes=5 balance=5.0 opt=nesterov",
)
_add(
    "dead",
    "every unit of one layer starts at a bias far below what its inputs can reach",
    "killed=10",
    "init=xavier hidden=8-6 data=iris opt=adam killed=0-6",
    "hidden=4x7 data=moons lr=0.1 batch=32 killed=0-0-7",
    "bias=constant b=-30.0 hidden=12-12 data=xor opt=momentum",
    "hidden=16 data=breast_cancer opt=rmsprop killed=16",
    "init=orthogonal hidden=9-5 data=blobs classes=4 lr=0.1 killed=0-5",
    "hidden=6x8 data=spirals seed=11 opt=nesterov killed=0-0-0-0-0-8",
    "init=glorot_uniform bias=constant b=-50.0 hidden=3x6 data=checkerboard balance=2.0",
    "hidden=24-12 data=digits lr=0.05 iters=200 killed=0-12",
    "init=xavier hidden=5x10 data=quantiles opt=adam lr=0.001 killed=0-0-0-10 seed=33",
    "bias=constant b=-20.0 hidden=14 data=checkerboard opt=rmsprop seed=34",
    "init=he_uniform hidden=6-6 data=wine opt=nesterov batch=16 killed=6",
)
_add(
    "some_dead",
    "most units of a layer start dead by hand, and the few left cannot fence the classes in",
    "hidden=10 lr=0.3 killed=8",
    "hidden=12-6 data=checkerboard opt=adam killed=10-0",
    "hidden=8 data=xor seed=5 lr=0.1 batch=32 killed=7",
    "hidden=32 data=quantiles classes=5 opt=momentum lr=0.05 killed=28",
    "hidden=20 seed=8 opt=nesterov lr=0.03 killed=18",
    "hidden=10-10 data=spirals classes=3 seed=4 opt=rmsprop killed=0-9",
    "init=xavier hidden=16-8 data=checkerboard lr=0.1 killed=14-0",
    "hidden=12 data=moons noise=0.2 seed=21 lr=0.1 killed=11",
    "hidden=16 data=checkerboard lr=0.3 killed=14 seed=35",
    "init=xavier hidden=12-12 data=spirals opt=adam killed=11-0 seed=36",
    "hidden=24 data=circles opt=rmsprop lr=0.001 killed=22 seed=37",
    "hidden=10-10 data=xor opt=momentum killed=0-9 batch=20 seed=38",
)
_add(
    "too_large_weights",
    "a shallow network starts ten or more times too wide: sigmoids at 0 or 1 before the first step",
    "init=random",
    "init=random hidden=8 act=tanh data=checkerboard lr=0.01",
    "gain=30.0 hidden=16-8 data=iris opt=adam lr=0.001",
    "init=xavier gain=40.0 hidden=10-10 act=sigmoid data=xor lr=0.01",
    "init=random hidden=12-6 act=softsign data=checkerboard seed=9 batch=32",
    "init=unit_normal gain=8.0 hidden=16 act=tanh data=breast_cancer lr=0.001",
    "gain=20.0 hidden=12-12 act=leaky_relu data=spirals classes=3 opt=adam lr=0.001 iters=500",
    "init=random hidden=3x6 act=tanh seed=14 opt=nesterov",
    "init=random hidden=20-10 data=digits lr=0.001 iters=200",
    "init=unit_normal gain=12.0 hidden=10 act=sigmoid data=circles",
    "init=random hidden=12 act=tanh data=quantiles opt=momentum seed=43",
    "init=random hidden=16-8 act=softsign data=spirals lr=0.01 seed=42",
)
_add(
    "exploding",
    "many layers, each of which multiplies the signal by two or more: it grows without bound with depth",
    "gain=3.0 hidden=10x10 iters=200",
    "init=unit_normal hidden=8x24 act=linear data=iris iters=200",
    "gain=4.0 hidden=12x12 act=leaky_relu data=moons opt=adam iters=100",
    "init=orthogonal gain=4.0 hidden=14x8 act=elu data=xor batch=32 iters=200",
    "init=xavier gain=5.0 hidden=9x16 act=gelu data=blobs classes=3 lr=0.001 iters=200",
    "gain=2.5 hidden=20x14 data=quantiles seed=17 iters=200",
    "init=lecun_uniform gain=6.0 hidden=11x10 act=selu data=spirals opt=rmsprop iters=200",
    "init=he gain=2.5 hidden=15x20 act=silu data=moons iters=200 opt=nesterov",
    "init=unit_normal hidden=7x30 act=leaky_relu data=digits iters=100 opt=adam",
    "init=orthogonal gain=3.0 hidden=16x10 act=linear data=wine iters=200 lr=0.001",
    "init=he gain=4.0 hidden=9x16 act=softplus data=xor iters=200 batch=32 seed=44",
)
_add(
    "vanishes",
    "every layer shrinks the signal or its gradient by two or more, so the first layers get next to none",
    "init=xavier hidden=8x10 act=sigmoid",
    "gain=0.3 hidden=12x10 data=moons lr=0.1",
    "init=small_random",
    "init=xavier gain=0.3 hidden=15x8 act=tanh data=iris opt=momentum",
    "init=normal hidden=10x12 act=gelu data=blobs classes=4 lr=0.1",
    "init=glorot_uniform hidden=10x12 act=sigmoid data=breast_cancer batch=64",
    "init=small_random hidden=16-8-8 act=elu data=xor seed=6 opt=nesterov",
    "init=orthogonal gain=0.25 hidden=18x9 act=softsign data=spirals lr=0.3",
    "init=small_random hidden=20-10 data=digits iters=300 lr=0.01",
    "init=torch_linear gain=0.5 hidden=20x10 data=circles opt=momentum",
    "init=xavier hidden=7x12 act=sigmoid data=wine lr=0.1",
    "init=lecun_uniform gain=0.2 hidden=10x8 act=selu data=checkerboard batch=32 seed=45",
)
_add(
    "raw_inputs",
    "a sound start that separates its classes of inputs of standard deviation 1, and does not of raw ones",
    "data=wine std=no act=softsign hidden=10-10 lr=0.01",
    "data=wine std=no lr=0.03 hidden=4-4 act=leaky_relu",
    "data=wine std=no hidden=16 act=tanh opt=adam lr=0.03",
    "data=wine std=no hidden=8-8 opt=momentum lr=0.02 seed=82",
    "data=breast_cancer std=no hidden=3-2 act=elu lr=0.02",
    "data=breast_cancer std=no hidden=16 lr=0.02 act=selu init=lecun_truncated",
    "data=breast_cancer std=no hidden=6-6 init=xavier act=tanh lr=0.05 seed=83",
    "data=breast_cancer std=no hidden=20 opt=nesterov lr=0.05 act=softplus seed=84",
    "data=digits std=no hidden=16-8 act=selu opt=momentum lr=0.015 batch=16 iters=500",
    "data=digits std=no hidden=12 opt=momentum lr=0.3 iters=500 seed=85",
)
_add(
    "off_centre",
    "all weights are drawn between 0 and 1: every unit sums its inputs up, as all others do",
    "init=torch_uniform hidden=6x6 lr=0.1",
    "init=torch_uniform hidden=5x10 act=sigmoid data=xor opt=momentum seed=62",
    "init=torch_uniform hidden=7x20 data=breast_cancer opt=momentum iters=200",
    "init=torch_uniform hidden=5x8 act=selu data=spirals opt=nesterov seed=64",
    "init=torch_uniform hidden=20-10 data=digits lr=0.05 iters=200",
    "init=torch_uniform hidden=8x10 act=silu data=checkerboard lr=0.01 seed=65",
    "init=torch_uniform hidden=6x12 act=leaky_relu data=quantiles batch=32 seed=66",
    "init=torch_uniform hidden=4x8 act=softplus data=wine lr=0.001 seed=67",
    "init=torch_uniform hidden=10x6 act=tanh data=circles seed=68 lr=0.1",
    "init=torch_uniform hidden=16 act=tanh data=digits lr=0.05 iters=200",
)
_add(
    "penalty_too_strong",
    "a sound start that separates its classes without a penalty, and does not with this one",
    "init=xavier act=tanh data=moons lr=0.1 l2=200.0",
    "init=xavier hidden=8-8 act=tanh data=circles lr=0.1 l2=150 opt=momentum seed=54",
    "hidden=16 data=iris lr=0.1 l2=100 seed=71",
    "hidden=12-6 act=elu data=xor opt=adam l2=20 seed=72",
    "init=torch_truncated_normal hidden=64-64 act=elu data=checkerboard n=100 seed=443 opt=rmsprop"
    " lr=0.024 l2=1 iters=3000",
    "init=lecun_uniform hidden=20-10 act=selu data=spirals opt=nesterov lr=0.03 l2=10 seed=73",
    "hidden=3x10 act=leaky_relu data=wine lr=0.05 l2=80 seed=74",
    "init=xavier hidden=24 act=softsign data=breast_cancer opt=rmsprop l2=300 seed=76",
    "hidden=20-10 data=digits lr=0.05 l2=500 iters=600 seed=77",
    "hidden=10-5 act=silu data=checkerboard opt=momentum l2=3 lr=0.05 batch=32 seed=78",
)
_add(
    "rate_too_high",
    "a sound start that separates its classes at a lower rate, and does not at this one",
    "opt=momentum lr=10.0 cure=0.1",
    "init=xavier hidden=12-6 act=tanh data=moons opt=adam lr=3.0 cure=0.01",
    "hidden=16 data=iris lr=8.0 cure=0.1",
    "hidden=8-8 act=elu data=quantiles opt=rmsprop lr=1.0 batch=32 cure=0.01",
    "init=lecun_uniform hidden=20-10 act=selu data=spirals opt=nesterov lr=5.0 cure=0.03",
    "hidden=3x10 act=leaky_relu data=wine seed=7 lr=10.0 cure=0.05",
    "hidden=16-16 act=gelu data=xor seed=12 opt=adam lr=2.0 cure=0.01",
    "hidden=24-12 act=softplus seed=13 opt=momentum lr=10.0 cure=0.1",
    "hidden=20-10 data=digits lr=6 iters=300 cure=0.1",
    "init=xavier hidden=10-10 act=tanh data=circles opt=rmsprop lr=1.0 cure=0.01 seed=46",
    "hidden=12 act=silu data=xor opt=momentum lr=10 cure=0.05 seed=47",
    "init=xavier hidden=32-16-8 act=softsign data=spirals opt=adam lr=10 batch=32 cure=0.01 seed=48",
)
_add(
    "rate_too_low",
    "a sound start that separates its classes in as many steps at a rate hundreds of times higher",
    "lr=0.0001 cure=0.3",
    "init=xavier hidden=12-6 act=tanh data=moons opt=adam lr=1e-06 cure=0.01",
    "hidden=16 data=iris lr=1e-05 cure=0.1",
    "hidden=8-8 act=elu data=quantiles opt=rmsprop lr=1e-06 batch=32 cure=0.01",
    "init=lecun_uniform hidden=20-10 act=selu data=spirals opt=momentum lr=1e-05 cure=0.03",
    "hidden=3x10 act=leaky_relu data=wine seed=7 lr=0.00001 batch=20 cure=0.05",
    "hidden=16-16 act=gelu data=xor seed=12 lr=0.0001 cure=0.3",
    "hidden=24 data=breast_cancer seed=13 opt=nesterov lr=3e-06 cure=0.01",
    "hidden=20-10 data=digits lr=1e-5 iters=300 cure=0.1",
    "init=xavier hidden=10-10 act=tanh data=circles opt=rmsprop lr=2e-6 cure=0.01 seed=46",
    "hidden=12 act=silu data=xor opt=momentum lr=1e-5 cure=0.05 seed=47",
    "init=xavier hidden=16-8 act=softsign data=spirals opt=adam lr=3e-6 batch=32 cure=0.01 seed=48",
)
_add(
    "plateau",
    "too few units or no bend at all for these classes, trained until the cost stands still",
    "act=linear lr=0.1 longer=4000",
    "init=xavier hidden=1 act=tanh opt=adam lr=0.03 longer=4000",
    "hidden=8 act=linear data=xor seed=5 opt=momentum longer=4000",
    "hidden=6-6 act=linear data=quantiles classes=3 opt=nesterov lr=0.1 longer=4000",
    "hidden=1-1 act=elu data=checkerboard seed=6 opt=rmsprop lr=0.003 iters=6000 longer=12000",
    "hidden=12 act=linear data=spirals seed=9 lr=0.1 longer=4000",
    "hidden=3x5 act=linear data=checkerboard seed=10 opt=adam longer=4000",
    "init=xavier hidden=9-9 act=linear opt=adam longer=4000 seed=51",
    "init=xavier hidden=1 act=tanh data=xor opt=momentum lr=0.05 iters=4000 longer=8000 seed=52",
    "hidden=7 act=linear data=checkerboard lr=0.3 longer=4000 batch=0 seed=53",
)
_add(
    "still_learning",
    "a sound run, cut short while its cost falls: the same run, longer, separates its classes",
    "iters=5000 n=300 longer=15000",
    "init=xavier hidden=12-6 act=tanh data=xor lr=0.1 iters=100 longer=3000",
    "hidden=16 data=digits lr=0.05 iters=150 longer=1500",
    "hidden=12-8 act=elu opt=adam lr=0.003 iters=70 longer=2000",
    "init=lecun_uniform hidden=20-10 act=selu data=spirals opt=momentum iters=250 longer=4000",
    "hidden=3x10 act=leaky_relu data=quantiles classes=3 seed=7 lr=0.1 batch=30 iters=200 longer=5000",
    "hidden=16-16 act=gelu data=checkerboard n=400 seed=12 opt=rmsprop lr=0.003 iters=100 longer=4000",
    "init=xavier hidden=24 act=softsign seed=13 opt=nesterov lr=0.1 iters=300 longer=4000",
    "hidden=20-10 data=digits lr=0.02 iters=150 longer=3000",
    "init=xavier hidden=10-10 act=tanh data=circles opt=rmsprop lr=0.001 iters=150 longer=3000 seed=46",
    "hidden=12 act=silu data=xor opt=momentum lr=0.05 iters=20 longer=3000 seed=47",
    "init=xavier hidden=16-8 act=softsign data=spirals opt=adam batch=32 iters=100 longer=3000 seed=48",
)
_add(
    "overfits",
    "a fifth or more of the few labels are wrong at random, and a wide network learns them by heart",
    "hidden=64-32 data=moons n=40 flip=0.3 opt=adam",
    "hidden=96 act=tanh n=30 flip=0.3 opt=adam lr=0.03",
    "hidden=48-48 data=iris flip=0.3 opt=adam",
    "hidden=64 act=elu data=breast_cancer flip=0.2 opt=momentum lr=0.1 iters=3000",
    "hidden=64-64 act=gelu data=blobs n=45 noise=0.1 flip=0.3 classes=3 seed=5 opt=adam",
    "hidden=48 act=leaky_relu data=wine flip=0.3 opt=nesterov lr=0.1",
    "init=xavier hidden=64-32 act=tanh data=xor n=40 flip=0.25 seed=8 opt=rmsprop",
    "hidden=128 data=digits flip=0.3 opt=adam batch=128 iters=400",
    "hidden=100 data=quantiles n=30 flip=0.3 opt=adam lr=0.03",
    "init=xavier hidden=40-40 act=tanh data=spirals n=40 flip=0.25 opt=rmsprop lr=0.003 seed=56",
    "hidden=64-64 act=silu data=checkerboard n=60 opt=adam lr=0.01 flip=0.2 seed=57",
    "hidden=80 data=breast_cancer flip=0.25 opt=adam lr=0.03 batch=64 iters=1500",
)
_add(
    "healthy",
    "a start at the scale its activation asks for, a rate that works, data the network can separate",
    "lr=0.3 n=300",
    "init=xavier hidden=12-6 act=tanh data=moons opt=adam",
    "hidden=16 data=iris lr=0.1 batch=32",
    "hidden=16-16 act=gelu data=xor seed=6 opt=adam n=300",
    "init=lecun_uniform hidden=3x16 act=selu data=blobs classes=4 opt=momentum",
    "init=xavier hidden=24 act=sigmoid data=wine opt=rmsprop",
    "hidden=32 act=elu data=digits opt=nesterov lr=0.05 batch=128 iters=400",
    "hidden=20-10 act=leaky_relu data=breast_cancer seed=15 opt=adam lr=0.003 iters=500",
    "hidden=5x8 data=moons seed=16 opt=adam n=300",
    "init=xavier hidden=10-10 act=tanh data=circles opt=rmsprop n=300 seed=46",
    "hidden=12 act=silu data=xor opt=momentum lr=0.05 n=300 seed=47",
    "hidden=6x12 data=circles n=300 opt=adam lr=0.003 batch=32 seed=58",
    "init=lecun_uniform hidden=16 act=selu data=quantiles n=400 opt=nesterov lr=0.1 seed=59",
)
CASES = tuple(_cases)
