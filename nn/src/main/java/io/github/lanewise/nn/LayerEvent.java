package io.github.lanewise.nn;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/**
 * Flight Recorder's record of one pass of one layer; costs nothing while nobody records. One object
 * serves one pass after the other.
 */
@Name("io.github.lanewise.LayerPass")
@Label("Layer Pass")
@Category("Lanewise")
@Description("One pass of one layer of a network")
@StackTrace(false)
final class LayerEvent extends Event {
  @Label("Layer")
  String layer;

  @Label("Pass")
  String pass;

  /** Ends and keeps the event, if somebody records. */
  void done(Frame frame, String name) {
    end();
    if (shouldCommit()) {
      layer = frame.name();
      pass = name;
      commit();
    }
  }
}
