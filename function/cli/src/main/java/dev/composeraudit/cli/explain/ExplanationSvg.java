package dev.composeraudit.cli.explain;

import dev.composeraudit.cli.format.Format;
import dev.composeraudit.cli.picture.Picture;
import dev.composeraudit.cli.picture.PictureSvg;
import dev.composeraudit.egress.Destination;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;

/** Explanations as an SVG document: a picture for each subject and destination. */
final class ExplanationSvg implements Format<List<Explanation>> {
  private final List<Destination> firewall;

  ExplanationSvg(List<Destination> firewall) {
    this.firewall = firewall;
  }

  @Override
  public String name() {
    return "svg";
  }

  @Override
  public void write(List<Explanation> explanations, Writer out) throws IOException {
    List<Picture> pictures = new ArrayList<>();
    for (Explanation explanation : explanations) {
      for (Explanation.Answer answer : explanation.answers()) {
        pictures.add(
            new Picture(
                explanation.subject().toString(),
                ExplanationText.mode(explanation.mode()),
                explanation.pods(),
                explanation.nodes(),
                answer.trace(),
                answer.accepted() == null ? null : firewall));
      }
    }
    PictureSvg.write(pictures, out);
  }
}
