package io.github.lanewise.cli;

import io.github.lanewise.bench.ops.Op;
import io.github.lanewise.bench.ops.OpRun;
import io.github.lanewise.bench.ops.OpTable;
import io.github.lanewise.bench.ops.Ops;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Operators other than convolutions, by Lanewise and by native libraries. */
@Command(
    name = "ops",
    mixinStandardHelpOptions = true,
    description = {
      "Measures pooling, activations, softmax, sparse and dense matrices, and native libraries on "
          + "the same ones; and, by themselves, convolutions that memory may bound.",
      "",
      "Each figure comes from JVMs of its own, in which Lanewise and the libraries take turns, and "
          + "is held against what bounds it: the multiply-adds that the machine can do, or the "
          + "bandwidth of the level of memory that its data lies in, measured in the same JVMs.",
      "",
      "Libraries, each where it has the operator: onnxruntime, onnxruntime-blocked, pytorch,"
          + " pytorch-channels-last, openblas, netlib, onednn; without names, onnxruntime, pytorch,"
          + " openblas, netlib and onednn."
    },
    footer = {
      "",
      "Examples:",
      "  lanewise bench ops --quick",
      "  lanewise bench ops --peers --threads 1,2 --output results.json",
      "  lanewise bench ops --ops maxpool_3x3s2,gemm_512 --peers onnxruntime,openblas"
    })
final class BenchOpsCommand implements Callable<Integer> {

  /** One of each kind, those that tell most first: what a quick look takes as many of as fit. */
  private static final List<String> KINDS =
      List.of(
          "gemm_512",
          "maxpool_3x3s2",
          "dense_1000x1024",
          "softmax_64x1000",
          "gemm_1x400x120",
          "csr_lecture",
          "avgpool_global",
          "relu_14x14x256",
          "maxpool_2x2s2",
          "gemm_256",
          "add_14x14x256",
          "softmax_4096x10");

  @Mixin private EffortOptions effort = new EffortOptions();

  @Mixin
  private ResultOptions results =
      new ResultOptions("onnxruntime", "pytorch", "openblas", "netlib", "onednn");

  @Option(
      names = "--ops",
      split = ",",
      paramLabel = "NAME",
      description = "Operators to measure (default: all), such as gemm_512.")
  private List<String> names = List.of();

  /** Made by picocli. */
  BenchOpsCommand() {}

  @Override
  public Integer call() throws IOException {
    List<Integer> threads = results.threads();
    OpRun run =
        new OpRun(results.peers(), effort.effort(), effort.jvmArgs(), results.commandLine());
    List<Op> ops = ops(run, threads);
    results.run(
        run.estimate(ops, threads),
        OpTable::of,
        ops.stream().map(Op::name).toList(),
        (progress, sink) -> run.measure(ops, threads, progress, sink));
    return 0;
  }

  /** Those asked for, all, or as many as a quick run has the time for. */
  private List<Op> ops(OpRun run, List<Integer> threads) {
    if (!effort.quick() || !names.isEmpty()) {
      return Ops.named(names);
    }
    List<Op> few = Ops.named(KINDS);
    int count = few.size();
    while (count > 1
        && run.estimate(few.subList(0, count), threads).compareTo(EffortOptions.QUICK_BUDGET) > 0) {
      count--;
    }
    return few.subList(0, count);
  }
}
