using Courseware;

// What those who come from elsewhere write, so that a hint can answer them.
[assembly: AlsoKnownAs(typeof(CrossEntropy), "Keras: CategoricalCrossentropy(from_logits=True)",
    "Keras: SparseCategoricalCrossentropy(from_logits=True)", "PyTorch: nn.CrossEntropyLoss", "SoftmaxCrossEntropy",
    "SoftmaxCrossEntropyWithLogits", "SoftmaxLoss", "MultinomialLogLoss")]
[assembly: AlsoKnownAs(typeof(KerasCategoricalCrossEntropy), "Keras: CategoricalCrossentropy", "Keras: SparseCategoricalCrossentropy")]
[assembly: AlsoKnownAs(typeof(BinaryCrossEntropyWithLogits), "Keras: BinaryCrossentropy(from_logits=True)", "PyTorch: nn.BCEWithLogitsLoss",
    "SigmoidCrossEntropy", "SigmoidCrossEntropyWithLogits")]
[assembly: AlsoKnownAs(typeof(BinaryCrossEntropy), "PyTorch: nn.BCELoss", "BCE")]
[assembly: AlsoKnownAs(typeof(KerasBinaryCrossEntropy), "Keras: BinaryCrossentropy")]
[assembly: AlsoKnownAs(typeof(NegativeLogLikelihood), "PyTorch: nn.NLLLoss", "NLL")]
[assembly: AlsoKnownAs(typeof(MeanSquaredError), "Keras: MeanSquaredError", "PyTorch: nn.MSELoss", "MSE", "SquaredError", "L2Loss")]
[assembly: AlsoKnownAs(typeof(MeanAbsoluteError), "Keras: MeanAbsoluteError", "PyTorch: nn.L1Loss", "MAE", "AbsoluteError")]
[assembly: AlsoKnownAs(typeof(Huber), "PyTorch: nn.HuberLoss")]
[assembly: AlsoKnownAs(typeof(SmoothL1), "PyTorch: nn.SmoothL1Loss")]
[assembly: AlsoKnownAs(typeof(KullbackLeibler), "Keras: KLDivergence", "PyTorch: nn.KLDivLoss", "KL", "KLD")]
[assembly: AlsoKnownAs(typeof(L1), "Lasso")]
[assembly: AlsoKnownAs(typeof(L2), "Ridge", "WeightDecayPenalty")]
[assembly: AlsoKnownAs(typeof(L1L2), "ElasticNet")]

namespace Courseware;
