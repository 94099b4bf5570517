package io.github.lanewise.nn.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.lanewise.nn.Network;
import io.github.lanewise.nn.Shape;
import io.github.lanewise.nn.zoo.ResNet;
import io.github.lanewise.nn.zoo.Zoo;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Names as torchvision's state_dict has them. */
class TorchVisionTest {
  @Test
  void residualNetworksHaveLayersOfBlocks() {
    Map<String, String> names = TorchVision.modules(ResNet.resNet50(new Shape(224, 224, 3), 1000));
    assertThat(names)
        .containsEntry("stem", "conv1")
        .containsEntry("stem/norm", "bn1")
        .containsEntry("stage1/1/1", "layer1.0.conv1")
        .containsEntry("stage1/1/3/norm", "layer1.0.bn3")
        .containsEntry("stage1/1/shortcut", "layer1.0.downsample.0")
        .containsEntry("stage1/1/shortcut/norm", "layer1.0.downsample.1")
        .containsEntry("stage3/6/2", "layer3.5.conv2")
        .containsEntry("dense", "fc");
  }

  /** The last convolutions of VGG-16 and VGG-19 are features.28 and features.34. */
  @Test
  void plainNetworksAreNumbered() {
    assertThat(TorchVision.modules(Zoo.vgg16()))
        .containsEntry("conv1_1", "features.0")
        .containsEntry("conv1_2", "features.2")
        .containsEntry("conv2_1", "features.5")
        .containsEntry("conv5_3", "features.28")
        .containsEntry("dense1", "classifier.0")
        .containsEntry("dense2", "classifier.3")
        .containsEntry("dense3", "classifier.6");
    assertThat(TorchVision.modules(Zoo.vgg19())).containsEntry("conv5_4", "features.34");
  }

  @Test
  void othersAreRefused() {
    Network alexNet = Zoo.alexNet();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TorchVision.modules(alexNet))
        .withMessageContaining("conv5")
        .withMessageContaining("a ResNet or VGG of the zoo");
  }
}
