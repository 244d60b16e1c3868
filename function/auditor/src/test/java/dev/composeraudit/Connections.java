package dev.composeraudit;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.javanet.NetHttpTransport;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLConnection;
import java.net.http.HttpClient;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLSocketFactory;

/** Ways to open a connection that the architecture forbids, each alone in a class. */
final class Connections {
  private Connections() {}

  static final class JavaHttpClient {
    HttpClient client() {
      return HttpClient.newHttpClient();
    }
  }

  static final class GoogleTransport {
    HttpTransport transport() {
      return new NetHttpTransport();
    }
  }

  static final class Connection {
    URLConnection connection(URI uri) throws IOException {
      return uri.toURL().openConnection();
    }
  }

  static final class Stream {
    InputStream stream(URI uri) throws IOException {
      return uri.toURL().openStream();
    }
  }

  static final class PlainSocket {
    AutoCloseable socket() throws IOException {
      return new Socket(InetAddress.getLoopbackAddress(), 80);
    }
  }

  static final class TlsSocket {
    AutoCloseable socket() throws IOException {
      return SSLSocketFactory.getDefault().createSocket();
    }
  }

  static final class Datagrams {
    AutoCloseable socket() throws IOException {
      return new DatagramSocket();
    }
  }

  static final class Channel {
    AutoCloseable channel() throws IOException {
      return SocketChannel.open();
    }
  }
}
