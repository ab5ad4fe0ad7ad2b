"""The words for what came of training, and for what many runs say together."""

from initcore.glossary.term import Term

RESULTS = (
    Term(
        "decision boundary",
        "The line on a map where the network's answer changes from one class to another.",
        forms=("decision boundaries", "boundary", "boundaries"),
    ),
    Term(
        "separates",
        "Gets (nearly) all training examples right, so that a boundary lies between the classes.",
        forms=("separate", "separated"),
    ),
    Term(
        "accuracy",
        "The share of examples that the network gets right.",
        forms=("accuracies",),
    ),
    Term(
        "train accuracy",
        "The share of the training examples, which it has learned from, that the network gets right.",
    ),
    Term(
        "test accuracy",
        "The share of examples it has never seen that the network gets right: what training is for.",
        forms=("test accuracies",),
    ),
    Term(
        "balanced accuracy",
        "The mean of the shares that are right of each class. Where classes are uneven, always naming the "
        "largest no longer looks good.",
        forms=("balanced", "balanced test accuracy", "balanced accuracies"),
    ),
    Term(
        "recall",
        "The share of a class's examples that is answered right.",
    ),
    Term(
        "overfits",
        "Knows its training examples by heart, noise and all, and does worse on new ones.",
        forms=("overfit", "overfitting"),
    ),
    Term(
        "noise",
        "Random shifts that were added to the data: with more of it, classes overlap.",
    ),
    Term(
        "label noise",
        "Labels that were made wrong on purpose. A network that learns them learns nonsense.",
    ),
    Term(
        "principal components",
        "The directions in which data spread most. Maps of data with many inputs show the plane of the "
        "first two.",
    ),
    Term(
        "rms",
        "Root mean square, the typical size of numbers whatever their signs: square them, take the mean, "
        "then the root.",
        "√(mean of x²)",
        forms=("root mean square", "root mean squares"),
    ),
    Term(
        "mean",
        "The sum divided by how many there are.",
        forms=("means", "average", "averages"),
        basic=True,
    ),
    Term(
        "median",
        "The one in the middle: half of all are smaller, half larger. A few odd runs do not move it.",
        forms=("medians",),
    ),
    Term(
        "quartile",
        "A quarter of all are below the lower one, a quarter above the upper one: half of all lie between.",
        forms=("quartiles", "interquartile band"),
    ),
    Term(
        "95 % interval",
        "Made so that it holds the true value in 95 of 100 such experiments. If 0 is in it, nobody can say "
        "who is ahead.",
        forms=("interval", "intervals"),
    ),
    Term(
        "p-value",
        "How often pure chance would give wins as uneven as these. Below 0.05 it is hard to believe in "
        "chance.",
        forms=("p =", "p <"),
    ),
    Term(
        "sign test",
        "Asks whether one side wins more seeds than a tossed coin would give it.",
    ),
    Term(
        "points of test accuracy",
        "Hundredths: from 90 % to 93 % are three points.",
        forms=("no points",),
    ),
    Term(
        "twin",
        "The same run with every first weight changed in its last digit only. Where the two part, a result "
        "is rounding's.",
        forms=("twins",),
    ),
)
