using Courseware;

// What those who come from elsewhere write, so that a hint can answer them.
[assembly: AlsoKnownAs(typeof(KNearestNeighbours), "scikit-learn: KNeighborsClassifier", "KNN", "KNearestNeighbors")]
[assembly: AlsoKnownAs(typeof(SoftmaxRegression), "MultinomialLogisticRegression")]

namespace Courseware;
