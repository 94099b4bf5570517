/** What the commands that train and use networks share: data, recipes, progress. */
package io.github.lanewise.cli.learn;
