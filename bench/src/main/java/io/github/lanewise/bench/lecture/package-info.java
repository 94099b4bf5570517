/**
 * What the lecture says, as values that this code computes: a record for each section, and {@link
 * io.github.lanewise.bench.lecture.LectureRun}, which makes them all. How they look is for others
 * to say.
 */
package io.github.lanewise.bench.lecture;
