package io.github.lanewise.cli.lecture;

import static java.nio.charset.StandardCharsets.UTF_8;

import gg.jte.html.HtmlTemplateOutput;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import io.github.lanewise.bench.json.Json;
import io.github.lanewise.bench.lecture.Lecture;
import io.github.lanewise.cli.lecture.template.JtepageGenerated;
import io.github.lanewise.nn.files.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;

/** The lecture as a page that needs nothing but itself: pictures, style and values are in it. */
public final class LecturePage {
  private LecturePage() {}

  /**
   * Writes the page.
   *
   * @param file the HTML file
   * @param lecture what it shows
   * @param version the program's name and version
   * @throws IOException if it cannot be written
   */
  public static void write(Path file, Lecture lecture, String version) throws IOException {
    byte[] page = render(lecture, version).getBytes(UTF_8);
    AtomicFile.write(file, out -> out.write(page));
  }

  /**
   * Makes the page.
   *
   * @param lecture what it shows
   * @param version the program's name and version
   * @return HTML
   */
  static String render(Lecture lecture, String version) {
    StringOutput output = new StringOutput(1 << 20);
    HtmlTemplateOutput html = new OwaspHtmlTemplateOutput(output);
    // In a script, only a < could end it early; JSON has it in strings alone.
    String json = Json.text(lecture).replace("<", "\\u003c");
    JtepageGenerated.render(html, null, lecture, json, version);
    return output.toString();
  }
}
