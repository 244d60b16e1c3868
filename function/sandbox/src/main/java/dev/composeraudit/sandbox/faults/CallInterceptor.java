package dev.composeraudit.sandbox.faults;

import com.sun.net.httpserver.HttpHandler;

/** Intercepts calls to the APIs: faults that calls get, and a log of the calls. */
public record CallInterceptor(Faults faults, CallLog calls) {
  /** Nothing goes wrong until faults are set. */
  public static CallInterceptor withoutFaults() {
    return new CallInterceptor(new Faults(), new CallLog());
  }

  /**
   * Puts itself before a handler.
   *
   * @param name of what is called, by which faults may be limited; blank if requests show it
   */
  public HttpHandler before(HttpHandler handler, String name) {
    return new FaultyHandler(this, name, false, handler);
  }

  /** The same before a cluster's API where it is called by its DNS endpoint. */
  public HttpHandler beforeDnsEndpoint(HttpHandler handler, String name) {
    return new FaultyHandler(this, name, true, handler);
  }
}
