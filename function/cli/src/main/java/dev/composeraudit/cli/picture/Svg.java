package dev.composeraudit.cli.picture;

import java.io.Writer;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes the elements of an SVG document; text is escaped. Lengths are in user units. */
final class Svg {
  private static final Pattern UNFIT =
      Pattern.compile(
          "[\\p{Cntrl}&&[^\\n"
              + "]]|[\\ud800-\\udfff\\ufffe\\uffff\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]");

  private final XMLStreamWriter xml;

  Svg(Writer out) throws XMLStreamException {
    this.xml = XMLOutputFactory.newInstance().createXMLStreamWriter(out);
  }

  /** Begins an element with attributes, given as name, value, name, value. */
  void begin(String name, Object... attributes) throws XMLStreamException {
    xml.writeCharacters("\n");
    xml.writeStartElement(name);
    attributes(attributes);
  }

  void end() throws XMLStreamException {
    xml.writeEndElement();
  }

  /** An element without content. */
  void empty(String name, Object... attributes) throws XMLStreamException {
    xml.writeCharacters("\n");
    xml.writeEmptyElement(name);
    attributes(attributes);
  }

  /** An element that holds text alone. */
  void text(String name, String text, Object... attributes) throws XMLStreamException {
    begin(name, attributes);
    xml.writeCharacters(shown(text));
    end();
  }

  void flush() throws XMLStreamException {
    xml.writeCharacters("\n");
    xml.flush();
  }

  private void attributes(Object... attributes) throws XMLStreamException {
    for (int i = 0; i < attributes.length; i += 2) {
      Object value = attributes[i + 1];
      xml.writeAttribute(
          attributes[i].toString(),
          value instanceof Double number ? number(number) : shown(value.toString()));
    }
  }

  /** At most two decimals. */
  static String number(double number) {
    String text = String.format(Locale.ROOT, "%.2f", number);
    return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
  }

  /** Removes characters that XML or a picture can't show: control and direction characters. */
  private static String shown(String text) {
    return UNFIT.matcher(text).replaceAll("\uFFFD");
  }
}
