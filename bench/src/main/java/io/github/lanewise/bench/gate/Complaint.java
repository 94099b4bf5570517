package io.github.lanewise.bench.gate;

/** What the gate can hold against a subject. */
public enum Complaint {
  /** A call allocates memory. */
  ALLOCATES,

  /** The library chose another algorithm than expected. */
  OTHER_ALGORITHM,

  /** The share of the machine is below the floor. */
  BELOW_FLOOR
}
