package io.github.lanewise.bench.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ModelInputsTest {
  @Test
  void dimensionsGoFromJvmToJvmAsText() {
    ModelInputs inputs =
        new ModelInputs(List.of(new int[0], new int[] {1, 3, 8, 8}, new int[] {2}, new int[0]));

    assertThat(inputs).hasToString(",1x3x8x8,2,");
    ModelInputs parsed = ModelInputs.parse(inputs.toString());
    assertThat(parsed.dims())
        .containsExactly(new int[0], new int[] {1, 3, 8, 8}, new int[] {2}, new int[0]);
    assertThat(parsed.values(1)).hasSize(192).isEqualTo(inputs.values(1));
    assertThat(parsed.values(2)).hasSize(2);
    assertThat(parsed.values(0)).hasSize(1);
  }
}
