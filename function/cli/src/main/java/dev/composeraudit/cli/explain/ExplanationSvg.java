package dev.composeraudit.cli.explain;

import dev.composeraudit.cli.format.Format;
import dev.composeraudit.cli.picture.Picture;
import dev.composeraudit.cli.picture.PictureSvg;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;

/** Explanations as an SVG document: a picture for each subject and destination. */
final class ExplanationSvg implements Format<List<Explanation>> {
  @Override
  public String name() {
    return "svg";
  }

  @Override
  public void write(List<Explanation> explanations, Writer out) throws IOException {
    List<Picture> pictures = new ArrayList<>();
    for (Explanation explanation : explanations) {
      for (Explanation.Answer answer : explanation.answers()) {
        pictures.add(new Picture(explanation.subject().toString(), answer.evidence()));
      }
    }
    PictureSvg.write(pictures, out);
  }
}
