using Courseware;

// What those who come from elsewhere write, so that a hint can answer them.
[assembly: AlsoKnownAs(typeof(SequentialTraining), "Keras: compile and fit", "Train", "TrainOnBatch", "compile", "fit_generator",
    Member = nameof(SequentialTraining.Fit))]
[assembly: AlsoKnownAs(typeof(SequentialTraining), "Test", "Score", Member = nameof(SequentialTraining.Evaluate))]
[assembly: AlsoKnownAs(typeof(SequentialTraining), "Keras: predict_classes", "argmax", Member = nameof(SequentialTraining.PredictClasses))]
[assembly: AlsoKnownAs(typeof(Checkpoint), "Keras: ModelCheckpoint")]
[assembly: AlsoKnownAs(typeof(ProgressLine), "Keras: ProgbarLogger", "ProgressBar", "tqdm")]
[assembly: AlsoKnownAs(typeof(FitOptions), "TrainingOptions", "TrainOptions", "HyperParameters")]
[assembly: AlsoKnownAs(typeof(FitOptions), "Keras: validation_data", "ValidationSet", Member = nameof(FitOptions.Validation))]
[assembly: AlsoKnownAs(typeof(FitOptions), "Keras: LearningRateScheduler", "Scheduler", "LearningRateSchedule",
    Member = nameof(FitOptions.Schedule))]

namespace Courseware;
