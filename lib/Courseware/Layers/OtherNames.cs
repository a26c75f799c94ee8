using Courseware;

// What those who come from elsewhere write, so that a hint can answer them.
[assembly: AlsoKnownAs(typeof(Dense), "Keras: Dense", "PyTorch: nn.Linear", "FullyConnected", "LinearLayer")]
[assembly: AlsoKnownAs(typeof(Dropout), "PyTorch: nn.Dropout")]
[assembly: AlsoKnownAs(typeof(Flatten), "PyTorch: nn.Flatten")]
[assembly: AlsoKnownAs(typeof(Conv2D), "PyTorch: nn.Conv2d", "Keras: Convolution2D", "Convolution", "Conv")]
[assembly: AlsoKnownAs(typeof(MaxPooling2D), "PyTorch: nn.MaxPool2d", "MaxPool", "MaxPooling")]
[assembly: AlsoKnownAs(typeof(AveragePooling2D), "PyTorch: nn.AvgPool2d", "AvgPool", "AvgPooling2D", "AveragePooling")]
[assembly: AlsoKnownAs(typeof(GlobalAveragePooling2D), "PyTorch: nn.AdaptiveAvgPool2d(1)", "GlobalAvgPool2D")]
[assembly: AlsoKnownAs(typeof(BatchNorm), "Keras: BatchNormalization", "PyTorch: nn.BatchNorm1d", "PyTorch: nn.BatchNorm2d")]
[assembly: AlsoKnownAs(typeof(Relu), "PyTorch: nn.ReLU", "RectifiedLinear")]
[assembly: AlsoKnownAs(typeof(LeakyRelu), "PyTorch: nn.LeakyReLU")]
[assembly: AlsoKnownAs(typeof(Elu), "PyTorch: nn.ELU")]
[assembly: AlsoKnownAs(typeof(Gelu), "PyTorch: nn.GELU")]
[assembly: AlsoKnownAs(typeof(Selu), "PyTorch: nn.SELU")]
[assembly: AlsoKnownAs(typeof(Sigmoid), "PyTorch: nn.Sigmoid", "Logistic")]
[assembly: AlsoKnownAs(typeof(Tanh), "PyTorch: nn.Tanh", "HyperbolicTangent")]
[assembly: AlsoKnownAs(typeof(GlorotUniform), "PyTorch: nn.init.xavier_uniform_", "Xavier")]
[assembly: AlsoKnownAs(typeof(GlorotNormal), "PyTorch: nn.init.xavier_normal_")]
[assembly: AlsoKnownAs(typeof(HeUniform), "PyTorch: nn.init.kaiming_uniform_", "Kaiming")]
[assembly: AlsoKnownAs(typeof(HeNormal), "PyTorch: nn.init.kaiming_normal_")]
[assembly: AlsoKnownAs(typeof(Sequential), "Keras: Model", "PyTorch: nn.Module", "NeuralNetwork")]
[assembly: AlsoKnownAs(typeof(Sequential), "PyTorch: torch.save", "Keras: save_weights", "state_dict", Member = nameof(Sequential.Save))]
[assembly: AlsoKnownAs(typeof(Sequential), "PyTorch: load_state_dict", "Keras: load_weights", Member = nameof(Sequential.Load))]
[assembly: AlsoKnownAs(typeof(Sequential), "Keras: trainable_variables", "Weights", "trainable_weights", "get_weights",
    Member = nameof(Sequential.Parameters))]
[assembly: AlsoKnownAs(typeof(Sequential), "Keras: count_params", "numel", Member = nameof(Sequential.ParameterCount))]
[assembly: AlsoKnownAs(typeof(Sequential), "Keras: call", Member = nameof(Sequential.Forward))]

namespace Courseware;
