using Courseware;

// What those who come from elsewhere write, so that a hint can answer them.
[assembly: AlsoKnownAs(typeof(Sgd), "PyTorch: optim.SGD", "GradientDescent", "StochasticGradientDescent")]
[assembly: AlsoKnownAs(typeof(Momentum), "Keras: SGD(momentum=…)", "PyTorch: optim.SGD(momentum=…)", "SGDMomentum")]
[assembly: AlsoKnownAs(typeof(Nesterov), "Keras: SGD(nesterov=True)", "PyTorch: optim.SGD(nesterov=True)", "NAG")]
[assembly: AlsoKnownAs(typeof(RmsProp), "PyTorch: optim.RMSprop")]
[assembly: AlsoKnownAs(typeof(StepDecay), "PyTorch: optim.lr_scheduler.StepLR")]
[assembly: AlsoKnownAs(typeof(ExponentialDecay), "PyTorch: optim.lr_scheduler.ExponentialLR")]
[assembly: AlsoKnownAs(typeof(CosineDecay), "PyTorch: optim.lr_scheduler.CosineAnnealingLR")]

namespace Courseware;
