package io.github.lanewise.bench.gate;

/** A fork whose kernels take four times as long: they do everything four times. */
final class SlowedFork {
  private static final int TIMES = 4;

  private SlowedFork() {}

  public static void main(String[] args) {
    Fork.run(name -> slowed(Subjects.make(name)), args, System.out);
  }

  private static Subject slowed(Subject subject) {
    return new Subject(
        subject.algorithm(),
        subject.bound(),
        () -> {
          for (int i = 0; i < TIMES; i++) {
            subject.work().run();
          }
        });
  }
}
