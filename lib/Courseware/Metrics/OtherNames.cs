using Courseware;

// What those who come from elsewhere write, so that a hint can answer them.
[assembly: AlsoKnownAs(typeof(RocCurve), "Roc", "roc_auc_score")]
[assembly: AlsoKnownAs(typeof(Accuracy), "Keras: SparseCategoricalAccuracy", "accuracy_score", "CategoricalAccuracy", "BinaryAccuracy")]

namespace Courseware;
