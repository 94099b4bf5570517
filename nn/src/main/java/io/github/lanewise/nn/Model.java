package io.github.lanewise.nn;

/**
 * A network with its parameters.
 *
 * @param network the network
 * @param parameters its parameters
 */
public record Model(Network network, Parameters parameters) {}
