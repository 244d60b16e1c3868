package dev.composeraudit.cli.format;

import dev.composeraudit.cli.format.CheckReport.Row;
import dev.composeraudit.cli.picture.Picture;
import dev.composeraudit.cli.picture.PictureSvg;
import dev.composeraudit.egress.DestinationEvidence;
import dev.composeraudit.policy.result.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The pictures of the HTML page: for each violation and error about destinations, what these
 * destinations see. The number of pictures in a page is limited.
 */
final class HtmlPictures {
  /** The most pictures in a page. A browser still shows them at once, and they take 2 MB. */
  private static final int MOST = 300;

  /** If a page has more pictures than this, they are folded. */
  private static final int FEW = 12;

  private final long wanted;
  private int drawn;

  HtmlPictures(List<Row> rows) {
    this.wanted = rows.stream().mapToLong(row -> evidence(row).size()).sum();
  }

  /** The pictures of a result. */
  private static List<DestinationEvidence> evidence(Row row) {
    Outcome outcome = row.result().outcome();
    return outcome == Outcome.FAIL || outcome == Outcome.ERROR
        ? row.result().evidence()
        : List.of();
  }

  /**
   * The pictures of a row, by the names in the template. Each is drawn once, so that their ids are
   * unique.
   *
   * @param room how many characters they may take
   */
  List<Map<String, Object>> of(Row row, long room) {
    List<Map<String, Object>> pictures = new ArrayList<>();
    long left = room;
    for (DestinationEvidence evidence : evidence(row)) {
      if (drawn == MOST) {
        break;
      }
      Picture picture = new Picture(row.subject(), evidence);
      String svg = PictureSvg.element(picture, "picture-" + (drawn + 1));
      left -= svg.length();
      if (left < 0) {
        break;
      }
      drawn++;
      pictures.add(Map.of("destination", picture.destination(), "svg", svg, "open", wanted <= FEW));
    }
    return pictures;
  }

  /** How many pictures were drawn so far. */
  int drawn() {
    return drawn;
  }

  /** How many pictures there would be without a limit. */
  long wanted() {
    return wanted;
  }
}
