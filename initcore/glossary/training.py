"""The words for how a network learns."""

from initcore.glossary.term import Term

TRAINING = (
    Term(
        "training",
        "Changing the weights little by little so that the answers get better.",
        forms=("train", "trains", "trained"),
        basic=True,
    ),
    Term(
        "example",
        "One thing to be told apart from others: its inputs, and the label that says which class it is of.",
        forms=("examples", "training example", "training examples", "test example", "test examples"),
        basic=True,
    ),
    Term(
        "class",
        "One of the kinds that examples are of, shown in a colour and a shape of its own.",
        forms=("classes",),
        basic=True,
    ),
    Term("label", "The class that an example is said to be of.", forms=("labels",), basic=True),
    Term(
        "iteration",
        "One step of training: one change of all parameters.",
        forms=("iterations",),
    ),
    Term(
        "record",
        "An iteration at which the cost was noted down: a point of the curve.",
        forms=("records", "recorded", "recorded iteration", "recorded iterations"),
    ),
    Term(
        "cost",
        "How wrong the network is on the training examples: 0 is perfect, and what is sure and wrong costs "
        "most.",
        "J",
        forms=("costs", "first cost", "final cost", "best cost"),
    ),
    Term(
        "test cost",
        "The cost of examples that the network has never seen. Where it rises while the cost falls, examples "
        "are learned by heart.",
        forms=("test costs",),
    ),
    Term(
        "cross-entropy",
        "The cost used here: minus the logarithm of the probability that was given to the right class, "
        "averaged over examples.",
        "−log p",
        forms=("mean cross-entropy",),
    ),
    Term(
        "nats",
        "The unit of a cost made with natural logarithms. An even guess between two classes costs 0.693 "
        "nats.",
        "log 2 = 0.693",
        forms=("nat",),
    ),
    Term(
        "naive formula",
        "The cost as textbooks write it. For an answer that is sure and wrong the computer rounds it to "
        "infinity.",
        forms=("naive",),
    ),
    Term(
        "chance",
        "What answering without a look at the inputs comes to: each class as often as it occurs.",
        forms=("even guess", "near chance", "guessing"),
    ),
    Term(
        "gradient",
        "For every weight, how much the cost would change with it. Training goes against it; where it is 0, "
        "nothing moves.",
        "∂J/∂W",
        forms=("gradients",),
    ),
    Term(
        "gradient descent",
        "Going downhill on the cost: each iteration moves every weight a little against its gradient.",
        "W ← W − η ∂J/∂W",
    ),
    Term(
        "step",
        "How far one iteration moves the weights. Short steps take long; long ones jump over the goal.",
        forms=("steps",),
        basic=True,
    ),
    Term(
        "update",
        "What one iteration adds to the parameters: a step.",
        forms=("updates", "first update", "step size"),
    ),
    Term(
        "update-to-weight ratio",
        "How large a step is beside the weights it changes: a thousandth is usual.",
    ),
    Term(
        "learning rate",
        "How long the steps are: the number that the gradient is multiplied by.",
        "η",
        forms=("learning rates", "rate", "rates"),
    ),
    Term(
        "optimizer",
        "The rule that makes a step of a gradient.",
        forms=("optimizers",),
    ),
    Term(
        "momentum",
        "Keeps a share of the last step's speed, so that steps in one direction add up.",
        "μ",
    ),
    Term(
        "Nesterov",
        "Momentum that looks at the gradient where it is about to be.",
    ),
    Term(
        "RMSprop",
        "An optimizer that divides each parameter's step by the recent size of its gradient.",
    ),
    Term(
        "Adam",
        "Momentum and RMSprop together. However large gradients are, its steps are about as long as the "
        "learning rate.",
    ),
    Term(
        "mini-batch",
        "A few examples that one step looks at in place of all of them: quicker, but less steady.",
        forms=("mini-batches", "batch", "batches", "batch size"),
    ),
    Term(
        "L2",
        "A penalty on large weights, also called weight decay: every step pulls all weights towards 0.",
        "λ/2m · Σ W²",
        forms=("L2 penalty", "penalty", "weight decay"),
    ),
    Term(
        "diverged",
        "Gone out of all bounds: some number got too large for the computer.",
        forms=("diverge", "diverges", "stopped being finite", "finite"),
    ),
    Term(
        "rounding",
        "A computer keeps about 16 digits of a number, so that each result is off by a hair. Some runs blow "
        "that up.",
        forms=("rounds", "rounded"),
    ),
    Term(
        "plateau",
        "A stretch on which the cost hardly falls. Some networks cross it, others stay.",
        forms=("plateaus",),
    ),
)
