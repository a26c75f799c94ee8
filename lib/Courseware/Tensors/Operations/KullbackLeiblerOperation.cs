namespace Courseware;

/// <summary>
/// L = c·T²·Σ p·(log p − log q) with the teacher's p = softmax(v/T) and the student's q = softmax(z/T), shapes (N, C);
/// ∂L/∂z = c·T·(q − p). The teacher is frozen: no gradient flows to v.
/// </summary>
internal sealed class KullbackLeiblerOperation : Operation
{
    private readonly double _temperature;
    private readonly double _scale;
    private readonly Tensor _logStudent;
    private readonly Tensor _logTeacher;

    private KullbackLeiblerOperation(Tensor student, Tensor teacher, double temperature, double scale)
        : base("Kullback–Leibler divergence", student, teacher)
    {
        (_temperature, _scale) = (temperature, scale);
        (_logStudent, _logTeacher) = (student.Like(student.Shape), student.Like(student.Shape));
    }

    public static Tensor Of(Tensor student, Tensor teacher, double temperature, double scale)
        => new KullbackLeiblerOperation(student, teacher, temperature, scale).Record(student.Like());

    public override string Tex(params string[] inputs) => $@"T^2\,\operatorname{{KL}}({inputs[1]} \,\|\, {inputs[0]})";

    public override void Forward()
    {
        SoftmaxRows.LogSoftmax(Inputs[0], _logStudent, _temperature);
        SoftmaxRows.LogSoftmax(Inputs[1], _logTeacher, _temperature);
        Output.Set(0,
            _scale * _temperature * _temperature * ElementRange.Sum(default(Divergence), _logTeacher, _logStudent, 0, _logStudent.Length));
    }

    public override void Backward()
    {
        if (!Inputs[0].NeedsGrad)
            return;
        var gradient = Inputs[0].TakeGrad(out var add);
        ElementByElement.Map(new Back(_scale * _temperature * Output.GradStorage.At(0)), _logTeacher, _logStudent, gradient, add);
    }

    private readonly struct Divergence : IBinaryRule
    {
        public V Apply<V>(V logP, V logQ) where V : struct, ILane<V> => V.Exp(logP) * (logP - logQ);
    }

    private readonly struct Back(double c) : IBinaryRule
    {
        public V Apply<V>(V logP, V logQ) where V : struct, ILane<V> => c * (V.Exp(logQ) - V.Exp(logP));
    }
}
